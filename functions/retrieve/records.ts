/** Owns reading one job or one capture by its id. */
import { type HttpRequest, type HttpResult, json } from "../../shared/api/http-handler.ts";
import { pathIdOf } from "../../shared/api/path-id.ts";
import { ProblemError } from "../../shared/api/problems.ts";
import type { Readable } from "../../shared/api/readable.ts";
import { resourcesOf, toCaptureView, toJobView } from "../../shared/api/views.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import type { ListArticles } from "../../shared/index/article-list.ts";
import type { Capture } from "../../shared/index/capture.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { JobStore } from "../../shared/index/job-store.ts";
import type { PageStore } from "../../shared/index/page-store.ts";

export interface RetrieveDeps {
  readonly jobs: Pick<JobStore, "get">;
  readonly captures: Pick<CaptureStore, "get" | "listByUrl">;
  readonly pages: Pick<PageStore, "list" | "summarise">;
  readonly listArticles: ListArticles;
  readonly objects: ObjectStore;
  readonly readable: Readable;
}

export async function getJob({ jobs }: RetrieveDeps, { event, baseUrl }: HttpRequest): Promise<HttpResult> {
  const job = await jobs.get(pathIdOf(event, "job-not-found"));
  if (!job) throw new ProblemError("job-not-found");
  return json(200, toJobView(job, baseUrl));
}

export async function getCapture(deps: RetrieveDeps, { event, baseUrl }: HttpRequest): Promise<HttpResult> {
  const { capture, holder } = await findReadable(deps, event);
  const resources = await resourcesOf(deps.pages, capture);
  return json(200, toCaptureView(capture, baseUrl, holder, resources));
}

/**
 * A capture that may be read, and the one that holds its payload.
 *
 * @throws ProblemError `capture-not-found`, or what keeps either from readers
 */
export async function findReadable(
  { captures, readable }: Pick<RetrieveDeps, "captures" | "readable">,
  event: HttpRequest["event"],
): Promise<{ capture: Capture; holder: Capture }> {
  const capture = await findCapture(captures, event);
  const holder = await payloadHolder(captures, capture);
  await readable.assert(capture, holder);
  return { capture, holder };
}

async function findCapture(captures: Pick<CaptureStore, "get">, event: HttpRequest["event"]): Promise<Capture> {
  const capture = await captures.get(pathIdOf(event, "capture-not-found"));
  if (!capture) throw new ProblemError("capture-not-found");
  return capture;
}

/** The capture whose payload, and so whose article, this one has: itself unless it is a revisit. */
async function payloadHolder(captures: Pick<CaptureStore, "get">, capture: Capture): Promise<Capture> {
  return (capture.revisitOf && (await captures.get(capture.revisitOf.id))) ?? capture;
}
