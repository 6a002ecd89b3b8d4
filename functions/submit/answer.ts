/** Owns the answer to POST /v1/captures: the status and the body for what became of each URL. */
import { type HttpResult, json } from "../../shared/api/http-handler.ts";
import { type Problem, ProblemError } from "../../shared/api/problems.ts";
import type { CaptureView, JobView, Submitted } from "../../shared/api/schemas.ts";
import { toCaptureView, toJobView } from "../../shared/api/views.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import { isFinal, type Job } from "../../shared/index/job.ts";
import type { Submission } from "./submit.ts";

/** One URL's fate as it is shown: exactly one of the three. `fresh`: the capture was made for this call. */
export type Shown =
  | { readonly kind: "problem"; readonly url: string; readonly problem: Problem }
  | { readonly kind: "job"; readonly url: string; readonly job: JobView; readonly open: boolean }
  | { readonly kind: "capture"; readonly url: string; readonly capture: CaptureView; readonly fresh: boolean };

/** Shows a submission with its job as it stands now: an ended one by its capture, where it led to one. */
export async function show(
  submission: Submission,
  job: Job | undefined,
  captures: Pick<CaptureStore, "get">,
  baseUrl: string,
): Promise<Shown> {
  const { url } = submission;
  if (submission.kind === "refused") return { kind: "problem", url, problem: submission.problem };
  if (submission.kind === "existing") {
    const holder = submission.capture.revisitOf && (await captures.get(submission.capture.revisitOf.id));
    return { kind: "capture", url, capture: toCaptureView(submission.capture, baseUrl, holder), fresh: false };
  }
  const current = job ?? submission.job;
  const succeeded = current.status === "archived" || current.status === "unchanged";
  const capture = succeeded && current.captureId ? await captures.get(current.captureId) : undefined;
  if (!capture) return { kind: "job", url, job: toJobView(current, baseUrl), open: !isFinal(current) };
  const holder = capture.revisitOf && (await captures.get(capture.revisitOf.id));
  return { kind: "capture", url, capture: toCaptureView(capture, baseUrl, holder), fresh: true };
}

/**
 * 201 a capture made now; 200 one that was there, or a job that failed; 202 a job to follow.
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
