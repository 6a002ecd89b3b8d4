/**
 * Owns what is done with an item that a source names: capture it, because it is new or has changed, or leave it, and
 * why. Whether robots.txt lets it be fetched is decided elsewhere. Pure.
 */
import { articleIdentity } from "../url/article-identity.ts";
import { toListHost } from "../url/urlkey.ts";
import type { Source } from "./source.ts";
import { matchesUrlPattern, toPatternSubject } from "./url-pattern.ts";

/** An item as a feed, sitemap, page or list names it. */
export interface SeenItem {
  /** Absolute http(s) URL, as `checkUrl` passed it. */
  readonly url: string;
  /** ISO 8601; undefined where the source does not say, or not legibly. */
  readonly publishedAt?: string | undefined;
  /** `lastmod` or `updated`, ISO 8601. */
  readonly modifiedAt?: string | undefined;
}

/** What is kept of an item that a source brought before. */
export interface KnownItem {
  /** The newest `modifiedAt` that it was seen with. */
  readonly modifiedAt?: string | undefined;
  /** When it was first put on the frontier. */
  readonly seenAt: string;
}

/** Why an item is out of scope; `pattern` is the exclude pattern that it matched. */
export type ScopeRule =
  | { readonly rule: "other-host" | "not-included" | "too-old" }
  | { readonly rule: "excluded"; readonly pattern: string };

/** Every item is exactly one of these. `new` and `changed` go on the frontier. */
export type ItemDecision =
  | { readonly kind: "new" | "changed" | "known"; readonly identity: string }
  | ({ readonly kind: "out-of-scope"; readonly identity: string } & ScopeRule)
  /** Late: over this run's limit, and left as it was, so that a later run finds it again. */
  | { readonly kind: "over-limit"; readonly identity: string; readonly of: "new" | "changed" };

/** How many items of this run went on the frontier already. */
export interface Accepted {
  readonly new: number;
  readonly changed: number;
}

type ScopedSource = Pick<Source, "url" | "scope">;

/**
 * Decides one item. Scope comes before knowledge: what was narrowed out is left alone even if it is known and changed.
 *
 * @param known - what is kept under the item's identity, if anything
 */
export function decideItem(
  source: ScopedSource,
  item: SeenItem,
  known: KnownItem | undefined,
  accepted: Accepted,
  now: Date,
): ItemDecision {
  const identity = articleIdentity(item.url);
  const outside = findScopeRule(source, item, now);
  if (outside) return { kind: "out-of-scope", identity, ...outside };
  const kind = known === undefined ? "new" : hasChanged(item, known) ? "changed" : "known";
  // Each has its own limit: a sitemap that dates every page anew each day must not keep new articles out.
  if (kind !== "known" && accepted[kind] >= source.scope.maxNewPerRun)
    return { kind: "over-limit", identity, of: kind };
  return { kind, identity };
}

/** One item and what is done with it. */
export interface DecidedItem {
  readonly item: SeenItem;
  readonly decision: ItemDecision;
}

/** What a run carries from one portion of its items to the next. */
export interface RunProgress {
  readonly accepted: Accepted;
  /** Items taken in this run, by identity. */
  readonly taken: ReadonlyMap<string, KnownItem>;
}

export const RUN_START: RunProgress = { accepted: { new: 0, changed: 0 }, taken: new Map() };

/**
 * Decides a portion of a run's items, in order. An item that the source names twice is taken once: the second is known.
 *
 * @param known - what is kept, by identity, of those of the portion that were brought before
 */
export function decideItems(
  source: ScopedSource,
  items: readonly SeenItem[],
  known: ReadonlyMap<string, KnownItem>,
  progress: RunProgress,
  now: Date,
): { readonly decided: DecidedItem[]; readonly progress: RunProgress } {
  const taken = new Map(progress.taken);
  const accepted = { ...progress.accepted };
  const decided = items.map((item): DecidedItem => {
    const identity = articleIdentity(item.url);
    const decision = decideItem(source, item, taken.get(identity) ?? known.get(identity), accepted, now);
    if (decision.kind === "new" || decision.kind === "changed") {
      accepted[decision.kind] += 1;
      taken.set(identity, { modifiedAt: item.modifiedAt, seenAt: now.toISOString() });
    }
    return { item, decision };
  });
  return { decided, progress: { accepted, taken } };
}

function findScopeRule({ url, scope }: ScopedSource, item: SeenItem, now: Date): ScopeRule | undefined {
  if (scope.sameHost && url !== undefined && toListHost(item.url) !== toListHost(url)) return { rule: "other-host" };
  const subject = toPatternSubject(item.url);
  const pattern = scope.exclude.find((excluded) => matchesUrlPattern(excluded, subject));
  if (pattern !== undefined) return { rule: "excluded", pattern };
  const isIncluded = scope.include.length === 0 || scope.include.some((wanted) => matchesUrlPattern(wanted, subject));
  if (!isIncluded) return { rule: "not-included" };
  return isTooOld(item, scope.maxAgeDays, now) ? { rule: "too-old" } : undefined;
}

/** By its newest date: an old article that was edited today is news. One without a date is as young as it can be. */
function isTooOld({ publishedAt, modifiedAt }: SeenItem, maxAgeDays: number | undefined, now: Date): boolean {
  if (maxAgeDays === undefined) return false;
  const dates = [publishedAt, modifiedAt].map((date) => Date.parse(date ?? "")).filter((date) => !Number.isNaN(date));
  return dates.length > 0 && now.getTime() - Math.max(...dates) > maxAgeDays * 86_400_000;
}

/**
 * A date that is newer than the one before, or than the first sight where there was none before: a source that begins
 * to carry dates has not changed all its articles.
 */
function hasChanged({ modifiedAt }: SeenItem, known: KnownItem): boolean {
  return Date.parse(modifiedAt ?? "") > Date.parse(known.modifiedAt ?? known.seenAt);
}
