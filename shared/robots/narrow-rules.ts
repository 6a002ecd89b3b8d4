/**
 * Owns making a robots.txt small enough for one cache entry: only what concerns one crawler is kept. Where even that is
 * too large, the rules are made coarser so that they forbid more, never less. Pure.
 */
import { groupFor } from "./decide-robots.ts";
import { ROBOTS_LIMITS, type RobotsRules, readField } from "./robots-rules.ts";

/**
 * The same rules for `productToken` alone; for other crawlers the result says nothing. As JSON in UTF-8 it stays below
 * the sum of `maxCachedRuleBytes`, `maxSitemapBytes` and 4 KiB. Few real files come near. One that would be larger loses
 * its `Allow` lines, and its longest `Disallow` lines are cut to a common length; `coarse` then says so.
 *
 * @param maxRuleBytes of the group's lines as JSON
 */
export function narrowRules(
  rules: RobotsRules,
  productToken: string,
  maxRuleBytes: number = ROBOTS_LIMITS.maxCachedRuleBytes,
): RobotsRules {
  const group = groupFor(rules, productToken);
  if (!group) return { ...rules, groups: [] };
  const { agents, crawlDelaySeconds } = group;
  const lines = [...new Set(group.rules)];
  const fits = jsonBytes(lines) <= maxRuleBytes;
  const kept = fits ? lines : coarsen(lines, maxRuleBytes);
  return { ...rules, groups: [{ agents, rules: kept, crawlDelaySeconds }], coarse: rules.coarse || !fits };
}

/** Longest path that is tried when rules must be cut; few real ones are longer. */
const LONGEST_CUT = 1024;

/** Cuts paths to the largest length at which they fit: binary search, since shorter ones never take more room. */
function coarsen(lines: readonly string[], maxBytes: number): string[] {
  const paths = lines.map(readField).flatMap((field) => (field?.kind === "disallow" ? [field.value] : []));
  let best = ["Disallow: /"];
  let low = 1;
  let high = LONGEST_CUT;
  while (low <= high) {
    const characters = Math.floor((low + high) / 2);
    const cut = [...new Set(paths.map((path) => `Disallow: ${cutPath(path, characters)}`))];
    if (jsonBytes(cut) <= maxBytes) {
      best = cut;
      low = characters + 1;
    } else {
      high = characters - 1;
    }
  }
  return best;
}

/**
 * The start of a path, which matches all that the path matches. Half a percent-encoding or half a character would match
 * nothing, and a `$` at the new end would be a condition that was not there.
 */
function cutPath(path: string, characters: number): string {
  if (path.length <= characters) return path;
  const start = path
    .slice(0, characters)
    .replace(/%[0-9A-Fa-f]?$/, "")
    .replace(/[\ud800-\udbff]$/, "");
  let end = start.length;
  while (start[end - 1] === "$") end -= 1;
  return start.slice(0, end);
}

function jsonBytes(lines: readonly string[]): number {
  return Buffer.byteLength(JSON.stringify(lines));
}
