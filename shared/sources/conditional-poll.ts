/**
 * Owns whether a source may be asked "what changed since", and when its answers show that it must not be. Validators are
 * the server's word: a feed whose ETag never moves would otherwise be archived once and never again. Pure.
 */
import type { SourceStatus } from "./source.ts";

export const CONDITIONAL = {
  /** A poll without validators this often, whatever comes of the others: else a lie would never be seen. */
  wholeEverySeconds: 86_400,
  /** Caches may answer 304 for a while after a change; what is older than this was held back. */
  graceSeconds: 3600,
} as const;

/** A whole answer (200) to a poll, as far as validators go. */
export interface WholeAnswer {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
  readonly bodySha256: string;
  /** ISO date of the oldest unseen item in it that carries one. */
  readonly oldestUnseenAt?: string | undefined;
  /** Unseen items in it. */
  readonly unseen: number;
}

/** What to send as If-None-Match and If-Modified-Since; undefined for a poll that must bring the whole. */
export function validatorsFor(
  status: SourceStatus,
  now: Date,
): { readonly etag?: string | undefined; readonly lastModified?: string | undefined } | undefined {
  const { etag, lastModified, lastWholeAt, etagTrusted, unfinished } = status;
  if (!etagTrusted || unfinished || lastWholeAt === undefined) return undefined;
  if (etag === undefined && lastModified === undefined) return undefined;
  const ageSeconds = (now.getTime() - Date.parse(lastWholeAt)) / 1000;
  return ageSeconds < CONDITIONAL.wholeEverySeconds ? { etag, lastModified } : undefined;
}

/**
 * False when a whole answer, held against what was kept of the one before, shows that the validators lie:
 * - the same strong ETag with other bytes (RFC 9110, section 8.8.3); the same weak one with other bytes and unseen items;
 * - the same Last-Modified with unseen items, where there is no ETag;
 * - an item, or the whole by its own Last-Modified, was there well before a 304 that denied it.
 */
export function areValidatorsHonest(status: SourceStatus, answer: WholeAnswer): boolean {
  if (status.bodySha256 === undefined || status.bodySha256 === answer.bodySha256) return true;
  const isSameEtag = status.etag !== undefined && status.etag === answer.etag;
  if (isSameEtag && (answer.unseen > 0 || !status.etag?.startsWith("W/"))) return false;
  const hasEtag = status.etag !== undefined || answer.etag !== undefined;
  const isSameDate = status.lastModified !== undefined && status.lastModified === answer.lastModified;
  if (!hasEtag && isSameDate && answer.unseen > 0) return false;
  return !wasHeldBack(status, answer);
}

function wasHeldBack({ lastNotModifiedAt, lastModified }: SourceStatus, answer: WholeAnswer): boolean {
  if (lastNotModifiedAt === undefined || answer.unseen === 0) return false;
  const latest = Date.parse(lastNotModifiedAt) - CONDITIONAL.graceSeconds * 1000;
  const isDatedBefore = answer.lastModified !== lastModified && Date.parse(answer.lastModified ?? "") < latest;
  return isDatedBefore || Date.parse(answer.oldestUnseenAt ?? "") < latest;
}
