/**
 * Owns the archive's URL keys: SURT form (Sort-friendly URI Reordering Transform, the CDX sort key) as warcio computes
 * it, so that our index and every WARC tool agree. Pure.
 */
import { createHash } from "node:crypto";
import { getSurt } from "warcio/utils";

/** A DynamoDB sort key holds 1,024 bytes; this leaves room for the time and the id that follow the urlkey. */
const MAX_URLKEY_BYTES = 900;

/**
 * SURT form of a URL: `https://www.example.com/a?c&b` becomes `com,example)/a?b&c`. One too long for a sort key is cut
 * and ends in `~` and a hash of the whole, so that equal URLs still have equal keys and prefixes still match.
 */
export function toUrlkey(url: string): string {
  const surt = getSurt(url);
  if (Buffer.byteLength(surt) <= MAX_URLKEY_BYTES) return surt;
  const hash = createHash("sha256").update(surt).digest("hex").slice(0, 32);
  return `${Buffer.from(surt)
    .subarray(0, MAX_URLKEY_BYTES - 33)
    .toString()}~${hash}`;
}

/** Host as lists name it: lower case, no `www`, with a port only where the URL has one. */
export function toListHost(url: string): string {
  return new URL(url).host.replace(/^www\d*\./, "");
}
