/**
 * Owns which part of the `site` index holds what is asked for: captures of one URL, of all URLs that begin with one, of
 * a host, of a domain. Pure.
 */
import { parse } from "tldts";
import { toKeyTime } from "../time.ts";
import { toUrlkey } from "../url/urlkey.ts";
import { sitePartition } from "./keys.ts";

/** Sort keys of one partition, by bytes. */
export interface SiteRange {
  readonly partition: string;
  /** Inclusive. */
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
}

/** Whole seconds, milliseconds, whatever: ISO 8601, both inclusive. */
export interface Period {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** `prefix`: by urlkey; `host`: one host and port; `domain`: a host with its ports and all below it. */
export const MATCH_TYPES = ["exact", "prefix", "host", "domain"] as const;
export type MatchType = (typeof MATCH_TYPES)[number];

/** A sort key is `<urlkey> <17 digits> <id>`: nothing in a urlkey sorts before a space, and `!` comes right after it. */
const AFTER_SPACE = "!";

/** The captures of one URL in time. */
export function rangeOfUrl(url: string, { from, until }: Period = {}): SiteRange {
  const urlkey = toUrlkey(url);
  return {
    partition: sitePartition(url),
    from: `${urlkey} ${from === undefined ? "" : toKeyTime(from)}`,
    to: until === undefined ? `${urlkey}${AFTER_SPACE}` : `${urlkey} ${toKeyTime(until)}${AFTER_SPACE}`,
  };
}

/**
 * The ranges that hold the captures of a match, in order. A period bounds only an exact match: elsewhere each URL has
 * its own moments, and rows are looked at one by one.
 *
 * @returns undefined for a domain that is nobody's own (`co.uk`), whose sites stand in as many partitions
 */
export function rangesOfMatch(url: string, matchType: MatchType, period: Period = {}): SiteRange[] | undefined {
  if (matchType === "exact") return [rangeOfUrl(url, period)];
  const partition = sitePartition(url);
  const urlkey = toUrlkey(url);
  if (matchType === "prefix") return [{ partition, from: urlkey, to: afterPrefix(urlkey) }];
  // `com,example)/` and `com,example:8080)/`: a host without a port is that of port 80 and 443.
  const host = urlkey.slice(0, urlkey.indexOf(")/"));
  if (matchType === "host") return [{ partition, from: `${host})/`, to: `${host})0` }];
  if (isPublicSuffix(url)) return undefined;
  const bare = host.replace(/:\d+$/, "");
  // By bytes: `)` of the host itself, `,` of those below it; `-` begins another name; `:` a port.
  return [
    { partition, from: `${bare})`, to: `${bare}*` },
    { partition, from: `${bare},`, to: `${bare}-` },
    { partition, from: `${bare}:`, to: `${bare};` },
  ];
}

/** What is left of ranges after a row that was seen. */
export function rangesAfter(ranges: readonly SiteRange[], sort: string): SiteRange[] {
  return ranges
    .filter(({ to }) => to > sort)
    .map((range) => (range.from > sort ? range : { ...range, from: `${sort}${AFTER_SPACE}` }));
}

/** Sorts after all that begins with this. Urlkeys are ASCII, so the last character has one that follows it. */
function afterPrefix(prefix: string): string {
  return `${prefix.slice(0, -1)}${String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)}`;
}

function isPublicSuffix(url: string): boolean {
  const { hostname, publicSuffix, isIcann, isPrivate } = parse(url, { allowPrivateDomains: true });
  return hostname === publicSuffix && Boolean(isIcann || isPrivate);
}
