/** Owns the page of all captures of a URL, for readers; programs have the TimeMap. */
import type { HttpResult } from "../../shared/api/http-handler.ts";
import { ProblemError } from "../../shared/api/problems.ts";
import type { CaptureRow } from "../../shared/index/capture-row.ts";
import { rangeOfUrl } from "../../shared/index/site-range.ts";
import type { ClosedVerdict } from "../../shared/memento/timeline.ts";
import { createScreen } from "../../shared/restrictions/screen.ts";
import { closedProblem, ownPage } from "./answer-problem.ts";
import { listPage } from "./own-pages.ts";
import type { ReplayDeps } from "./replay-deps.ts";

/** Captures that the page names. */
const MAX_LISTED = 1000;
/** Captures that are looked at: where so many are kept from readers, the rest is not walked through. */
const MAX_LOOKED_AT = 5000;

/** @param urls - that may be meant; of the first that has captures */
export async function answerList(deps: ReplayDeps, urls: readonly string[]): Promise<HttpResult> {
  for (const url of urls) {
    const verdictOf = createScreen(await deps.restrictions.ofSite(url), deps.now());
    const rows: CaptureRow[] = [];
    let closed: ClosedVerdict | undefined;
    let looked = 0;
    for await (const page of deps.captures.walk(rangeOfUrl(url), { order: "descending", pageSize: MAX_LISTED })) {
      for (const row of page) {
        const verdict = verdictOf(row);
        if (verdict.kind === "open") rows.push(row);
        else closed = verdict;
      }
      looked += page.length;
      if (rows.length > MAX_LISTED || looked >= MAX_LOOKED_AT) break;
    }
    const [newest] = rows;
    if (newest)
      return ownPage(
        200,
        listPage(newest.url, rows.slice(0, MAX_LISTED), rows.length <= MAX_LISTED && looked < MAX_LOOKED_AT),
      );
    if (closed) throw closedProblem(closed);
  }
  throw new ProblemError("not-archived");
}
