/**
 * Owns looking at one URL's captures from a moment outwards, leaving out what is kept from readers. It fetches only as
 * far as it is asked to look.
 */
import type { CaptureRow } from "../index/capture-row.ts";
import type { SiteIndex, WalkOptions } from "../index/site-index.ts";
import { rangeOfUrl, type SiteRange } from "../index/site-range.ts";
import type { Restriction } from "../restrictions/restriction.ts";
import { createScreen } from "../restrictions/screen.ts";
import type { Verdict } from "../restrictions/verdict.ts";

/** Rows of one Query. Most URLs have fewer captures, and where there are more, the nearest ones are what is wanted. */
const PAGE_SIZE = 50;

/** Captures in a row that are looked at for one that may be read: where so many are kept from readers, all count so. */
const MAX_RESTRICTED = 2000;

/** What keeps a capture from readers. */
export type ClosedVerdict = Exclude<Verdict, { kind: "open" }>;

export interface Timeline {
  /** Captures at and before the moment are -1, -2, …; those after it 0, 1, …; undefined where there are no more. */
  at(index: number): Promise<CaptureRow | undefined>;
  first(): Promise<CaptureRow | undefined>;
  last(): Promise<CaptureRow | undefined>;
  /** Why the last capture was left out that was; undefined where none was. */
  leftOut(): ClosedVerdict | undefined;
}

export interface TimelineDeps {
  readonly captures: Pick<SiteIndex, "walk">;
  readonly restrictions: readonly Restriction[];
  readonly now: Date;
}

/** @param at - ISO 8601, to the millisecond */
export function createTimeline({ captures, restrictions, now }: TimelineDeps, url: string, at: string): Timeline {
  let leftOut: ClosedVerdict | undefined;
  const verdictOf = createScreen(restrictions, now);
  const before = createSide(openRows(rangeOfUrl(url, { until: at }), "descending"));
  const after = createSide(openRows(rangeOfUrl(url, { from: nextMillisecond(at) }), "ascending"));
  return {
    at: (index) => (index < 0 ? before(-index - 1) : after(index)),
    first: async () => (await openRows(rangeOfUrl(url), "ascending").next()).value ?? undefined,
    last: async () => (await openRows(rangeOfUrl(url), "descending").next()).value ?? undefined,
    leftOut: () => leftOut,
  };

  async function* openRows(range: SiteRange, order: WalkOptions["order"]): AsyncGenerator<CaptureRow, void, undefined> {
    let closed = 0;
    for await (const rows of captures.walk(range, { order, pageSize: PAGE_SIZE })) {
      for (const row of rows) {
        const verdict = verdictOf(row);
        if (verdict.kind === "open") {
          closed = 0;
          yield row;
        } else {
          leftOut = verdict;
          closed += 1;
        }
      }
      if (closed >= MAX_RESTRICTED) return;
    }
  }
}

/** Rows by their number, fetched as they are asked for. */
function createSide(rows: AsyncGenerator<CaptureRow, void, undefined>) {
  const seen: CaptureRow[] = [];
  return async (index: number): Promise<CaptureRow | undefined> => {
    while (seen.length <= index) {
      const { value } = await rows.next();
      if (!value) break;
      seen.push(value);
    }
    return seen[index];
  };
}

const nextMillisecond = (iso: string): string => new Date(Date.parse(iso) + 1).toISOString();
