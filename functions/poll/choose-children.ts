/** Owns which sitemaps of an index a run reads, and in which order. Pure. */
import type { SourcePoll } from "../../events/poll-requested.ts";
import type { SourceStatus } from "../../shared/sources/source.ts";
import type { ChildSitemap } from "./read-document.ts";

/** An index may not name an index, says the protocol; some do, and some would go on for ever. */
const MAX_DEPTH = 3;
/** They travel in the message from document to document, which holds 256 KiB. */
const MAX_PENDING_BYTES = 150 * 1024;
const DAY_MS = 86_400_000;

/**
 * The newest first, then those without a date. What has not changed since the last run that read all is left alone; what
 * does not fit is counted in `left`.
 */
export function chooseChildren(
  children: readonly ChildSitemap[],
  { lastWholeAt, unfinished }: Pick<SourceStatus, "lastWholeAt" | "unfinished">,
  { depth, pending }: Pick<SourcePoll, "depth" | "pending">,
): { readonly pending: SourcePoll["pending"]; readonly left: number } {
  const since = unfinished ? undefined : lastWholeAt;
  const known = new Set(pending.map(({ url }) => url));
  const changed = children.filter(({ url, modifiedAt }) => !known.has(url) && !isOlder(modifiedAt, since));
  if (depth >= MAX_DEPTH) return { pending: [], left: changed.length };
  const ordered = changed.toSorted((a, b) => momentOf(b.modifiedAt) - momentOf(a.modifiedAt));
  const chosen: SourcePoll["pending"] = [];
  let bytes = Buffer.byteLength(JSON.stringify(pending));
  for (const { url } of ordered) {
    const entry = { url, depth: depth + 1 };
    bytes += Buffer.byteLength(JSON.stringify(entry)) + 1;
    if (bytes > MAX_PENDING_BYTES) break;
    chosen.push(entry);
  }
  return { pending: chosen, left: ordered.length - chosen.length };
}

/** A date without a time is as late as its day ends, in whatever zone. */
function isOlder(modifiedAt: string | undefined, since: string | undefined): boolean {
  if (modifiedAt === undefined || since === undefined) return false;
  const at = momentOf(modifiedAt) + (modifiedAt.length <= "YYYY-MM-DD".length ? 2 * DAY_MS : 0);
  return at < Date.parse(since);
}

function momentOf(date: string | undefined): number {
  const at = Date.parse(date ?? "");
  return Number.isNaN(at) ? 0 : at;
}
