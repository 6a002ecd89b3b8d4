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
  for (const preference of splitUnquoted(prefer ?? "", ",")) {
    const [setting = ""] = splitUnquoted(preference, ";");
    const [name = "", ...values] = splitUnquoted(setting, "=").map((part) => part.trim());
    if (name.toLowerCase() !== "wait") continue;
    const seconds = values.join("=").replace(/^"(.*)"$/, "$1");
    if (!/^\d+$/.test(seconds)) throw new ProblemError("bad-preference");
    return Math.min(Number(seconds), MAX_WAIT_SECONDS);
  }
  return otherwise;
}

/** Splits outside of quoted strings, in which a backslash takes the next character as it is. */
function splitUnquoted(text: string, separator: string): string[] {
  const parts = [""];
  for (const [token] of text.matchAll(/"(?:\\.|[^"\\])*"?|./gs)) {
    if (token === separator) parts.push("");
    else parts.push(`${parts.pop()}${token}`);
  }
  return parts;
}
