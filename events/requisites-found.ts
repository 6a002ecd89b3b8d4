/**
 * The requisites queue's message: extract tells what a page, or one of its stylesheets, is shown with. It comes from
 * where hostile HTML is parsed: nothing in it is believed but that somebody would like these URLs.
 */
import * as z from "zod";
import { REQUISITE_LIMITS, requisiteKindSchema } from "../shared/requisites/requisite.ts";

export const requisitesFoundSchema = z.strictObject({
  version: z.literal(1),
  /** The page's capture. */
  pageId: z.uuid(),
  /** The stylesheet that names them, as the page named it; absent where the page does so itself. */
  stylesheet: z.url().optional(),
  /** Steps from the page to what is named here. */
  depth: z.int().min(1).max(REQUISITE_LIMITS.maxDepth),
  /** In the order of the page, each URL once. None at all says that the page was read. */
  links: z.array(z.strictObject({ url: z.string(), as: requisiteKindSchema })),
  /** Links that the message has no room for. */
  leftOut: z.int().min(0),
  /** True where a page's `noarchive` binds. */
  obeyNoarchive: z.boolean().optional(),
});

export type RequisitesFound = z.infer<typeof requisitesFoundSchema>;
