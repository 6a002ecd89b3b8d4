/** Owns turning a dead letter of the requisites queue into failures: of each requisite that was not asked for. */
import { type RequisitesFound, requisitesFoundSchema } from "../../events/requisites-found.ts";
import { FAILURES } from "../../shared/errors.ts";
import { parseMessage } from "../../shared/parse-message.ts";
import { REQUISITE_LIMITS } from "../../shared/requisites/requisite.ts";
import { checkUrl } from "../../shared/url/check-url.ts";
import type { RecordDeps } from "./record-crash.ts";

/** The page and its article are safe; what it is shown with is not, and says why. */
export async function recordRequisitesCrash(deps: RecordDeps, body: string): Promise<void> {
  const message = parseMessage(requisitesFoundSchema, body);
  if (!message.ok) {
    deps.observer.outcome({ outcome: "dead-letter-unreadable", code: "bad-message", error: message.error });
    return;
  }
  const { pageId, stylesheet, leftOut, links, depth } = message.value;
  for (const { url, as } of urlsOf(links)) {
    const error = { code: "requisites-crashed", message: FAILURES["requisites-crashed"].sentence } as const;
    const isNew = await deps.pages.want(pageId, { url, as, depth, status: "failed", ...error });
    // One that did go on the frontier is captured all the same, and then says so.
    if (!isNew) await deps.pages.endWaiting(pageId, url, { status: "failed", error });
  }
  await deps.pages.markRead(pageId, { stylesheet, at: deps.now().toISOString(), leftOut });
  deps.observer.outcome({ outcome: "failed", captureId: pageId, code: "requisites-crashed" });
}

function urlsOf(links: RequisitesFound["links"]): RequisitesFound["links"] {
  const good = links.flatMap(({ url, as }) => {
    const checked = checkUrl(url);
    return checked.ok ? [{ url: checked.url, as }] : [];
  });
  return good.slice(0, REQUISITE_LIMITS.perPage);
}
