/**
 * Owns which capture of a URL is shown for a wanted moment: datetime negotiation (RFC 7089, section 4.5.1) with a
 * preference for captures of the page itself over captures of what stood in its place.
 */
import type { Quality } from "../article/quality/quality-names.ts";
import type { CaptureRow } from "../index/capture-row.ts";
import type { CaptureStore } from "../index/capture-store.ts";
import type { RestrictionStore } from "../index/restriction-store.ts";
import { rangeOfUrl } from "../index/site-range.ts";
import { createScreen } from "../restrictions/screen.ts";
import { verdictOn } from "../restrictions/verdict.ts";
import { isGoodMemento, isSelfRedirect } from "./judge-memento.ts";
import { type ClosedVerdict, createTimeline, type Timeline } from "./timeline.ts";
import { lastMoment, toTimestamp } from "./timestamp.ts";

/**
 * How far from the capture that is nearest a good one may stand and still be shown for it, in milliseconds: 30 days. A
 * source's pages are visited again within a week unless it says otherwise, and a wall met once is mostly gone by then; an
 * article is hardly another one after a month, but may well be after a year.
 */
export const GOOD_WITHIN_MS = 30 * 86_400_000;

/** Captures on each side that are looked at for a good one: of a page visited each hour, those of 30 days. */
const MAX_LOOKED_AT = 720;

export interface MementoDeps {
  readonly captures: Pick<CaptureStore, "walk" | "get">;
  readonly restrictions: Pick<RestrictionStore, "ofSite">;
  now(): Date;
}

/** Where a reader can go from a memento. None of them is kept from readers; of any quality. */
export interface Navigation {
  readonly first: CaptureRow;
  readonly last: CaptureRow;
  /** Undefined at the beginning, and {@link next} at the end. Never of the same second: it would have one address. */
  readonly prev: CaptureRow | undefined;
  readonly next: CaptureRow | undefined;
}

export type MementoChoice =
  | {
      readonly kind: "found";
      readonly memento: CaptureRow;
      /** What it turned out to be; of a revisit, what the capture of its payload did. */
      readonly quality: Quality | undefined;
      /** The nearest capture, where it is not this one for being a wall, an error or a redirect to itself. */
      readonly passedOver: CaptureRow | undefined;
      readonly navigation: Navigation;
    }
  /** There are captures of the URL, and all, or the one that was named, are kept from readers. */
  | { readonly kind: "restricted"; readonly verdict: ClosedVerdict }
  | { readonly kind: "none" };

/**
 * The capture nearest in time: before the first, the first; after the last, the last. One that is no good does not win
 * while a good one stands within {@link GOOD_WITHIN_MS} of it.
 *
 * @param at - wanted moment, to the second; undefined for the latest
 */
export async function chooseMemento(deps: MementoDeps, url: string, at?: Date): Promise<MementoChoice> {
  const wanted = (at ?? deps.now()).toISOString();
  const opened = await openTimeline(deps, url, endOfSecond(wanted));
  if (opened.kind !== "open") return opened;
  const { timeline, judge } = opened;
  const nearest = await nearestOf(timeline, wanted);
  if (nearest === undefined) return nothingOpen(timeline);
  const good = (await judge(nearest.row)) ? nearest : await findGood(timeline, nearest, wanted, judge);
  return found(timeline, judge, good ?? nearest, good && good !== nearest ? nearest.row : undefined);
}

/**
 * The capture of a very second, whatever it turned out to be, since it was asked for by name; the nearest where there
 * is none. Of several in one second, the best. One that only leads to itself counts only where `raw`: then its bytes are
 * wanted, and nobody follows it.
 *
 * @param timestamp - 14 digits
 * @returns undefined when they mean no moment
 */
export async function findMemento(
  deps: MementoDeps,
  url: string,
  timestamp: string,
  { raw = false }: { raw?: boolean } = {},
): Promise<MementoChoice | undefined> {
  const end = timestamp.length === 14 ? lastMoment(timestamp) : undefined;
  if (!end) return undefined;
  const opened = await openTimeline(deps, url, end.toISOString());
  if (opened.kind !== "open") return opened;
  const { timeline, judge } = opened;
  let best: Placed | undefined;
  for (let index = -1; ; index -= 1) {
    const row = await timeline.at(index);
    if (!row || toTimestamp(row.capturedAt) !== timestamp) break;
    if (!raw && isSelfRedirect(row)) continue;
    if (await judge(row)) return found(timeline, judge, { index, row });
    best ??= { index, row };
  }
  if (best) return found(timeline, judge, best);
  const verdict = timeline.leftOut() && (await verdictInSecond(deps, url, end));
  return verdict ? { kind: "restricted", verdict } : chooseMemento(deps, url, end);
}

