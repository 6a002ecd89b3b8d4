/** Owns reading an id from a request's path. Pure. */
import * as z from "zod";
import type { HttpEvent } from "./http-handler.ts";
import { type ProblemCode, ProblemError } from "./problems.ts";

const idSchema = z.uuid();

/**
 * The path's `{id}`. Keys are made of it, and DynamoDB refuses long ones: only what can be an id goes further.
 *
 * @throws ProblemError of the code given, for what is no UUID
 */
export function pathIdOf(event: HttpEvent, code: ProblemCode): string {
  const parsed = idSchema.safeParse(event.pathParameters?.id);
  if (!parsed.success) throw new ProblemError(code);
  return parsed.data;
}
