/** What the bench makes of pages that were scored with and without a rule. */
import { expect, it } from "vitest";
import { reportAblation, weighRules } from "../../../bench/extract/ablation.ts";
import { TRIM_RULES } from "../../../shared/article/content/trim-content.ts";

const overlap = (truePositive: number, falsePositive: number, falseNegative: number) => ({
  ...{ truePositive, falsePositive, falseNegative },
});
const RIGHT = overlap(1, 0, 0);
const LEAKS = overlap(0.5, 0.5, 0);
const [FIRST = "", SECOND = ""] = TRIM_RULES;

const PAGES = [
  { set: "news", whole: RIGHT, without: new Map([[`trim: ${FIRST}`, LEAKS]]) },
  { set: "news", whole: RIGHT, without: new Map([[`trim: ${SECOND}`, RIGHT]]) },
  { set: "blogs", whole: overlap(0.5, 0, 0.5), without: new Map([[`trim: ${SECOND}`, RIGHT]]) },
];

it("weighs a rule by the set's score with it less the score without it", () => {
  const news = weighRules(PAGES).get("news");
  // Precision of the two pages is 1 with the rule, and 3/4 without: F1 1 and 6/7.
  expect(news).toEqual([
    { rule: `trim: ${FIRST}`, pages: 1, f1: 1 - (2 * 0.75) / 1.75, precision: 0.25, recall: 0 },
    { rule: `trim: ${SECOND}`, pages: 0, f1: 0, precision: 0, recall: 0 },
  ]);
  expect(weighRules(PAGES).get("blogs")).toMatchObject([{ rule: `trim: ${SECOND}`, pages: 1, recall: -0.5 }]);
});

it("names the rules that bring nothing anywhere, also those that did nothing", () => {
  const [, useless = ""] = /brought nothing on any set: (.*)\.\n/.exec(reportAblation(PAGES)) ?? [];
  expect(useless.split(", ")).toEqual(TRIM_RULES.filter((rule) => rule !== FIRST));
});
