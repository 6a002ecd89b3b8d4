/** Owns reading the `Prefer` header (RFC 7240): how long the caller will wait. Pure. */
import { ProblemError } from "./problems.ts";

/** API Gateway gives up after 30 s; the answer must be on its way before that. */
export const MAX_WAIT_SECONDS = 25;

/**
 * Seconds to wait for a result, at most {@link MAX_WAIT_SECONDS}; `otherwise` when the header asks for none. Other
 * preferences are ignored, as the RFC says.
 *
 * @throws ProblemError `bad-preference`
 */
export function waitSecondsOf(prefer: string | undefined, otherwise = 0): number {
  for (const preference of (prefer ?? "").split(",")) {
    const [name = "", value] = (preference.split(";")[0] ?? "").split("=").map((part) => part.trim());
    if (name.toLowerCase() !== "wait") continue;
    const seconds = value?.replace(/^"(.*)"$/, "$1") ?? "";
    if (!/^\d+$/.test(seconds)) throw new ProblemError("bad-preference");
    return Math.min(Number(seconds), MAX_WAIT_SECONDS);
  }
  return otherwise;
}
