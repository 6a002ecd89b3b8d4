/**
 * Owns deciding what a name says on this page: where "paywall" or "author" stands on every paragraph of the article, it
 * says nothing. Pure.
 */
import type { Content } from "./content.ts";
import type { Part } from "./parts.ts";
import type { BoxRule } from "./rule.ts";

type Find = (signals: string) => string | null;

/** Answers whether a part is called what a rule looks for, by a word that means it here; true for rules without names. */
export function nameFinder(content: Content, rules: readonly BoxRule[]): (part: Part, rule: BoxRule) => boolean {
  const meanings = new Map<BoxRule, Find>();
  for (const rule of rules) {
    if (rule.names === undefined) continue;
    const find = wordFinder(rule.names);
    const common = commonWords(content, rule.maxShare, find);
    meanings.set(rule, (signals) => {
      const word = find(signals);
      return word === null || common.has(word) ? null : word;
    });
  }
  return ({ signals }, rule) => {
    if (rule.names === undefined) return true;
    return signals !== "" && meanings.get(rule)?.(signals) != null;
  };
}

/** The word that a pattern finds; each list of names is looked at once, as most elements share theirs with others. */
function wordFinder(names: RegExp): Find {
  const found = new Map<string, string | null>();
  return (signals) => {
    let word = found.get(signals);
    if (word === undefined) {
      word = names.exec(signals)?.[0] ?? null;
      found.set(signals, word);
    }
    return word;
  };
}

/** Words that name more than the share of the prose in all, each part of it little enough to be taken out. */
function commonWords({ all, prose }: Content, maxShare: number, find: Find): Set<string> {
  const sums = new Map<string, number>();
  for (const part of all) {
    if (part.prose === 0 || part.prose > prose * maxShare || part.signals === "") continue;
    const word = find(part.signals);
    if (word === null || (part.parent !== null && find(part.parent.signals) === word)) continue;
    sums.set(word, (sums.get(word) ?? 0) + part.prose);
  }
  return new Set([...sums].filter(([, sum]) => sum > prose * maxShare).map(([word]) => word));
}
