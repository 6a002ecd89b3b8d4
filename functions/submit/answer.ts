/** Owns the answer to POST /v1/captures: the status and the body for what became of each URL. */
import { type HttpResult, json } from "../../shared/api/http-handler.ts";
import { type Problem, ProblemError } from "../../shared/api/problems.ts";
import type { Readable } from "../../shared/api/readable.ts";
import type { CaptureView, JobView, Submitted } from "../../shared/api/schemas.ts";
import { resourcesOf, toCaptureView, toJobView } from "../../shared/api/views.ts";
import type { Capture } from "../../shared/index/capture.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import { isFinal, type Job } from "../../shared/index/job.ts";
import type { PageStore } from "../../shared/index/page-store.ts";
import type { Submission } from "./submit.ts";

/** One URL's fate as it is shown: exactly one of the three. `fresh`: the capture was made for this call. */
export type Shown =
  | { readonly kind: "problem"; readonly url: string; readonly problem: Problem }
  | { readonly kind: "job"; readonly url: string; readonly job: JobView; readonly open: boolean }
  | { readonly kind: "capture"; readonly url: string; readonly capture: CaptureView; readonly fresh: boolean };

export interface ShowDeps {
  readonly captures: Pick<CaptureStore, "get">;
  readonly readable: Pick<Readable, "only">;
  readonly pages: Pick<PageStore, "summarise">;
}

/**
 * Shows a submission.
 *
 * @param waited - its job as it stands now, where the caller waited for it: an ended one is shown by its capture.
 */
export async function show(
  submission: Submission,
  waited: Job | undefined,
  deps: ShowDeps,
  baseUrl: string,
): Promise<Shown> {
  const { url } = submission;
  if (submission.kind === "refused") return { kind: "problem", url, problem: submission.problem };
  if (submission.kind === "existing") return showCapture(url, submission.capture, false, deps, baseUrl);
  const capture = waited?.captureId && SUCCESSES.has(waited.status) && (await deps.captures.get(waited.captureId));
  // Of what may not be read, only the job is shown: that it was captured, and no word of what.
  if (capture && (await deps.readable.only([capture])).length > 0) {
    return showCapture(url, capture, true, deps, baseUrl);
  }
  const job = waited ?? submission.job;
  return { kind: "job", url, job: toJobView(job, baseUrl), open: !isFinal(job) };
}

const SUCCESSES: ReadonlySet<Job["status"]> = new Set(["archived", "unchanged"]);

async function showCapture(
  url: string,
  capture: Capture,
  fresh: boolean,
  { captures, pages }: ShowDeps,
  baseUrl: string,
): Promise<Shown> {
  const holder = capture.revisitOf && (await captures.get(capture.revisitOf.id));
  const view = toCaptureView(capture, baseUrl, holder, await resourcesOf(pages, capture));
  return { kind: "capture", url, capture: view, fresh };
}

/**
 * 201 a capture made now; 200 one that was there, or a job that has ended; 202 a job to follow.
 *
 * @throws ProblemError when the URL was refused.
 */
export function answerOne(shown: Shown, headers: Record<string, string>): HttpResult {
  if (shown.kind === "problem") throw new ProblemError(shown.problem.code);
  if (shown.kind === "capture") {
    const location = { Location: shown.capture.links.self };
    return json(shown.fresh ? 201 : 200, shown.capture, { ...headers, ...location });
  }
  const follow: Record<string, string> = shown.open ? { "Retry-After": "1" } : {};
  return json(shown.open ? 202 : 200, shown.job, { ...headers, Location: shown.job.links.self, ...follow });
}

/**
 * 202 while a job is open, otherwise 201 when anything was captured and 200 when not.
 *
 * @throws ProblemError when every URL was refused.
 */
export function answerMany(shown: readonly Shown[], headers: Record<string, string>): HttpResult {
  const [first] = shown;
  if (first?.kind === "problem" && shown.every(({ kind }) => kind === "problem")) {
    const issues = shown.flatMap((entry, index) =>
      entry.kind === "problem" ? [{ path: `urls.${index}`, message: entry.problem.detail }] : [],
    );
    throw new ProblemError(first.problem.code, { issues });
  }
  const results = shown.map(toResult);
  if (shown.some((entry) => entry.kind === "job" && entry.open)) return json(202, { results }, headers);
  return json(shown.some((entry) => entry.kind === "capture" && entry.fresh) ? 201 : 200, { results }, headers);
}

function toResult(shown: Shown): Submitted {
  if (shown.kind === "problem") return { url: shown.url, error: shown.problem };
  if (shown.kind === "job") return { url: shown.url, job: shown.job };
  return { url: shown.url, capture: shown.capture };
}
