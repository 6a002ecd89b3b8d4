/**
 * Owns what a page is shown with: which of it is wanted, of which kinds it is, how much of it a page may have, and what
 * has become of it. Finding it in a page is shared/page-links/'s, fetching it capture's. Pure.
 */
import * as z from "zod";
import { FAILURE_CODES } from "../errors.ts";

/** What is captured with a page: nothing, its pictures, or all that makes it look like itself. */
export const RESOURCES = ["none", "images", "all"] as const;
export const resourcesSchema = z.enum(RESOURCES);
export type Resources = z.infer<typeof resourcesSchema>;

/** What there is to be captured with a page, where anything is wanted. */
export const wantedSchema = z.enum(["images", "all"]);
export type Wanted = z.infer<typeof wantedSchema>;

/** What a page, or its stylesheet, uses a requisite as. */
export const REQUISITE_KINDS = ["image", "icon", "stylesheet", "font"] as const;
export const requisiteKindSchema = z.enum(REQUISITE_KINDS);
export type RequisiteKind = z.infer<typeof requisiteKindSchema>;

export const REQUISITE_LIMITS = {
  /**
   * Requisites of one page in all, those that its stylesheets name among them. At two seconds from one request to the
   * next they are seven minutes of a host; a hostile page can have no more made of it.
   */
  perPage: 200,
  /** Steps from the page: 1 is what it names itself, 2 what its stylesheets name, and so on along `@import`. */
  maxDepth: 5,
  /** A URL that was captured within this time, for whatever page, is not asked for again: what is there is noted. */
  freshMs: 86_400_000,
} as const;

/** Whether a kind is captured. Of pictures alone, the page's own and its icons'. */
export function isWanted(kind: RequisiteKind, wanted: Wanted): boolean {
  return wanted === "all" || kind === "image" || kind === "icon";
}

/** Whether the links of a requisite are read in turn: those of a stylesheet that is not too deep. */
export function mayNameOthers({ as, depth }: { as: RequisiteKind; depth: number }): boolean {
  return as === "stylesheet" && depth < REQUISITE_LIMITS.maxDepth;
}

/** A stylesheet without a type is taken for one, as browsers do. */
export function isStylesheetType(mediaType: string | null | undefined): boolean {
  return !mediaType || mediaType === "text/css";
}

const moment = z.iso.datetime();

/** One requisite of a page, as it is kept under the page's capture. */
export const requisiteRowSchema = z.object({
  /** The URL that the page named; the capture's own may be where that redirected to. */
  url: z.url(),
  as: requisiteKindSchema.optional(),
  depth: z.int().min(1).optional(),
  status: z.enum(["waiting", "captured", "failed"]),
  /** Of a failed one too, where the server answered: its error page is kept. */
  captureId: z.uuid().optional(),
  /** Captures of the redirects that led there, in order. */
  redirectIds: z.array(z.uuid()).optional(),
  code: z.enum(FAILURE_CODES).optional(),
  message: z.string().optional(),
  /** Of a stylesheet: whether its own links are read, when they were, and how many of them were too many. */
  isToBeRead: z.boolean().optional(),
  readAt: moment.optional(),
  leftOut: z.int().min(0).optional(),
});
export type RequisiteRow = z.infer<typeof requisiteRowSchema>;

/** What is kept of the page itself. */
export const pageRowSchema = z.object({
  /** Places that requisites have taken, of {@link REQUISITE_LIMITS}'s. */
  admitted: z.int().min(0).default(0),
  readAt: moment.optional(),
  leftOut: z.int().min(0).optional(),
});
export type PageRow = z.infer<typeof pageRowSchema>;

/** How complete a page is. */
export interface RequisiteSummary {
  /** True once the page and its stylesheets are read, and each requisite was captured or has failed. */
  readonly complete: boolean;
  readonly found: number;
  readonly captured: number;
  readonly failed: number;
  readonly waiting: number;
  /** Links over the limits, and such as are no http(s) URL that can be fetched. */
  readonly leftOut: number;
}

export function summariseRequisites(page: PageRow | undefined, rows: readonly RequisiteRow[]): RequisiteSummary {
  const count = (status: RequisiteRow["status"]) => rows.filter((row) => row.status === status).length;
  const waiting = count("waiting");
  const isRead = page?.readAt !== undefined && !rows.some(isUnread);
  return {
    complete: isRead && waiting === 0,
    found: rows.length,
    captured: count("captured"),
    failed: count("failed"),
    waiting,
    leftOut: [page, ...rows].reduce((sum, row) => sum + (row?.leftOut ?? 0), 0),
  };
}

/** A stylesheet whose own links are still to be read. */
export function isUnread({ isToBeRead, readAt }: RequisiteRow): boolean {
  return isToBeRead === true && readAt === undefined;
}
