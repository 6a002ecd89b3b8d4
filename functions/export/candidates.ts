/** Owns which captures a selection names, a page at a time. What may not be read is sorted out later. */
import type { Selection } from "../../shared/exports/export.ts";
import type { ListArticles } from "../../shared/index/article-list.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { ListHostCaptures } from "../../shared/index/host-capture-store.ts";

export interface CandidateDeps {
  readonly captures: Pick<CaptureStore, "listByUrl">;
  readonly listHostCaptures: ListHostCaptures;
  readonly listArticles: ListArticles;
}

export interface Candidates {
  readonly ids: readonly string[];
  /** Where the next page begins; absent where there is none. */
  readonly after?: string | undefined;
}

type Of<K extends Selection["kind"]> = Extract<Selection, { kind: K }>;

export function listCandidates(
  deps: CandidateDeps,
  selection: Selection,
  page: { readonly limit: number; readonly after?: string | undefined },
): Promise<Candidates> {
  switch (selection.kind) {
    case "ids":
      return Promise.resolve(ofIds(selection, page));
    case "url":
      return ofUrl(deps, selection, page);
    case "host":
      return ofHost(deps, selection, page);
    case "articles":
      return ofArticles(deps, selection, page);
  }
}

type Page = Parameters<typeof listCandidates>[2];

function ofIds({ ids }: Of<"ids">, { limit, after = "0" }: Page): Candidates {
  const end = Number(after) + limit;
  return { ids: ids.slice(Number(after), end), after: end < ids.length ? String(end) : undefined };
}

async function ofUrl({ captures }: CandidateDeps, selection: Of<"url">, page: Page): Promise<Candidates> {
  const { rows, after } = await captures.listByUrl(selection.url, page);
  return { ids: rows.filter((row) => isWithin(selection, row.capturedAt)).map(({ id }) => id), after };
}

async function ofHost({ listHostCaptures }: CandidateDeps, selection: Of<"host">, page: Page): Promise<Candidates> {
  const { rows, after } = await listHostCaptures(selection.host, page);
  const chosen = rows.filter(
    ({ capturedAt, sourceId }) =>
      isWithin(selection, capturedAt) && (selection.source === undefined || sourceId === selection.source),
  );
  return { ids: chosen.map(({ id }) => id), after };
}

async function ofArticles({ listArticles }: CandidateDeps, selection: Of<"articles">, page: Page): Promise<Candidates> {
  const { source, from, to } = selection;
  const { rows, after } = await listArticles({ source, from, to, ...page });
  return { ids: rows.map(({ id }) => id), after };
}

function isWithin({ from, to }: { from?: string | undefined; to?: string | undefined }, capturedAt: string): boolean {
  const at = Date.parse(capturedAt);
  return (from === undefined || at >= Date.parse(from)) && (to === undefined || at < Date.parse(to));
}
