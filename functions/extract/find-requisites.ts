/**
 * Owns telling what a captured page, or stylesheet, is shown with. It comes after the article, and apart from it: a page
 * whose links cannot be read still is an article, and its job has ended.
 */
import type { CaptureStored } from "../../events/capture-stored.ts";
import type { RequisitesFound } from "../../events/requisites-found.ts";
import { decodePage } from "../../shared/article/page/decode-page.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import { PressmarkError } from "../../shared/errors.ts";
import { decodeContent } from "../../shared/fetch/decode-body.ts";
import { headerList } from "../../shared/fetch/header-lines.ts";
import { readPageLinks, readStylesheetLinks } from "../../shared/page-links/read-page-links.ts";
import { type ChosenRequisites, chooseRequisites } from "../../shared/requisites/choose-requisites.ts";
import { decodeStylesheet } from "../../shared/requisites/decode-stylesheet.ts";
import { readRecord } from "../../shared/warc/read-record.ts";

/** Largest body that is read for its links, in bytes after decompression. */
const MAX_BYTES = 20 * 1024 * 1024;

/** The page that asks not to be archived, where that binds, gets none; nor does what nobody wants any of. */
export async function findRequisites(
  objects: Pick<ObjectStore, "read">,
  message: CaptureStored,
): Promise<RequisitesFound | undefined> {
  const { requisites, obeyNoarchive } = message;
  if (!requisites) return undefined;
  const { pageId, depth, stylesheet } = requisites;
  const { links, leftOut } = await linksOf(objects, message, requisites.wanted);
  return { version: 1, pageId, stylesheet, depth, links: [...links], leftOut, obeyNoarchive };
}

/** None where the body cannot be read: the page counts as read all the same, or it would never be complete. */
async function linksOf(
  objects: Pick<ObjectStore, "read">,
  { response, url, task }: CaptureStored,
  wanted: Parameters<typeof chooseRequisites>[1],
): Promise<ChosenRequisites> {
  const { http, payload } = await readRecord(await objects.read(response));
  if (!http) return { links: [], leftOut: 0 };
  const contentType = headerList(http.headers, "content-type") ?? null;
  try {
    const coding = headerList(http.headers, "content-encoding");
    const body = await decodeContent(payload, coding, MAX_BYTES, { allowPartial: true });
    const found =
      task === "stylesheet-links"
        ? readStylesheetLinks(await decodeStylesheet(body, contentType), url)
        : readPageLinks((await decodePage(body, contentType)).html, url);
    return chooseRequisites(found.links, wanted);
  } catch (error) {
    if (!(error instanceof PressmarkError)) throw error;
    return { links: [], leftOut: 0 };
  }
}
