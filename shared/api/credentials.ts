/**
 * Owns how a token stands in an Authorization header. Programs of ours send `Bearer`; clients of the Internet Archive's
 * save interface send `LOW key:secret`, whose secret is the token and whose key may be anything; browsers, where an
 * archive is not open to all, send `Basic` with the token as password. Pure.
 */

/** Schemes that a route may take; names are compared without case (RFC 9110, section 11.1). */
export type Scheme = "bearer" | "low" | "basic";

/** The token of an Authorization header, or undefined where it has none of these schemes. */
export function tokenOf(authorization: string | undefined, schemes: readonly Scheme[]): string | undefined {
  const match = /^(\w+) +(\S+)$/.exec(authorization?.trim() ?? "");
  const scheme = schemes.find((name) => name === match?.[1]?.toLowerCase());
  const value = match?.[2];
  if (!scheme || !value) return undefined;
  if (scheme === "bearer") return value;
  // RFC 7617: user-id, a colon, and a password that may hold more of them. `LOW` is built alike, without base64.
  const pair = scheme === "basic" ? Buffer.from(value, "base64").toString("utf8") : value;
  return pair.slice(pair.indexOf(":") + 1) || undefined;
}
