/**
 * Owns the list of the API's routes. The functions' routers, the OpenAPI document and infra/ all read this one table,
 * so that a route exists everywhere or nowhere. Pure: no CDK, no handlers, no schemas.
 */

/** The functions that answer HTTP requests. */
export type RouteFunction = "submit" | "sources" | "retrieve" | "restrictions" | "cdx" | "replay" | "transfers";

/**
 * What a caller needs: nothing, or a token whose scopes hold this word. API Gateway only looks the token up; the
 * function answers 401 and 403 itself, because API Gateway could say nothing but a bare 403. `archive` is what clients of
 * web archives read: who may is a setting, and the function looks the token up itself (shared/api/archive-door.ts). `save` is what clients of
 * Save Page Now call: the function asks for the token, since these clients want to be refused in their own words.
 */
export type Access = "public" | "archive" | "save" | "read" | "capture" | "admin";

/**
 * One route as API Gateway and the routers write it: `{name}` stands for one path segment, and `{proxy+}` at the end, the
 * one name that both know, for all that is left.
 */
export interface Route {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: `/${string}`;
  readonly function: RouteFunction;
  readonly access: Access;
}

/** Every route of the API. */
export const ROUTES = [
  { method: "POST", path: "/v1/captures", function: "submit", access: "capture" },
  { method: "GET", path: "/v1/jobs/{id}", function: "retrieve", access: "read" },
  { method: "GET", path: "/v1/captures", function: "retrieve", access: "read" },
  { method: "GET", path: "/v1/captures/{id}", function: "retrieve", access: "read" },
  { method: "GET", path: "/v1/captures/{id}/resources", function: "retrieve", access: "read" },
  { method: "GET", path: "/v1/captures/{id}/wacz", function: "transfers", access: "read" },
  { method: "GET", path: "/v1/captures/{id}/{form}", function: "retrieve", access: "read" },
  { method: "GET", path: "/v1/articles", function: "retrieve", access: "read" },
  { method: "POST", path: "/v1/sources", function: "sources", access: "capture" },
  { method: "GET", path: "/v1/sources", function: "sources", access: "read" },
  { method: "POST", path: "/v1/sources/discover", function: "sources", access: "capture" },
  { method: "GET", path: "/v1/sources/discover/{id}", function: "sources", access: "read" },
  { method: "GET", path: "/v1/sources.opml", function: "sources", access: "read" },
  { method: "POST", path: "/v1/sources.opml", function: "sources", access: "capture" },
  { method: "GET", path: "/v1/sources/{id}", function: "sources", access: "read" },
  { method: "PATCH", path: "/v1/sources/{id}", function: "sources", access: "capture" },
  { method: "DELETE", path: "/v1/sources/{id}", function: "sources", access: "capture" },
  { method: "PUT", path: "/v1/sources/{id}/list", function: "sources", access: "capture" },
  { method: "GET", path: "/v1/sources/{id}/runs", function: "retrieve", access: "read" },
  { method: "GET", path: "/v1/sources/{id}/runs/{runId}/ends", function: "retrieve", access: "read" },
  { method: "GET", path: "/v1/coverage", function: "retrieve", access: "read" },
  { method: "POST", path: "/v1/restrictions", function: "restrictions", access: "admin" },
  { method: "GET", path: "/v1/restrictions", function: "restrictions", access: "admin" },
  { method: "GET", path: "/v1/restrictions/{id}", function: "restrictions", access: "admin" },
  { method: "POST", path: "/v1/restrictions/{id}/lift", function: "restrictions", access: "admin" },
  { method: "GET", path: "/cdx/search/cdx", function: "cdx", access: "archive" },
  { method: "GET", path: "/wayback/available", function: "cdx", access: "archive" },
  { method: "GET", path: "/web/timemap/{format}", function: "cdx", access: "archive" },
  { method: "GET", path: "/web/timemap/{format}/{proxy+}", function: "cdx", access: "archive" },
  { method: "GET", path: "/web/{proxy+}", function: "replay", access: "archive" },
  { method: "HEAD", path: "/web/{proxy+}", function: "replay", access: "archive" },
  { method: "POST", path: "/v1/imports", function: "transfers", access: "admin" },
  { method: "GET", path: "/v1/imports", function: "transfers", access: "read" },
  { method: "GET", path: "/v1/imports/{id}", function: "transfers", access: "read" },
  { method: "GET", path: "/v1/imports/{id}/problems", function: "transfers", access: "read" },
  { method: "POST", path: "/v1/imports/{id}/start", function: "transfers", access: "admin" },
  { method: "POST", path: "/v1/exports", function: "transfers", access: "capture" },
  { method: "GET", path: "/v1/exports", function: "transfers", access: "read" },
  { method: "GET", path: "/v1/exports/{id}", function: "transfers", access: "read" },
  { method: "GET", path: "/v1/signing-key", function: "transfers", access: "public" },
  { method: "GET", path: "/v1/openapi.json", function: "retrieve", access: "public" },
  { method: "POST", path: "/save", function: "submit", access: "save" },
  { method: "POST", path: "/save/status", function: "submit", access: "save" },
  { method: "GET", path: "/save/status/system", function: "submit", access: "save" },
  { method: "GET", path: "/save/status/user", function: "submit", access: "save" },
  { method: "POST", path: "/save/status/user", function: "submit", access: "save" },
  { method: "GET", path: "/save/status/{id}", function: "submit", access: "save" },
  { method: "GET", path: "/save/{proxy+}", function: "submit", access: "save" },
  { method: "HEAD", path: "/save/{proxy+}", function: "submit", access: "save" },
  { method: "POST", path: "/save/{proxy+}", function: "submit", access: "save" },
  // Clients post to `/save/`. API Gateway takes no route that ends in a slash, and to it this is not `/save` either.
  { method: "POST", path: "/{proxy+}", function: "submit", access: "save" },
] as const satisfies readonly Route[];

/** Where everything else goes: to a clear 404 of our own. API Gateway's name for it is `$default`. */
export const DEFAULT_ROUTE = { key: "$default", function: "retrieve", access: "public" } as const satisfies {
  key: "$default";
  function: RouteFunction;
  access: Access;
};

/** A route as API Gateway names it: `GET /v1/jobs/{id}`. */
export const routeKey = (route: Pick<Route, "method" | "path">): string => `${route.method} ${route.path}`;
