/** Owns the shape of a capture that is to go into a WACZ: what writing it takes, without the index. Pure. */
import * as z from "zod";
import { warcPointerSchema } from "../../events/capture-stored.ts";
import { captureSchema } from "../index/capture.ts";

export const plannedCaptureSchema = captureSchema
  .pick({
    id: true,
    url: true,
    capturedAt: true,
    kind: true,
    httpStatus: true,
    contentType: true,
    payloadSha1: true,
    warc: true,
    warcSha256: true,
    responseLength: true,
    noarchive: true,
  })
  .extend({
    /** The `conversion` record of its own article. */
    article: warcPointerSchema.optional(),
    /** Present for a page: what a reader opens. Redirects, pictures and payloads of revisits are not. */
    page: z
      .object({
        title: z.string().optional(),
        /** The article whose text is the page's: of a revisit, that of the capture it refers to. */
        article: warcPointerSchema.optional(),
      })
      .optional(),
    /** True where the records are planned already, as part of another page: then this only makes a page of them. */
    isPageOnly: z.boolean().optional(),
  });

export type PlannedCapture = Readonly<z.infer<typeof plannedCaptureSchema>>;

/** What has been planned so far, by id. */
export interface Planned {
  readonly captures: Set<string>;
  readonly pages: Set<string>;
}

/** Of what was gathered, what is not planned yet; and remembers it. Nothing goes into a WACZ twice. */
export function takeNew(planned: Planned, gathered: readonly PlannedCapture[]): PlannedCapture[] {
  return gathered.flatMap((capture) => {
    const isStored = planned.captures.has(capture.id);
    const isListed = capture.page === undefined || planned.pages.has(capture.id);
    if (isStored && isListed) return [];
    planned.captures.add(capture.id);
    if (capture.page) planned.pages.add(capture.id);
    return isStored ? [{ ...capture, isPageOnly: true }] : [capture];
  });
}
