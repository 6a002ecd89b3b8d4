/** Owns reading a queue message's body by its schema. Pure. */
import * as z from "zod";
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

const namesJobSchema = z.object({ jobId: z.uuid() });

/** The job that an unreadable message names, if it names one: so that the job can be told. */
export function jobIdOf(body: string): string | undefined {
  try {
    return namesJobSchema.safeParse(JSON.parse(body)).data?.jobId;
  } catch {
    return undefined;
  }
}
