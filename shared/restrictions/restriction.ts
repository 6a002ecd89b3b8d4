/**
 * Owns what keeps a capture from readers: a takedown, an embargo or an erasure, of one capture, one URL or all URLs under
 * a prefix. Each is a row that says who asked for it, when and why; lifting one is written on it, so nothing of this is
 * ever forgotten. Pure.
 */
import * as z from "zod";

/** `url`: every capture of one URL, by its urlkey; `prefix`: of all URLs whose urlkey begins with the prefix's. */
export const scopeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("capture"), captureId: z.uuid(), url: z.url() }),
  z.strictObject({ kind: z.literal("url"), url: z.url() }),
  z.strictObject({ kind: z.literal("prefix"), url: z.url() }),
]);

export const EFFECTS = ["block", "embargo", "erase"] as const;

/** How far an erasure has come. Readers see nothing of what it covers from the moment that it was asked for. */
export const erasureSchema = z.strictObject({
  status: z.enum(["running", "done", "failed"]),
  /** Captures whose bytes are gone. */
  captures: z.int().min(0),
  /** Bytes that were overwritten, as stored. */
  bytes: z.int().min(0),
  finishedAt: z.iso.datetime().optional(),
});

export const restrictionSchema = z.object({
  id: z.uuid(),
  /** `block` and `embargo` can be lifted; what was erased is gone. */
  effect: z.enum(EFFECTS),
  scope: scopeSchema,
  /** What readers are told. */
  reason: z.string(),
  /** Name of the token that asked for it. */
  by: z.string(),
  at: z.iso.datetime(),
  /** When it ends by itself; every embargo has one. */
  until: z.iso.datetime().optional(),
  lifted: z.strictObject({ by: z.string(), at: z.iso.datetime() }).optional(),
  /** Of an erasure only. */
  erasure: erasureSchema.optional(),
});

export type Restriction = z.infer<typeof restrictionSchema>;
export type Scope = z.infer<typeof scopeSchema>;
