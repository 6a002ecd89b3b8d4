/**
 * Owns the HTTP side of the sample newspaper: conditional requests, content coding, HEAD, and what a bad request gets.
 * It knows nothing of pages.
 */
import { createHash } from "node:crypto";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

/** One body with the headers that describe it. */
interface Representation {
  readonly bytes: Buffer;
  /** Strong entity tag. Each content coding has its own, as RFC 9110, section 8.8.3.3, asks. */
  readonly etag: string;
}

/** Something that is served: made when it is first asked for, and then kept. */
export interface Resource {
  readonly status: 200 | 404;
  readonly contentType: string;
  readonly lastModified: Date;
  readonly identity: () => Representation;
  /** Absent where compressing again would gain nothing. */
  readonly gzip: (() => Representation) | undefined;
}

export type Route =
  | { readonly kind: "resource"; readonly resource: Resource }
  | { readonly kind: "moved"; readonly to: string }
  /** A page with a form's answer: a POST is read, dropped, and sent to it by GET. */
  | { readonly kind: "form-answer"; readonly resource: Resource };

/** The routes by path, and what everything else gets. */
export interface Site {
  readonly routes: ReadonlyMap<string, Route>;
  readonly notFound: Resource;
}

/**
 * Makes a resource.
 * @param make gives the body; called once at most
 */
export function resource(
  contentType: string,
  lastModified: Date,
  make: () => Buffer,
  options: { readonly status?: 200 | 404; readonly compress?: boolean } = {},
): Resource {
  const identity = once(() => represent(make(), ""));
  const gzip = once(() => represent(gzipSync(identity().bytes), "-gzip"));
  return {
    status: options.status ?? 200,
    contentType,
    lastModified,
    identity,
    gzip: (options.compress ?? true) ? gzip : undefined,
  };
}

/** Answers one request. */
export function respond(site: Site, request: IncomingMessage, response: ServerResponse): void {
  // A body has no meaning here; reading and dropping it keeps the connection usable.
  request.resume();
  const { method } = request;
  const path = pathOf(request.url ?? "");
  const route = site.routes.get(path ?? "");
  const allowed = ["GET", "HEAD", ...(route?.kind === "form-answer" ? ["POST"] : [])];
  if (path === undefined) {
    sendText(response, 400, "The request's target is not a path.\n");
  } else if (method === undefined || !allowed.includes(method)) {
    const allow = allowed.join(", ");
    sendText(response, 405, `This method is not allowed here; ${allow} are.\n`, { allow });
  } else if (method === "POST") {
    sendRedirect(response, 303, path);
  } else if (route?.kind === "moved") {
    sendRedirect(response, 301, route.to);
  } else {
    sendResource(route?.resource ?? site.notFound, request, response);
  }
}

function sendResource(resource: Resource, request: IncomingMessage, response: ServerResponse): void {
  const zipped = resource.gzip !== undefined && acceptsGzip(request.headers["accept-encoding"]);
  const { bytes, etag } = zipped && resource.gzip ? resource.gzip() : resource.identity();
  const validators: OutgoingHttpHeaders = {
    "cache-control": "no-cache",
    ...(resource.gzip ? { vary: "accept-encoding" } : {}),
    ...(resource.status === 200 ? { etag, "last-modified": resource.lastModified.toUTCString() } : {}),
  };
  if (resource.status === 200 && isFresh(request, etag, resource.lastModified)) {
    response.writeHead(304, validators).end();
    return;
  }
  response.writeHead(resource.status, {
    ...validators,
    "content-type": resource.contentType,
    "content-length": bytes.length,
    ...(zipped ? { "content-encoding": "gzip" } : {}),
  });
  // Node leaves the body out of the answer to a HEAD request by itself.
  response.end(bytes);
}

/** RFC 9110, section 13.2.2: `If-None-Match` decides alone when it is there. */
function isFresh(request: IncomingMessage, etag: string, lastModified: Date): boolean {
  const tags = request.headers["if-none-match"];
  if (tags !== undefined) return tags.trim() === "*" || [...tags.matchAll(/"[^"]*"/g)].some(([tag]) => tag === etag);
  const since = Date.parse(request.headers["if-modified-since"] ?? "");
  return Number.isFinite(since) && lastModified.getTime() <= since;
}

/** RFC 9110, section 12.5.3. A coding that is not listed is not used, unless `*` stands for it. */
function acceptsGzip(header: string | string[] | undefined): boolean {
  const weights = new Map<string, number>();
  for (const item of String(header ?? "")
    .toLowerCase()
    .split(",")) {
    const [coding = "", ...parameters] = item.split(";").map((part) => part.trim());
    const weight = parameters.find((parameter) => parameter.startsWith("q="));
    weights.set(coding, weight === undefined ? 1 : Number(weight.slice(2)));
  }
  return (weights.get("gzip") ?? weights.get("x-gzip") ?? weights.get("*") ?? 0) > 0;
}

function pathOf(target: string): string | undefined {
  return URL.parse(target, "http://127.0.0.1")?.pathname;
}

function sendRedirect(response: ServerResponse, status: 301 | 303, to: string): void {
  sendText(response, status, `The page is at ${to}\n`, { location: to });
}

function sendText(response: ServerResponse, status: number, text: string, headers: OutgoingHttpHeaders = {}): void {
  const bytes = Buffer.from(text);
  response.writeHead(status, {
    ...headers,
    "content-type": "text/plain; charset=utf-8",
    "content-length": bytes.length,
  });
  response.end(bytes);
}

function represent(bytes: Buffer, suffix: string): Representation {
  const digest = createHash("sha256").update(bytes).digest("base64url").slice(0, 20);
  return { bytes, etag: `"${digest}${suffix}"` };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
