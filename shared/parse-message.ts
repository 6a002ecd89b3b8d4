/** Owns reading a queue message's body by its schema. Pure. */
import type * as z from "zod";
import { PermanentError } from "./errors.ts";

export type ParsedMessage<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: PermanentError };

/** Reads a JSON body; what is not of the schema is a `bad-message`, with zod's account of it as the cause. */
export function parseMessage<S extends z.ZodType>(schema: S, body: string): ParsedMessage<z.infer<S>> {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (cause) {
    return { ok: false, error: new PermanentError("bad-message", "The message is not JSON.", { cause }) };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, error: new PermanentError("bad-message", undefined, { cause: parsed.error }) };
}
