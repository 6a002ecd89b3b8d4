/**
 * Owns how a function answers HTTP: routing, tokens and scopes, error documents, one log line for each request. What a
 * route does is in the function's own folder.
 */
import middy, { type MiddlewareObj } from "@middy/core";
import httpErrorHandler from "@middy/http-error-handler";
import httpRouterHandler from "@middy/http-router";
import type {
  APIGatewayProxyEventV2WithLambdaAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from "aws-lambda";
import * as z from "zod";
import { BadCursorError } from "../index/cursor.ts";
import { SCOPES } from "../names.ts";
import { flushObserver, type Observer } from "../observe.ts";
import type { ArchiveDoor } from "./archive-door.ts";
import { type Caller, NOBODY } from "./caller.ts";
import { badRequest, ProblemError, toProblem } from "./problems.ts";
import { ROUTES, type Route, type RouteFunction, routeKey } from "./routes.ts";

/** What the authorizer passes on: strings only, for API Gateway's sake. Empty when the token is not known. */
export const callerSchema = z.object({ token: z.string().min(1), scopes: z.string() });

export type HttpEvent = APIGatewayProxyEventV2WithLambdaAuthorizer<Partial<z.infer<typeof callerSchema>>>;
export type HttpResult = APIGatewayProxyStructuredResultV2;

export interface HttpRequest {
  readonly event: HttpEvent;
  readonly caller: Caller;
  /** Scheme and host that the caller used, without a trailing slash: links start with it. */
  readonly baseUrl: string;
}

export type RouteHandler = (request: HttpRequest) => Promise<HttpResult>;

/** The keys of the routes that a function serves: each must have a handler, and there can be no other. */
export type RouteKey<F extends RouteFunction> = KeyOf<Extract<(typeof ROUTES)[number], { function: F }>>;
type KeyOf<R> = R extends { method: infer M extends string; path: infer P extends string } ? `${M} ${P}` : never;

const refuseAll: ArchiveDoor = async () => {
  throw new ProblemError("archive-locked");
};

/**
 * Makes a function's handler of its routes.
 *
 * @param middlewares - run after the token is checked and before the route: a body parser, say.
 * @param door - who may read the routes that are the archive's own; a function without such routes needs none.
 */
export function createHttpHandler<F extends RouteFunction>(
  name: F,
  handlers: Readonly<Record<RouteKey<F>, RouteHandler>>,
  observer: Observer,
  middlewares: readonly MiddlewareObj<HttpEvent, HttpResult>[] = [],
  door: ArchiveDoor = refuseAll,
) {
  const callers = new WeakMap<HttpEvent, Caller>();
  const routes = ROUTES.filter((route) => route.function === name).map((route: Route) => {
    const respond = handlers[routeKey(route) as RouteKey<F>];
    const answer = middy<HttpEvent, HttpResult, Error, Context>()
      .use([...middlewares])
      .handler(async (event) => respond({ event, caller: callers.get(event) ?? NOBODY, baseUrl: baseUrlOf(event) }));
    const handler = async (event: HttpEvent, context: Context) => {
      callers.set(event, await admit(event, route, door));
      return answer(event, context);
    };
    return { method: route.method, path: route.path, handler };
  });
  const notFoundResponse = () => {
    throw new ProblemError("not-found");
  };
  return middy<HttpEvent, HttpResult, Error, Context>()
    .use(flushObserver(observer))
    .use(httpErrorHandler({ logger: false, fallbackMessage: JSON.stringify(toProblem("internal")) }))
    .use(logOutcome(observer))
    .use(translateErrors())
    .handler(httpRouterHandler<HttpEvent, HttpResult>({ routes, notFoundResponse }));
}

/** A JSON answer. */
export function json(statusCode: number, body: unknown, headers: Record<string, string> = {}): HttpResult {
  return { statusCode, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** The body as text, whatever its Content-Type says. */
export function textOf({ body = "", isBase64Encoded }: HttpEvent): string {
  return isBase64Encoded ? Buffer.from(body, "base64").toString("utf8") : body;
}

/** Parses a JSON body with a schema, whatever its Content-Type says. @throws ProblemError `not-json`, `bad-request` */
export function parseJsonBody<S extends z.ZodType>(schema: S, event: HttpEvent): z.infer<S> {
  return parseWith(schema, readJson(event));
}

/** The body as JSON, whatever its Content-Type says. @throws ProblemError `not-json` */
export function readJson(event: HttpEvent): unknown {
  try {
    return JSON.parse(textOf(event));
  } catch (cause) {
    throw new ProblemError("not-json", {}, { cause });
  }
}

/** Parses with a schema; what does not fit is a `bad-request`. */
export function parseWith<S extends z.ZodType>(schema: S, input: unknown): z.infer<S> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw badRequest(parsed.error);
  return parsed.data;
}

/**
 * Refuses a request whose token is not known, or may not do what its route needs. It judges by the route that middy
 * chose, never by API Gateway's: a path with a slash at its end is `$default` to the one and this very route to the
 * other, and comes without a caller.
 */
async function admit(event: HttpEvent, { access }: Route, door: ArchiveDoor): Promise<Caller> {
  const caller = callerOf(event);
  if (access === "public" || access === "save") return caller;
  if (access === "archive") return door(event.headers.authorization);
  if (caller.token === "") throw new ProblemError("unauthorized");
  if (!caller.scopes.includes(access)) throw new ProblemError("forbidden");
  return caller;
}

function callerOf(event: HttpEvent): Caller {
  const parsed = callerSchema.safeParse(event.requestContext.authorizer?.lambda);
  if (!parsed.success) return NOBODY;
  const words = parsed.data.scopes.split(" ");
  return { token: parsed.data.token, scopes: SCOPES.filter((scope) => words.includes(scope)) };
}

function baseUrlOf(event: HttpEvent): string {
  const protocol = event.headers["x-forwarded-proto"] ?? "https";
  return `${protocol}://${event.headers.host ?? event.requestContext.domainName}`;
}

/** Runs before the error handler (middy calls onError last to first) and gives every error a code. */
function translateErrors(): MiddlewareObj<HttpEvent, HttpResult> {
  return {
    onError: (request) => {
      const { error } = request;
      if (error instanceof BadCursorError) request.error = new ProblemError("bad-cursor", { detail: error.message });
      else if (!(error instanceof ProblemError)) request.error = new ProblemError("internal", {}, { cause: error });
    },
  };
}

function logOutcome(observer: Observer): MiddlewareObj<HttpEvent, HttpResult> {
  const startedAt = new WeakMap<HttpEvent, number>();
  const log = (event: HttpEvent, outcome: string, code?: string, error?: unknown) =>
    observer.outcome({
      outcome,
      code,
      error,
      ms: Date.now() - (startedAt.get(event) ?? Date.now()),
    });
  return {
    before: ({ event }) => {
      startedAt.set(event, Date.now());
    },
    after: ({ event }) => log(event, "answered"),
    onError: ({ event, error }) => {
      if (error instanceof ProblemError && error.statusCode < 500) log(event, "refused", error.problem.code);
      else log(event, "failed", error instanceof ProblemError ? error.problem.code : "internal", error?.cause ?? error);
    },
  };
}
