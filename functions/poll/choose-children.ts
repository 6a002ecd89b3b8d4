/** Owns which sitemaps of an index a run reads, and in which order. Pure. */
import type { SourcePoll } from "../../events/poll-requested.ts";
import type { SourceStatus } from "../../shared/sources/source.ts";
import { documentName } from "./document-name.ts";
import type { ChildSitemap } from "./read-document.ts";

/** An index may not name an index, says the protocol; some do, and some would go on for ever. */
const MAX_DEPTH = 3;
/** They travel in the message from document to document, which holds 256 KiB. */
const MAX_PENDING_BYTES = 150 * 1024;
const DAY_MS = 86_400_000;
/** Clocks differ, and caches bring a sitemap later than its index says: what changed this shortly before is read again. */
const SLACK_MS = 3_600_000;

export interface Chosen {
  readonly pending: SourcePoll["pending"];
  /** How many changed ones are left. */
  readonly left: number;
  /** True where a later run finds those left; what is too deep none ever reads. */
  readonly comesBack: boolean;
}

/** The newest first, then those without a date. What has not changed since the last run that left nothing is left alone. */
export function chooseChildren(
  children: readonly ChildSitemap[],
  { readThroughAt }: Pick<SourceStatus, "readThroughAt">,
  { url: own, depth, pending, progress }: Pick<SourcePoll, "url" | "depth" | "pending" | "progress">,
): Chosen {
  const known = new Set([...[own, ...pending.map(({ url }) => url)].map(documentName), ...(progress?.read ?? [])]);
  const changed = children.filter(({ url, modifiedAt }) => {
    const isFirst = !known.has(documentName(url));
    known.add(documentName(url));
    return isFirst && !isOlder(modifiedAt, readThroughAt);
  });
  if (depth >= MAX_DEPTH) return { pending: [], left: changed.length, comesBack: false };
  const ordered = changed.toSorted((a, b) => momentOf(b.modifiedAt) - momentOf(a.modifiedAt));
  const chosen: SourcePoll["pending"] = [];
  let bytes = Buffer.byteLength(JSON.stringify(pending));
  for (const { url } of ordered) {
    const entry = { url, depth: depth + 1 };
    bytes += Buffer.byteLength(JSON.stringify(entry)) + 1;
    if (bytes > MAX_PENDING_BYTES) break;
    chosen.push(entry);
  }
  const left = ordered.length - chosen.length;
  return { pending: chosen, left, comesBack: left > 0 };
}

/** A date without a time is as late as its day ends, in whatever zone. */
function isOlder(modifiedAt: string | undefined, since: string | undefined): boolean {
  if (modifiedAt === undefined || since === undefined) return false;
  const at = momentOf(modifiedAt) + (modifiedAt.length <= "YYYY-MM-DD".length ? 2 * DAY_MS : 0);
  return at < Date.parse(since) - SLACK_MS;
}

function momentOf(date: string | undefined): number {
  const at = Date.parse(date ?? "");
  return Number.isNaN(at) ? 0 : at;
}
