/**
 * Owns the ablation: what each rule of extraction brings, found by leaving it out. A page is extracted once, up to its
 * chosen content; from there it is trimmed and rendered once for each rule that took something out of it, since a rule
 * that took nothing out changes nothing by its absence.
 */

import type { ChosenContent, PageContent } from "../../shared/article/content/choose-content.ts";
import { TRIM_RULES, trimContent } from "../../shared/article/content/trim-content.ts";
import { wholePage } from "../../shared/article/content/whole-page.ts";
import { type ExtractionInput, extractArticle } from "../../shared/article/extract-article.ts";
import { readBlocks } from "../../shared/article/render/read-blocks.ts";
import { sanitiseTree } from "../../shared/article/render/sanitise.ts";
import { renderText } from "../../shared/article/render/text.ts";
import { type CorpusPage, readPage } from "./corpus.ts";
import { measureOverlap, type Overlap, summariseOverlaps } from "./score-text.ts";
import { toMarkdownTable } from "./tables.ts";

/** A page's overlap with its truth, as it is and without each rule that had a hand in it. */
interface AblatedPage {
  readonly set: string;
  readonly whole: Overlap;
  readonly without: ReadonlyMap<string, Overlap>;
}

export interface RuleWorth {
  readonly rule: string;
  /** Pages whose score is another without the rule. */
  readonly pages: number;
  /** The score with the rule less the score without it. */
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
}

/** Left out together, to see what a whole step brings. */
const ALL_TRIMMING = "trim: all rules";
const ALL_CHOOSING = "choose: all but Readability's own";

/** @param onPage - Told how many pages are done. */
export async function ablate(pages: readonly CorpusPage[], onPage: (done: number) => void): Promise<AblatedPage[]> {
  const ablated: AblatedPage[] = [];
  for (const [at, page] of pages.entries()) {
    if (page.truth.text !== undefined) ablated.push(...(await ablatePage(page, page.truth.text)));
    onPage(at + 1);
  }
  return ablated;
}

/** Empty for a page that cannot be extracted at all. */
async function ablatePage(page: CorpusPage, truth: string): Promise<AblatedPage[]> {
  const chosen = await choose(page);
  if (chosen === null) return [];
  const { about } = chosen;
  const measure = (
    root: ChosenContent["root"] | null,
    without?: ReadonlySet<string>,
    watch?: (rule: string) => void,
  ) => {
    const found =
      root === null ? "" : renderTrimmed(root, about, { ...(without && { without }), ...(watch && { watch }) });
    return measureOverlap(truth, found, page.truth.optional_text);
  };
  const fired = new Set<string>();
  const whole = measure(chosen.root, undefined, (rule) => fired.add(rule));
  const without = new Map([[ALL_TRIMMING, measure(chosen.root, new Set(TRIM_RULES))]]);
  for (const rule of fired) without.set(`trim: ${rule}`, measure(chosen.root, new Set([rule])));
  const plain = about.readable ?? (chosen.from === "whole-page" ? null : wholePage(about.page));
  if (plain !== chosen.root) {
    const overlap = measure(plain);
    without.set(`choose: ${chosen.from}`, overlap).set(ALL_CHOOSING, overlap);
  }
  return [{ set: page.set, whole, without }];
}

async function choose(page: CorpusPage): Promise<(ChosenContent & { about: PageContent }) | null> {
  const { url } = page.truth;
  let chosen: (ChosenContent & { about: PageContent }) | null = null;
  const input: ExtractionInput = { ...INPUT, url, body: readPage(page) };
  await extractArticle(input, (content, about) => (chosen = { ...content, about })).catch(() => undefined);
  return chosen;
}

const AT = "2026-01-01T00:00:00.000Z";
const INPUT = {
  captureId: "00000000-0000-0000-0000-000000000000",
  ...{ capturedAt: AT, extractedAt: AT, contentType: "text/html" },
} as const;

type TrimOptions = Parameters<typeof trimContent>[2];

/** As extract-article.ts does it. */
function renderTrimmed(root: ChosenContent["root"], about: PageContent, options: TrimOptions): string {
  return renderText(readBlocks(sanitiseTree(trimContent(root, about, options), about.facts.baseUrl)));
}

/** What each rule brings on each set, the most first; rules that took nothing out anywhere are in no list. */
export function weighRules(pages: readonly AblatedPage[]): Map<string, RuleWorth[]> {
  const sets = Map.groupBy(pages, ({ set }) => set);
  return new Map([...sets].map(([set, all]) => [set, weighSet(all)]));
}

function weighSet(pages: readonly AblatedPage[]): RuleWorth[] {
  const whole = summariseOverlaps(pages.map((page) => page.whole));
  const rules = new Set(pages.flatMap(({ without }) => [...without.keys()]));
  const worths = [...rules].map((rule): RuleWorth => {
    const rest = summariseOverlaps(pages.map((page) => page.without.get(rule) ?? page.whole));
    return {
      rule,
      pages: pages.filter(({ without, whole }) => isOther(without.get(rule) ?? whole, whole)).length,
      ...{ f1: whole.f1 - rest.f1, precision: whole.precision - rest.precision, recall: whole.recall - rest.recall },
    };
  });
  return worths.sort((one, other) => other.f1 - one.f1);
}

function isOther(one: Overlap, other: Overlap): boolean {
  return one.truePositive !== other.truePositive || one.falsePositive !== other.falsePositive;
}

/** A table a set, and the rules that brought nothing on any. */
export function reportAblation(pages: readonly AblatedPage[]): string {
  const worths = weighRules(pages);
  const tables = [...worths].map(([set, rules]) => {
    const whole = summariseOverlaps(pages.filter((page) => page.set === set).map((page) => page.whole));
    const rows = rules.map(({ rule, pages: count, f1, precision, recall }) => {
      return [rule, ...[f1, precision, recall].map(formatGain), String(count)];
    });
    const header = [`brought on ${set} (F1 ${whole.f1.toFixed(4)})`, "F1", "precision", "recall", "pages"];
    return `${toMarkdownTable(header, rows)}\n`;
  });
  const useful = new Set(
    [...worths.values()].flatMap((rules) => rules.flatMap(({ rule, f1 }) => (f1 > 0 ? [rule] : []))),
  );
  const useless = TRIM_RULES.filter((name) => !useful.has(`trim: ${name}`));
  return `${tables.join("")}Rules that brought nothing on any set: ${useless.join(", ") || "none"}.\n`;
}

/** In thousandths, with its sign: most rules bring less than one. */
function formatGain(gain: number): string {
  const thousandths = (1_000 * gain).toFixed(2);
  return gain > 0 ? `+${thousandths}` : thousandths.replace("-", "−");
}
