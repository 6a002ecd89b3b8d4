/**
 * Owns what is kept of a robots.txt: the shape of its rules, the limits of reading it, and how one line is taken apart.
 * It must not match URLs; decide-robots.ts does. Pure.
 */

const KIB = 1024;

/** Bounds of reading, keeping and quoting a robots.txt. */
export const ROBOTS_LIMITS = {
  /** Bytes that are read; the rest is ignored. RFC 9309, section 2.5, asks for at least this much. */
  maxFileBytes: 500 * KIB,
  /** The rules of one crawler as JSON. A DynamoDB item holds 400 KiB, and the sitemaps go into the same one. */
  maxCachedRuleBytes: 320 * KIB,
  /** All sitemap addresses together, in bytes of JSON. */
  maxSitemapBytes: 32 * KIB,
  /** Characters quoted of a line in a decision, which is stored with each capture. */
  maxQuotedCharacters: 500,
} as const;

/**
 * One group (RFC 9309, section 2.1). Lines are as written, without comment and surrounding white space; in a line that
 * is not UTF-8, the bytes outside ASCII are percent-encoded, which is how they are compared anyway.
 */
export interface RobotsGroup {
  /** `User-agent: …` lines. */
  readonly agents: readonly string[];
  /** `Allow: …` and `Disallow: …` lines that can match something. */
  readonly rules: readonly string[];
  /** The largest Crawl-delay of the group as written, not yet capped; null without one. */
  readonly crawlDelaySeconds: number | null;
}

/** A robots.txt as plain JSON. */
export interface RobotsRules {
  readonly groups: readonly RobotsGroup[];
  /** Sitemap addresses as written: some are relative, so resolve them against the address of the robots.txt. */
  readonly sitemaps: readonly string[];
  /** The file, or its list of sitemaps, is longer than is read. */
  readonly truncated: boolean;
  /** Rules were cut to fit a cache entry: they are not as written, and forbid more than the file does, never less. */
  readonly coarse: boolean;
}

/** What a line is for. */
export type FieldKind = "agent" | "allow" | "disallow" | "crawl-delay" | "sitemap";

/** Field names and their frequent misspellings, which RFC 9309 lets a crawler accept (section 2.2.4). */
const FIELD_KINDS: ReadonlyMap<string, FieldKind> = new Map([
  ["user-agent", "agent"],
  ["useragent", "agent"],
  ["user agent", "agent"],
  ["allow", "allow"],
  ["disallow", "disallow"],
  ["dissallow", "disallow"],
  ["disalow", "disallow"],
  ["dissalow", "disallow"],
  ["disallaw", "disallow"],
  ["crawl-delay", "crawl-delay"],
  ["crawldelay", "crawl-delay"],
  ["sitemap", "sitemap"],
  ["site-map", "sitemap"],
]);

/** A line's field and value; undefined for a line that says nothing known. */
export function readField(line: string): { readonly kind: FieldKind; readonly value: string } | undefined {
  const colon = line.indexOf(":");
  if (colon < 0) return undefined;
  const kind = FIELD_KINDS.get(line.slice(0, colon).trim().toLowerCase());
  return kind && { kind, value: line.slice(colon + 1).trim() };
}

/**
 * The product token that a `User-agent` line names, in lower case, or `*`; empty where it names none. What follows the
 * token, such as a version, does not count (RFC 9309, section 2.2.1).
 */
export function agentOf(line: string): string {
  const value = readField(line)?.value ?? "";
  if (/^\*(?:\s|$)/.test(value)) return "*";
  return /^[a-z_-]*/i.exec(value)?.[0].toLowerCase() ?? "";
}
