/**
 * Owns page cursors: where a list goes on. A cursor names the last row's sort key and carries a check over the query it
 * belongs to, so that one of another query, or one made up, is refused rather than answered with nonsense. Pure.
 */
import { createHash } from "node:crypto";
import * as z from "zod";

const cursorSchema = z.strictObject({ check: z.string(), after: z.string().min(1).max(1024) });

/** Thrown for a cursor that this query did not give out. */
export class BadCursorError extends Error {}

/** @param query - everything that selects the list, in a fixed order. */
export function encodeCursor(query: readonly unknown[], after: string): string {
  return Buffer.from(JSON.stringify({ check: checkOf(query, after), after })).toString("base64url");
}

/**
 * The sort key after which the list goes on.
 *
 * @throws BadCursorError when it is malformed or belongs to another query.
 */
export function decodeCursor(query: readonly unknown[], cursor: string): string {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch (cause) {
    throw new BadCursorError("The cursor is not readable.", { cause });
  }
  const parsed = cursorSchema.safeParse(json);
  if (!parsed.success) throw new BadCursorError("The cursor is not readable.");
  if (parsed.data.check !== checkOf(query, parsed.data.after)) {
    throw new BadCursorError("The cursor belongs to another list.");
  }
  return parsed.data.after;
}

function checkOf(query: readonly unknown[], after: string): string {
  return createHash("sha256")
    .update(JSON.stringify([query, after]))
    .digest("base64url")
    .slice(0, 16);
}