/** What keeps a capture of this very second from readers: asked for by name, it is not passed over in silence. */
async function verdictInSecond({ captures, restrictions, now }: MementoDeps, url: string, end: Date) {
  const range = rangeOfUrl(url, { from: new Date(end.getTime() - 999).toISOString(), until: end.toISOString() });
  const verdictOf = createScreen(await restrictions.ofSite(url), now());
  for await (const rows of captures.walk(range, { order: "ascending", pageSize: 50 })) {
    for (const row of rows) {
      const verdict = verdictOf(row);
      if (verdict.kind !== "open") return verdict;
    }
  }
  return undefined;
}

/** A capture and where it stands on its timeline. */
interface Placed {
  readonly index: number;
  readonly row: CaptureRow;
}

interface Judge {
  (row: CaptureRow): Promise<boolean>;
  quality(row: CaptureRow): Promise<Quality | undefined>;
}

type Opened =
  | { readonly kind: "open"; readonly timeline: Timeline; readonly judge: Judge }
  | Extract<MementoChoice, { kind: "restricted" | "none" }>;

async function openTimeline({ captures, restrictions, now }: MementoDeps, url: string, at: string): Promise<Opened> {
  const ofSite = await restrictions.ofSite(url);
  // A URL kept from readers as a whole is not walked through.
  const verdict = verdictOn({ id: "", url, capturedAt: now().toISOString() }, ofSite, now());
  const timeline = createTimeline({ captures, restrictions: ofSite, now: now() }, url, at);
  if (verdict.kind === "open") return { kind: "open", timeline, judge: createJudge(captures) };
  const any = await createTimeline({ captures, restrictions: [], now: now() }, url, at).first();
  return any ? { kind: "restricted", verdict } : { kind: "none" };
}

function createJudge(captures: MementoDeps["captures"]): Judge {
  const holders = new Map<string, Quality | undefined>();
  const quality = async ({ quality: own, revisitOf }: CaptureRow) => {
    if (own !== undefined || !revisitOf) return own;
    if (!holders.has(revisitOf.id)) holders.set(revisitOf.id, (await captures.get(revisitOf.id))?.quality);
    return holders.get(revisitOf.id);
  };
  return Object.assign(async (row: CaptureRow) => isGoodMemento(row, await quality(row)), { quality });
}

async function nearestOf(timeline: Timeline, wanted: string): Promise<Placed | undefined> {
  const [before, after] = await Promise.all([timeline.at(-1), timeline.at(0)]);
  if (before && after) return distance(before, wanted) <= distance(after, wanted) ? at(-1, before) : at(0, after);
  return (before && at(-1, before)) ?? (after && at(0, after));
}

const at = (index: number, row: CaptureRow): Placed => ({ index, row });

async function findGood(timeline: Timeline, nearest: Placed, wanted: string, judge: Judge) {
  const reach = (row: CaptureRow) => distance(row, nearest.row.capturedAt) <= GOOD_WITHIN_MS;
  const search = async (start: number, step: number): Promise<Placed | undefined> => {
    for (let looked = 0; looked < MAX_LOOKED_AT; looked += 1) {
      const index = start + looked * step;
      const row = await timeline.at(index);
      if (!row || !reach(row)) return undefined;
      if (await judge(row)) return at(index, row);
    }
    return undefined;
  };
  const [before, after] = await Promise.all([search(-1, -1), search(0, 1)]);
  if (before && after) return distance(before.row, wanted) <= distance(after.row, wanted) ? before : after;
  return before ?? after;
}

async function found(
  timeline: Timeline,
  judge: Judge,
  { index, row }: Placed,
  passedOver?: CaptureRow,
): Promise<MementoChoice> {
  const [first = row, last = row, prev, next, quality] = await Promise.all([
    timeline.first(),
    timeline.last(),
    ofAnotherSecond(timeline, index, row, -1),
    ofAnotherSecond(timeline, index, row, 1),
    judge.quality(row),
  ]);
  return { kind: "found", memento: row, quality, passedOver, navigation: { first, last, prev, next } };
}

async function ofAnotherSecond(timeline: Timeline, index: number, { capturedAt }: CaptureRow, step: number) {
  for (let other = index + step; ; other += step) {
    const row = await timeline.at(other);
    if (!row || toTimestamp(row.capturedAt) !== toTimestamp(capturedAt)) return row;
  }
}

function nothingOpen(timeline: Timeline): MementoChoice {
  const verdict = timeline.leftOut();
  return verdict ? { kind: "restricted", verdict } : { kind: "none" };
}

/** In milliseconds; moments are compared by the second, as their addresses are. */
function distance({ capturedAt }: CaptureRow, moment: string): number {
  return Math.abs(toSeconds(capturedAt) - toSeconds(moment)) * 1000;
}

const toSeconds = (iso: string): number => Math.floor(Date.parse(iso) / 1000);

const endOfSecond = (iso: string): string => new Date(toSeconds(iso) * 1000 + 999).toISOString();
