/**
 * Owns the API's error answers: RFC 9457 problem documents with a stable `code`. Each code's status and sentence stand
 * here and nowhere else. Pure.
 */
import * as z from "zod";
import { URL_PROBLEMS } from "../url/check-url.ts";

const status400 = (detail: string) => ({ status: 400, detail });

/** Every code an answer can carry. They are part of the API: none is ever renamed. */
export const PROBLEMS = {
  ...(Object.fromEntries(Object.entries(URL_PROBLEMS).map(([code, detail]) => [code, status400(detail)])) as Record<
    keyof typeof URL_PROBLEMS,
    { status: number; detail: string }
  >),
  "not-json": status400("The body is not valid JSON."),
  "bad-request": status400("The request is not of the documented shape."),
  "too-many-urls": status400("More than 100 URLs in one call."),
  "bad-cursor": status400("The cursor is not one that this list gave out."),
  "bad-preference": status400("The Prefer header's wait is not a whole number of seconds."),
  "bad-idempotency-key": status400("The Idempotency-Key is empty or longer than 255 characters."),
  unauthorized: { status: 401, detail: "Send a valid token: Authorization: Bearer …" },
  "archive-locked": {
    status: 401,
    detail: "This archive is read with a token: send it as Bearer, or as the password of Basic.",
  },
  forbidden: { status: 403, detail: "The token lacks the scope that this call needs." },
  "not-found": { status: 404, detail: "There is nothing at this address." },
  "job-not-found": { status: 404, detail: "There is no job of this id; jobs are kept for 30 days." },
  "capture-not-found": { status: 404, detail: "There is no capture of this id." },
  "source-not-found": { status: 404, detail: "There is no source of this id." },
  "run-not-found": { status: 404, detail: "There is no run of this id, or it is still reading its first document." },
  "site-search-not-found": { status: 404, detail: "There is no search of this id; searches are kept for a day." },
  "restriction-not-found": { status: 404, detail: "There is no restriction of this id." },
  "not-archived": { status: 404, detail: "There is no capture of this URL." },
  "bad-timestamp": status400("The timestamp means no moment: up to 14 digits, YYYYMMDDhhmmss."),
  "bad-accept-datetime": status400("The Accept-Datetime header is no date as HTTP writes them."),
  "import-not-found": { status: 404, detail: "There is no import of this id." },
  "export-not-found": { status: 404, detail: "There is no export of this id; exports are kept on record for 90 days." },
  "no-article": { status: 404, detail: "This capture has no extracted article." },
  blocked: { status: 451, detail: "This page was taken down and is kept from readers." },
  embargoed: { status: 451, detail: "This page is kept from readers until a later date." },
  erased: { status: 451, detail: "This page was erased from the archive." },
  withheld: {
    status: 451,
    detail: "This page asks not to be archived, and its source obeys: it is kept from readers.",
  },
  "not-extracted-yet": { status: 409, detail: "The capture is safe, but its article is not extracted yet." },
  "not-a-list": { status: 409, detail: "Only a source of type list, made without a url, takes an uploaded list." },
  "source-changed": { status: 409, detail: "The source was changed by others at the same moment. Try again." },
  "until-is-past": status400("The moment that it is to end is past."),
  "erased-for-good": { status: 409, detail: "What was erased is gone; this cannot be lifted." },
  "import-not-uploaded": {
    status: 409,
    detail: "The import's file is not there yet: upload it by the link, then start.",
  },
  "import-size-differs": { status: 409, detail: "The file that was uploaded is of another size than announced." },
  "list-empty": status400("The list holds no http(s) URL."),
  "opml-unusable": status400("This is no OPML list that can be read."),
  "wacz-too-large": {
    status: 409,
    detail: "This page, with all it was shown with, is too large for one answer: ask for an export of it.",
  },
  "too-large": { status: 413, detail: "The body is larger than is taken." },
  "idempotency-key-reused": { status: 422, detail: "This Idempotency-Key was used for another request." },
  "frontier-unavailable": { status: 503, detail: "The request could not be queued; nothing was accepted. Try again." },
  "queue-unavailable": { status: 503, detail: "The work could not be queued; nothing was accepted. Try again." },
  "record-unreadable": { status: 500, detail: "The archived record cannot be read, or not be shown in this form." },
  internal: { status: 500, detail: "Something failed inside the archive. Nothing that was accepted is lost." },
} as const satisfies Record<string, { status: number; detail: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Media type of RFC 9457. */
export const PROBLEM_MEDIA_TYPE = "application/problem+json";

export const problemSchema = z
  .object({
    type: z.literal("about:blank"),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    detail: z.string(),
    /** Where in the request, for `bad-request`. */
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Problem", description: "An error (RFC 9457) with a stable code." });

export type Problem = z.infer<typeof problemSchema>;

/**
 * Thrown by a route to answer with a problem. The properties are what `@middy/http-error-handler` reads: it sends
 * `message`, here the whole document, as the body.
 */
export class ProblemError extends Error {
  readonly problem: Problem;
  readonly statusCode: number;
  readonly expose = true;
  readonly headers: Record<string, string>;

  constructor(code: ProblemCode, extra: Partial<Pick<Problem, "detail" | "issues">> = {}, options?: ErrorOptions) {
    const problem = toProblem(code, extra);
    super(JSON.stringify(problem), options);
    this.name = "ProblemError";
    this.problem = problem;
    this.statusCode = problem.status;
    this.headers = {
      "Content-Type": PROBLEM_MEDIA_TYPE,
      ...(code === "unauthorized" ? { "WWW-Authenticate": 'Bearer realm="pressmark"' } : {}),
      ...(code === "archive-locked" ? { "WWW-Authenticate": 'Basic realm="archive", charset="UTF-8"' } : {}),
      ...(code === "not-extracted-yet" || code === "frontier-unavailable" ? { "Retry-After": "2" } : {}),
    };
  }
}

export function toProblem(code: ProblemCode, extra: Partial<Pick<Problem, "detail" | "issues">> = {}): Problem {
  const { status, detail } = PROBLEMS[code];
  return { type: "about:blank", title: TITLES[status] ?? "Error", status, code, detail, ...extra };
}

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  409: "Conflict",
  413: "Content Too Large",
  422: "Unprocessable Content",
  451: "Unavailable For Legal Reasons",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** A `bad-request` that no schema could tell. */
export function badRequestOf(detail: string): ProblemError {
  return new ProblemError("bad-request", { detail });
}

/** Turns a failed zod parse into a `bad-request` that names each place. */
export function badRequest(error: z.ZodError): ProblemError {
  const issues = error.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }));
  const first = issues[0];
  const detail = first ? `${first.path ? `${first.path}: ` : ""}${first.message}` : PROBLEMS["bad-request"].detail;
  return new ProblemError("bad-request", { detail, issues });
}
