/** Owns what is told of a URL that has no capture: which captures stand near it. */
import type { CaptureRow } from "../../shared/index/capture-row.ts";
import { rangeOfUrl, rangesOfMatch, type SiteRange } from "../../shared/index/site-range.ts";
import { createScreen } from "../../shared/restrictions/screen.ts";
import { toUrlkey } from "../../shared/url/urlkey.ts";
import type { Near } from "./own-pages.ts";
import type { ReplayDeps } from "./replay-deps.ts";

/** Folders above a page that are looked at: each is a Query. */
const MAX_PARENTS = 4;
const MAX_NEAR = 8;
/** Rows of the folder that are looked at for different URLs. */
const MAX_ROWS = 100;

/** The newest capture of each URL near this one, nearest first; none that is kept from readers. */
export async function findNearest(deps: ReplayDeps, url: string): Promise<Near[]> {
  const { origin, pathname, search } = new URL(url);
  const bare = `${origin}${pathname}`;
  const slashed = pathname.endsWith("/") ? bare.slice(0, -1) : `${bare}/`;
  const parents = parentsOf(pathname).map((path) => [`${origin}${path}`, "above it"] as const);
  const places = [
    ...(search === "" ? [] : [[bare, "without its query"] as const]),
    [slashed, "nearly the same"] as const,
    ...parents,
  ];
  const verdictOf = createScreen(await deps.restrictions.ofSite(url), deps.now());
  const isOpen = (row: CaptureRow) => verdictOf(row).kind === "open";
  const found = await Promise.all([
    ...places.map(async ([place, why]) => {
      const row = (await readRows(deps, rangeOfUrl(place), 10)).find(isOpen);
      return row ? [{ row, why }] : [];
    }),
    findBeside(deps, `${origin}${pathname.slice(0, pathname.lastIndexOf("/") + 1)}`, isOpen),
  ]);
  const seen = new Set<string>();
  return found
    .flat()
    .filter(({ row }) => !seen.has(toUrlkey(row.url)) && seen.add(toUrlkey(row.url)))
    .slice(0, MAX_NEAR);
}

async function findBeside(deps: ReplayDeps, folder: string, isOpen: (row: CaptureRow) => boolean): Promise<Near[]> {
  const [range] = rangesOfMatch(folder, "prefix") ?? [];
  const rows = range ? await readRows(deps, range, MAX_ROWS) : [];
  return rows.filter(isOpen).map((row) => ({ row, why: "beside it" }));
}

async function readRows({ captures }: ReplayDeps, range: SiteRange, limit: number): Promise<readonly CaptureRow[]> {
  for await (const rows of captures.walk(range, { order: "descending", pageSize: limit })) return rows;
  return [];
}

/** `/a/b/c` stands under `/a/b/`, `/a/` and `/`. */
function parentsOf(pathname: string): string[] {
  const parts = pathname.split("/").filter(Boolean).slice(0, -1);
  const parents = parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}/`);
  return ["/", ...parents].toReversed().slice(0, MAX_PARENTS);
}
