/** Owns how jobs and captures are shown by the API. Pure: callers bring the API's base URL. */
import type { ArticleRow } from "../index/article-list.ts";
import type { Capture } from "../index/capture.ts";
import type { CaptureRow } from "../index/capture-store.ts";
import { isFinal, type Job } from "../index/job.ts";
import type { PageStore } from "../index/page-store.ts";
import { requisiteJobId } from "../requisites/job-id.ts";
import type { RequisiteRow, RequisiteSummary } from "../requisites/requisite.ts";
import { importUrl } from "./import-views.ts";
import type { ArticleRowView, CaptureRowView, CaptureView, JobView, ResourceListView } from "./schemas.ts";

export function toJobView(job: Job, baseUrl: string): JobView {
  return {
    id: job.id,
    status: job.status,
    url: job.url,
    origin: job.origin,
    requestedAt: job.requestedAt,
    updatedAt: job.updatedAt,
    attempts: job.attempts,
    captureId: job.captureId ?? null,
    redirectIds: job.redirectIds ?? [],
    error: job.error ?? null,
    waiting: isFinal(job) ? null : (job.waiting ?? null),
    robots: job.robots ?? null,
    links: {
      self: jobUrl(baseUrl, job.id),
      ...(job.captureId ? { capture: captureUrl(baseUrl, job.captureId) } : {}),
    },
  };
}

/**
 * @param capture - as indexed.
 * @param payloadHolder - the capture that a revisit refers to: its article is this one's too.
 * @param resources - of a page that something is captured with, how complete it is.
 */
export function toCaptureView(
  capture: Capture,
  baseUrl: string,
  payloadHolder: Capture = capture,
  resources?: RequisiteSummary,
): CaptureView {
  const { extraction } = payloadHolder;
  const self = captureUrl(baseUrl, capture.id);
  return {
    id: capture.id,
    status: statusOf(capture),
    jobId: capture.jobId,
    url: capture.url,
    capturedAt: capture.capturedAt,
    httpStatus: capture.httpStatus,
    contentType: capture.contentType,
    quality: payloadHolder.quality ?? null,
    title: payloadHolder.title ?? null,
    authors: payloadHolder.authors ?? [],
    published: payloadHolder.published ?? null,
    modified: payloadHolder.modified ?? null,
    language: payloadHolder.language ?? null,
    siteName: payloadHolder.siteName ?? null,
    section: payloadHolder.section ?? null,
    wordCount: payloadHolder.wordCount ?? 0,
    payloadBytes: capture.payloadBytes,
    truncated: capture.truncated ?? null,
    redirectTo: capture.redirectTo ?? null,
    digests: {
      payloadSha256: capture.payloadSha256,
      payloadSha1: capture.payloadSha1,
      warcSha256: capture.warcSha256,
    },
    revisitOf: capture.revisitOf?.id ?? null,
    sourceId: capture.sourceId ?? null,
    importId: capture.importId ?? null,
    robots: capture.robots ?? null,
    noarchive: capture.noarchive ?? null,
    resources: capture.resources && resources ? { wanted: capture.resources, ...resources } : null,
    resourceOf: capture.requisiteOf ?? null,
    extraction: {
      status: extraction.status,
      ...(extraction.status === "done" ? { kind: extraction.kind, extractor: extraction.extractor } : {}),
      ...(extraction.status === "failed" ? { error: extraction.error } : {}),
    },
    links: {
      self,
      ...originLinks(capture, baseUrl),
      warc: `${self}/warc`,
      wacz: `${self}/wacz`,
      ...(capture.resources ? { resources: `${self}/resources` } : {}),
      ...(extraction.status === "done"
        ? { article: `${self}/article`, text: `${self}/text`, html: `${self}/html`, markdown: `${self}/markdown` }
        : {}),
    },
  };
}

/** How complete a page is; undefined, and not looked up, where nothing is captured with it. */
export async function resourcesOf(
  pages: Pick<PageStore, "summarise">,
  { id, resources }: Capture,
): Promise<RequisiteSummary | undefined> {
  return resources && pages.summarise(id);
}

export function toResourceView(
  row: RequisiteRow,
  pageId: string,
  baseUrl: string,
): ResourceListView["resources"][number] {
  const { url, as = null, depth = null, status, captureId = null } = row;
  // One that failed, and was captured after all, still has the reason in its row.
  const { code = null, message = null } = status === "failed" ? row : {};
  return {
    ...{ url, kind: as, depth, status, captureId, code, message },
    redirectIds: row.redirectIds ?? [],
    links: {
      job: jobUrl(baseUrl, requisiteJobId(pageId, url)),
      ...(captureId ? { capture: captureUrl(baseUrl, captureId) } : {}),
    },
  };
}

export function toCaptureRowView(row: CaptureRow, baseUrl: string): CaptureRowView {
  const self = captureUrl(baseUrl, row.id);
  return {
    id: row.id,
    status: statusOf(row),
    jobId: row.jobId,
    url: row.url,
    capturedAt: row.capturedAt,
    httpStatus: row.httpStatus,
    contentType: row.contentType,
    quality: row.quality ?? null,
    title: row.title ?? null,
    wordCount: row.wordCount ?? 0,
    digests: { payloadSha256: row.payloadSha256, payloadSha1: row.payloadSha1 },
    links: { self, ...originLinks(row, baseUrl), warc: `${self}/warc` },
  };
}

export function toArticleRowView(row: ArticleRow, baseUrl: string): ArticleRowView {
  const capture = captureUrl(baseUrl, row.id);
  return { ...row, links: { capture, text: `${capture}/text`, article: `${capture}/article` } };
}

export const jobUrl = (baseUrl: string, id: string): string => `${baseUrl}/v1/jobs/${id}`;
export const captureUrl = (baseUrl: string, id: string): string => `${baseUrl}/v1/captures/${id}`;

/** A capture comes of a job, or of an import. */
const originLinks = ({ jobId, importId }: Pick<Capture, "jobId" | "importId">, baseUrl: string) =>
  importId === undefined ? { job: jobUrl(baseUrl, jobId) } : { import: importUrl(baseUrl, importId) };

const statusOf = (capture: Pick<Capture, "kind">) => (capture.kind === "revisit" ? "unchanged" : "archived");
