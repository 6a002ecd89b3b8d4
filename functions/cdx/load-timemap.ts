/**
 * Owns what a TimeMap holds: the captures of one URL in time, and where a long list goes on. A page is a span of seconds
 * and has an address that says so, so what is archived later never moves a page's mementos to another one.
 */
import type { CaptureRow } from "../../shared/index/capture-row.ts";
import { sitePrefix } from "../../shared/index/keys.ts";
import { rangeOfUrl, type SiteRange } from "../../shared/index/site-range.ts";
import { createTimeline } from "../../shared/memento/timeline.ts";
import { toTimestamp } from "../../shared/memento/timestamp.ts";
import type { Restriction } from "../../shared/restrictions/restriction.ts";
import { createScreen } from "../../shared/restrictions/screen.ts";
import type { CdxRow } from "./cdx-fields.ts";
import { createHolders } from "./holders.ts";
import type { CdxDeps } from "./run-query.ts";

/** Most mementos of one page: clients that do not follow pages see so many. */
const MAX_MEMENTOS = 10_000;

/** Characters of one page: API Gateway takes 6 MB as JSON, where each quotation mark is written as two. */
const MAX_LENGTH = 3.5 * 1024 * 1024;

/** Pages that are named one by one; the last of so many stands for all that is left, and is paged itself. */
const MAX_PAGES = 50;

const QUERY_ROWS = 1000;

/** Moments of a page's first and last memento, ISO 8601; a page begins and ends with a whole second. */
export interface Span {
  readonly from: string;
  readonly until: string;
}

export interface TimeMap {
  readonly url: string;
  /** The page that was asked for; undefined for the whole list, of which this is the beginning. */
  readonly span: Span | undefined;
  /** At least one. */
  readonly mementos: readonly CdxRow[];
  /** First and last memento of the URL, on whatever page. */
  readonly first: CaptureRow;
  readonly last: CaptureRow;
  /** Where the list goes on, in order. */
  readonly pages: readonly Span[];
}

/**
 * @param addressLength - of the archive's own address, which stands before each memento's
 * @returns undefined when there is nothing that may be listed
 */
export async function loadTimeMap(
  deps: CdxDeps,
  url: string,
  span: Span | undefined,
  addressLength: number,
): Promise<TimeMap | undefined> {
  const restrictions = await deps.restrictions.ofSite(url);
  const timeline = createTimeline({ ...deps, restrictions, now: deps.now() }, url, deps.now().toISOString());
  const pageRows = Math.min(MAX_MEMENTOS, Math.floor(MAX_LENGTH / (addressLength + 2 * url.length + 400)));
  const listed = await listRows(deps, rangeOfUrl(url, span), restrictions, pageRows);
  const [first, last] = await Promise.all([timeline.first(), timeline.last()]);
  if (listed.rows.length === 0 || !first || !last) return undefined;
  const pages = listed.goesOnAt
    ? await findPages(deps, url, { from: listed.goesOnAt, until: span?.until }, pageRows)
    : [];
  return { url, span, mementos: listed.rows, first, last, pages };
}

/** Up to a number of rows that may be read, and to the end of the last one's second. */
async function listRows(deps: CdxDeps, range: SiteRange, restrictions: readonly Restriction[], atMost: number) {
  const holders = createHolders(deps.captures);
  const rows: CdxRow[] = [];
  const verdictOf = createScreen(restrictions, deps.now());
  const options = { order: "ascending", pageSize: Math.min(atMost + 1, QUERY_ROWS) } as const;
  for await (const page of deps.captures.walk(range, options)) {
    await holders.learn(page);
    for (const capture of page) {
      if (verdictOf(capture).kind !== "open") continue;
      const lastAt = rows.at(-1)?.capture.capturedAt;
      if (rows.length >= atMost && lastAt && toTimestamp(lastAt) !== toTimestamp(capture.capturedAt)) {
        return { rows, goesOnAt: capture.capturedAt };
      }
      rows.push({ capture, holder: holders.of(capture), resolved: false });
    }
  }
  return { rows, goesOnAt: undefined };
}

/** The pages from a moment on, by counting rows: those that are kept from readers count too, which makes a page shorter. */
async function findPages(
  { captures }: CdxDeps,
  url: string,
  left: { from: string; until?: string | undefined },
  pageRows: number,
) {
  const pages: Span[] = [];
  const lastOf = async () => {
    for await (const [row] of captures.walk(rangeOfUrl(url, left), { order: "descending", pageSize: 1 })) return row;
    return undefined;
  };
  const end = (await lastOf())?.capturedAt ?? left.from;
  let from: string | undefined = left.from;
  while (from !== undefined && pages.length < MAX_PAGES) {
    const isLast = pages.length === MAX_PAGES - 1;
    const { after } = await captures.count(rangeOfUrl(url, { ...left, from }), isLast ? 1 : pageRows);
    if (after === undefined || isLast) return [...pages, { from, until: end }];
    const until = endOfSecond(after.slice(sitePrefix(url).length));
    pages.push({ from, until });
    from = await firstAfter({ captures }, url, until, left.until);
  }
  return pages;
}

async function firstAfter({ captures }: Pick<CdxDeps, "captures">, url: string, moment: string, until?: string) {
  const range = rangeOfUrl(url, { from: new Date(Date.parse(moment) + 1).toISOString(), until });
  for await (const [row] of captures.walk(range, { order: "ascending", pageSize: 1 })) return row?.capturedAt;
  return undefined;
}

/** @param keyTime - a sort key from its time on: 17 digits, and more */
function endOfSecond(keyTime: string): string {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(keyTime) ?? [];
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.999Z`;
}
