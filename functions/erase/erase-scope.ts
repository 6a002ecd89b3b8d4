/**
 * Owns carrying an erasure out: walks the captures that it covers, page by page, and goes on in another invocation where
 * the time of this one is not enough. What was done is on the restriction, so that anyone can see how far it has come.
 */
import type { ErasureRequested } from "../../events/erasure-requested.ts";
import type { Capture } from "../../shared/index/capture.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { RestrictionStore } from "../../shared/index/restriction-store.ts";
import { siteSortOf } from "../../shared/index/site-index.ts";
import { rangesAfter, rangesOfMatch } from "../../shared/index/site-range.ts";
import type { Observer } from "../../shared/observe.ts";
import type { Restriction } from "../../shared/restrictions/restriction.ts";
import { covers } from "../../shared/restrictions/verdict.ts";
import { type EraseDeps, eraseCaptures } from "./erase-captures.ts";

export interface EraseScopeDeps extends EraseDeps {
  readonly restrictions: Pick<RestrictionStore, "current" | "put">;
  readonly captures: EraseDeps["captures"] & Pick<CaptureStore, "get" | "walk">;
  readonly sendErasure: (message: ErasureRequested) => Promise<void>;
  readonly observer: Observer;
  /** The longest that one page of captures takes, in milliseconds: none is begun with less left. */
  readonly reserveMs: number;
}

/** Captures that are erased together: those of one file are written once. */
const PAGE_SIZE = 50;

/** Carries an erasure on from where it stands. */
export async function eraseScope(
  deps: EraseScopeDeps,
  { restriction: asked, after }: ErasureRequested,
  remainingMs: () => number,
): Promise<void> {
  const known = await deps.restrictions.current(asked);
  if (!known) await deps.restrictions.put(asked);
  const restriction = known ?? asked;
  let { erasure } = restriction;
  if (!erasure || erasure.status === "done") return;
  for await (const page of pagesOf(deps, restriction, after)) {
    const bytes = await eraseCaptures(deps, page.captures, restriction);
    erasure = { ...erasure, captures: erasure.captures + page.captures.length, bytes: erasure.bytes + bytes };
    if (page.after !== undefined && remainingMs() < deps.reserveMs) {
      await deps.restrictions.put({ ...restriction, erasure });
      await deps.sendErasure({ version: 1, restriction: asked, after: page.after });
      return deps.observer.outcome({ outcome: "erasure-continued", runId: asked.id, items: erasure.captures });
    }
  }
  erasure = { ...erasure, status: "done", finishedAt: deps.now().toISOString() };
  await deps.restrictions.put({ ...restriction, erasure });
  deps.observer.outcome({ outcome: "erased", runId: asked.id, items: erasure.captures });
}

interface ErasurePage {
  readonly captures: readonly Capture[];
  /** Where the walk goes on after this page; undefined where it was the only one. */
  readonly after: string | undefined;
}

/** What is left to erase: captures that the restriction covers and that are not erased yet. */
async function* pagesOf(
  { captures }: EraseScopeDeps,
  restriction: Restriction,
  after: string | undefined,
): AsyncGenerator<ErasurePage> {
  const { scope } = restriction;
  const whole = async (ids: readonly string[]) => {
    const found = await Promise.all(ids.map((id) => captures.get(id)));
    return found.filter((capture) => capture !== undefined && !capture.erased && covers(restriction, capture));
  };
  if (scope.kind === "capture") {
    yield { captures: (await whole([scope.captureId])) as Capture[], after: undefined };
    return;
  }
  const ranges = rangesOfMatch(scope.url, scope.kind === "url" ? "exact" : "prefix") ?? [];
  for (const range of after === undefined ? ranges : rangesAfter(ranges, after)) {
    for await (const rows of captures.walk(range, { order: "ascending", pageSize: PAGE_SIZE })) {
      const last = rows.at(-1);
      yield { captures: (await whole(rows.map(({ id }) => id))) as Capture[], after: last && siteSortOf(last) };
    }
  }
}
