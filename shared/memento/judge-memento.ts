/** Owns which captures are good enough to be what a reader is shown when others may be shown as well. Pure. */
import type { Quality } from "../article/quality/quality-names.ts";
import type { CaptureRow } from "../index/capture-row.ts";
import { toUrlkey } from "../url/urlkey.ts";

/** What stands in place of the page that was wanted. A paywalled or thin page is the page, as far as it was given. */
const IN_PLACE_OF_THE_PAGE: readonly Quality[] = ["consent-wall", "bot-wall", "soft-404", "error"];

/**
 * @param quality - what the capture turned out to be; of a revisit, what the capture of its payload did. A page that
 *   nobody has judged yet counts as good.
 */
export function isGoodMemento(capture: CaptureRow, quality: Quality | undefined): boolean {
  if (capture.httpStatus >= 400 || isSelfRedirect(capture)) return false;
  return quality === undefined || !IN_PLACE_OF_THE_PAGE.includes(quality);
}

/**
 * A redirect to a URL of the same key: from `http` to `https`, or to `www` and back. Replayed, it would lead to itself,
 * and what it led to at the time was captured as well.
 */
export function isSelfRedirect({ url, redirectTo }: Pick<CaptureRow, "url" | "redirectTo">): boolean {
  if (redirectTo === undefined || !URL.canParse(redirectTo, url)) return false;
  return toUrlkey(new URL(redirectTo, url).href) === toUrlkey(url);
}
