/** Owns extracting a page that no capture holds: what the pipeline would make of these bytes, found at this URL. */
import type { Article } from "../../shared/article/article.ts";
import { extractArticle } from "../../shared/article/extract-article.ts";
import { PermanentError } from "../../shared/errors.ts";

export interface Page {
  readonly url: string;
  readonly contentType: string | null;
  readonly body: Uint8Array;
}

/** An article names the capture that it was made of. There is none. */
const NO_CAPTURE = "00000000-0000-0000-0000-000000000000";

/** As functions/extract has it, in bytes. */
const MAX_PAGE_BYTES = 20 * 1024 * 1024;

/** Pages of other collections have URLs that would not be captured today, of any length. */
export function isPageUrl(url: string): boolean {
  return /^https?:/i.test(url) && URL.canParse(url);
}

/** @throws PermanentError where the pipeline would record a failure. */
export async function extractPage({ url, contentType, body }: Page): Promise<Article> {
  if (body.length > MAX_PAGE_BYTES) throw new PermanentError("content-too-large");
  const now = new Date().toISOString();
  const times = { capturedAt: now, extractedAt: now };
  return (await extractArticle({ captureId: NO_CAPTURE, url, contentType, body, ...times })).article;
}
