/** Owns how sources, runs and searches are shown by the API. Pure: callers bring the API's base URL. */
import type { ItemEndRow, Run } from "../sources/run.ts";
import { countWaiting, ledgerAddsUp, type RunLedger } from "../sources/run-ledger.ts";
import type { SiteSearchResult } from "../sources/site-search.ts";
import { SOURCE_LIMITS, type Source } from "../sources/source.ts";
import type { EndListView, LedgerView, RunView, SiteSearchView, SourceView } from "./source-schemas.ts";
import { jobUrl } from "./views.ts";

export const sourceUrl = (baseUrl: string, id: string): string => `${baseUrl}/v1/sources/${id}`;
export const siteSearchUrl = (baseUrl: string, id: string): string => `${baseUrl}/v1/sources/discover/${id}`;

export function toSourceView(source: Source, baseUrl: string): SourceView {
  const { id, type, name, schedule, scope, labels, enabled, obeyNoarchive, createdAt, updatedAt, status } = source;
  const self = sourceUrl(baseUrl, id);
  return {
    ...{ id, type, name, schedule, scope, labels, enabled, obeyNoarchive, createdAt, updatedAt },
    url: source.url ?? null,
    uploadedAt: source.uploadedAt ?? null,
    revisits: [...source.revisits],
    resources: source.resources,
    robotsOverride: source.robotsOverride ?? null,
    state: status.state,
    suspension: status.suspension ?? null,
    nextPollAt: status.nextPollAt ?? null,
    lastPolledAt: status.lastPolledAt ?? null,
    autoSeconds: status.autoSeconds,
    failures: status.failures,
    lastFailure: status.lastFailure ?? null,
    silentSince: status.silentSince ?? null,
    links: { self, runs: `${self}/runs`, articles: `${baseUrl}/v1/articles?source=${id}` },
  };
}

/** @param ledger - with the ends so far */
export function toLedgerView(ledger: RunLedger): LedgerView {
  const { overLimit, ...counts } = ledger;
  return { ...counts, late: overLimit, waiting: Math.max(0, countWaiting(ledger)), addsUp: ledgerAddsUp(ledger) };
}

export function toRunView(run: Run, ledger: RunLedger, baseUrl: string): RunView {
  const { id, sourceId, kind, startedAt, outcome, documents } = run;
  return {
    ...{ id, sourceId, kind, startedAt, outcome, documents },
    finishedAt: run.finishedAt ?? null,
    error: run.error ?? null,
    documentsLeft: run.documentsLeft ?? 0,
    closed: run.state === "closed",
    ledger: toLedgerView(ledger),
    links: { ends: `${sourceUrl(baseUrl, sourceId)}/runs/${id}/ends` },
  };
}

export function toEndView(end: ItemEndRow, baseUrl: string): EndListView["ends"][number] {
  const { jobId, url, takenAs, kind, at, code = null, message = null } = end;
  return { jobId, url, takenAs, kind, at, code, message, links: { job: jobUrl(baseUrl, jobId) } };
}

export function toSiteSearchView(result: SiteSearchResult, baseUrl: string): SiteSearchView {
  const { id, url, requestedAt, status, found, error = null } = result;
  return {
    ...{ id, url, requestedAt, status, error },
    found: found.map((each) => ({
      ...each,
      create: {
        type: each.type,
        url: each.url,
        ...(each.title ? { name: each.title.slice(0, SOURCE_LIMITS.nameLength).toWellFormed() } : {}),
      },
    })),
    links: { self: siteSearchUrl(baseUrl, id) },
  };
}
