/**
 * Owns how it is said that there is nothing to show: as a small page to browsers, as a problem document to programs. It
 * has no Memento-Datetime and no Link, since it is nothing that was archived.
 */
import { type HttpRequest, type HttpResult, json } from "../../shared/api/http-handler.ts";
import { PROBLEM_MEDIA_TYPE, type Problem, type ProblemCode, ProblemError } from "../../shared/api/problems.ts";
import type { ClosedVerdict } from "../../shared/memento/timeline.ts";
import { mementoPath } from "./memento-links.ts";
import { type Near, problemPage } from "./own-pages.ts";
import { OWN_POLICY, SAFE_HEADERS } from "./policy.ts";

/** 451, with the reason that whoever asked for it gave. */
export function closedProblem(verdict: ClosedVerdict): ProblemError {
  if (verdict.kind === "withheld") return new ProblemError("withheld");
  const { reason, until } = verdict.by;
  return new ProblemError(verdict.kind, { detail: until ? `${reason} (until ${until})` : reason });
}

/** How clients of the Wayback Machine know why there is nothing; they know a plain 404 by itself. */
const RUNTIME_ERRORS: Readonly<Partial<Record<ProblemCode, string>>> = {
  blocked: "AdministrativeAccessControlException",
  embargoed: "AdministrativeAccessControlException",
  erased: "AdministrativeAccessControlException",
  withheld: "RobotAccessControlException",
  "record-unreadable": "ResourceNotAvailableException",
};

/** @param nearest - what may be meant instead */
export function answerProblem(
  request: HttpRequest,
  problem: Problem,
  url: string,
  nearest: readonly Near[],
): HttpResult {
  const runtimeError = RUNTIME_ERRORS[problem.code];
  const headers: Record<string, string> = runtimeError
    ? { "X-Archive-Wayback-Runtime-Error": `${runtimeError}: ${problem.code}` }
    : {};
  const html = /\btext\/html\b/.test(request.event.headers.accept ?? "");
  const near = nearest.map(({ row, why }) => ({
    url: row.url,
    capturedAt: row.capturedAt,
    why,
    href: request.baseUrl + mementoPath(row),
  }));
  const result = html
    ? ownPage(problem.status, problemPage(problem, url, nearest))
    : json(problem.status, near.length > 0 ? { ...problem, nearest: near } : problem, {
        "Content-Type": PROBLEM_MEDIA_TYPE,
      });
  return { ...result, headers: { ...SAFE_HEADERS, ...result.headers, ...headers } };
}

export function ownPage(statusCode: number, html: string): HttpResult {
  return {
    statusCode,
    headers: {
      ...SAFE_HEADERS,
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": OWN_POLICY,
      "Cache-Control": "no-cache",
    },
    body: html,
  };
}
