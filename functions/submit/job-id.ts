/**
 * Owns job ids. With an Idempotency-Key the id follows from the caller, the key and the URL's place in the call, so the
 * same call names the same jobs and no second record of keys is needed. Pure.
 */
import { v5, v7 } from "uuid";
import { ProblemError } from "../../shared/api/problems.ts";

/** Namespace of job ids made from keys (UUID version 5, RFC 9562 section 5.5). */
const NAMESPACE = "0f9c1d0e-6a39-4b54-8c0b-6f0f4f0e4d11";
const MAX_KEY_LENGTH = 255;

/** @throws ProblemError `bad-idempotency-key` */
export function createJobIds(caller: string, idempotencyKey: string | undefined): (index: number) => string {
  if (idempotencyKey === undefined) return () => v7();
  if (idempotencyKey === "" || idempotencyKey.length > MAX_KEY_LENGTH) throw new ProblemError("bad-idempotency-key");
  return (index) => v5(JSON.stringify([caller, idempotencyKey, index]), NAMESPACE);
}
