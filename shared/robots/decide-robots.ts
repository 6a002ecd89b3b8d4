/**
 * Owns what a robots.txt says about one URL to one crawler: which groups apply and which rule
 * wins. What a missing or failing robots.txt means is robots-outcome.ts's. Pure.
 */
import { comparePath, matchesPath, readPattern } from "./path-pattern.ts";
import { agentOf, ROBOTS_LIMITS, type RobotsGroup, type RobotsRules, readField } from "./robots-rules.ts";

/** What the rules say of a URL, and why; made to be stored with its capture. Quoted lines may be cut. */
export interface RobotsDecision {
  readonly allowed: boolean;
  /** The line that decided, as written; null where none matched. */
  readonly rule: string | null;
  /** The `User-agent` line that the rules stand under; null where no group applies. */
  readonly group: string | null;
}

/** The groups that apply to a crawler, as one. */
export interface MatchedGroup extends RobotsGroup {
  /** The first `User-agent` line that matched. */
  readonly agent: string;
}

/**
 * Merges the groups that name the crawler, without regard to case; where none does, those of `*` (RFC 9309, section
 * 2.2.1). Undefined where neither is there: then all is allowed.
 */
export function groupFor(rules: RobotsRules, productToken: string): MatchedGroup | undefined {
  return mergedGroup(rules.groups, productToken.toLowerCase()) ?? mergedGroup(rules.groups, "*");
}

function mergedGroup(groups: readonly RobotsGroup[], agent: string): MatchedGroup | undefined {
  const matching = groups.filter(({ agents }) => agents.some((line) => agentOf(line) === agent));
  const line = matching[0]?.agents.find((each) => agentOf(each) === agent);
  if (line === undefined) return undefined;
  const delays = matching.map(({ crawlDelaySeconds }) => crawlDelaySeconds).filter((delay) => delay !== null);
  return {
    agent: line,
    agents: [line],
    rules: matching.flatMap(({ rules }) => rules),
    crawlDelaySeconds: delays.length === 0 ? null : Math.max(...delays),
  };
}

/**
 * Decides by the longest matching rule, in octets; of two equally long ones by the one that allows (RFC 9309, section
 * 2.2.2). `/robots.txt` itself is always allowed.
 *
 * @param url an absolute http(s) URL of the host whose rules these are
 * @throws TypeError when `url` is not absolute
 */
export function decideRobots(rules: RobotsRules, url: string, productToken: string): RobotsDecision {
  const group = groupFor(rules, productToken);
  const agent = group ? quote(group.agent) : null;
  const path = pathOf(url);
  if (!group || path === "/robots.txt") return { allowed: true, rule: null, group: agent };
  const compared = comparePath(path);
  let winner: { readonly line: string; readonly octets: number; readonly allows: boolean } | undefined;
  for (const line of group.rules) {
    const field = readField(line);
    if (!field) continue;
    const allows = field.kind === "allow";
    const pattern = readPattern(field.value);
    const beats =
      !winner || pattern.octets > winner.octets || (pattern.octets === winner.octets && allows && !winner.allows);
    if (beats && matchesPath(pattern, compared)) winner = { line, octets: pattern.octets, allows };
  }
  return { allowed: winner?.allows ?? true, rule: winner ? quote(winner.line) : null, group: agent };
}

/** Path and query. Read from the serialised URL, whose `search` does not tell `/a?` from `/a`. */
function pathOf(url: string): string {
  const { href } = new URL(url);
  const path = href.slice(href.indexOf("/", href.indexOf("://") + 3));
  const hash = path.indexOf("#");
  return hash < 0 ? path : path.slice(0, hash);
}

function quote(line: string): string {
  const { maxQuotedCharacters } = ROBOTS_LIMITS;
  return line.length <= maxQuotedCharacters ? line : `${line.slice(0, maxQuotedCharacters - 1).toWellFormed()}…`;
}
