import { describe, expect, it } from "vitest";
import { decideItem, decideItems, type KnownItem, RUN_START, type SeenItem } from "../../../shared/sources/scope.ts";
import { matchesUrlPattern, toPatternSubject } from "../../../shared/sources/url-pattern.ts";
import { articleIdentity } from "../../../shared/url/article-identity.ts";
import { inMinutes, NOW, sourceOf } from "./setting.ts";

const DAY = 1440;
const at = (rest: string): string => `https://paper.example${rest}`;
const iso = (minutes: number): string => inMinutes(minutes).toISOString();
const decide = (scope: object, item: Partial<SeenItem>, known?: KnownItem) =>
  decideItem(sourceOf({ scope }), { url: at("/a"), ...item }, known, RUN_START.accepted, NOW);

describe("a pattern", () => {
  it.each([
    ["/politics/*", at("/politics/budget"), true],
    ["/politics/*", at("/politics/"), true],
    ["/politics/*", at("/politics"), false],
    ["/politics/*", at("/world/politics/x"), false],
    ["*/politics/*", at("/world/politics/x"), true],
    ["/ferry", at("/ferry"), true],
    ["/ferry", at("/ferry?page=2"), false],
    ["/ferry*", at("/ferry?page=2"), true],
    ["/story?id=*", at("/story?id=4"), true],
    ["/story.id", at("/storyXid"), false],
    ["*.html", at("/a/b.html"), true],
    ["*.html", at("/a/b.html?x"), false],
    ["/*/2026/*.html", at("/a/b/2026/03/c.html"), true],
    ["/a*b*c", at("/a-c-b"), false],
    ["/a*a", at("/a"), false],
    ["/ab*ba", at("/aba"), false],
    ["/*ab*ab*", at("/ab"), false],
    ["/*ab*b", at("/ab"), false],
    ["/Ferry", at("/ferry"), false],
    ["paper.example/*", "https://www.paper.example/a", true],
    ["*.paper.example/*", "https://news.paper.example/a", true],
    ["*.paper.example/*", "https://paper.example/a", false],
    ["paper.example:8080/*", "http://paper.example:8080/a", true],
    ["*", at("/anything?at=all"), true],
    ["**", at("/"), true],
    ["/(a+)+$", at("/aaaa"), false],
  ])("%s of %s: %s", (pattern, url, isMatch) => {
    expect(matchesUrlPattern(pattern, toPatternSubject(url))).toBe(isMatch);
  });

  it("written to take for ever takes no time", () => {
    const subject = toPatternSubject(at(`/${"a".repeat(2000)}`));
    const start = performance.now();
    for (let times = 0; times < 20; times += 1) {
      expect(matchesUrlPattern(`/${"*a".repeat(149)}*b*`, subject)).toBe(false);
    }
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe("an item", () => {
  it.each([
    ["on the source's host, www or not", { sameHost: true }, { url: "https://www.paper.example/a" }, "new"],
    ["that an include pattern names", { include: ["/b/*", "/a"] }, {}, "new"],
    ["as old as may be", { maxAgeDays: 2 }, { publishedAt: iso(-2 * DAY) }, "new"],
    ["old, but edited since", { maxAgeDays: 2 }, { publishedAt: iso(-90 * DAY), modifiedAt: iso(-DAY) }, "new"],
    ["without a date, whatever the age limit", { maxAgeDays: 2 }, {}, "new"],
    ["with a date that says nothing", { maxAgeDays: 2 }, { publishedAt: "a while ago" }, "new"],
    ["from elsewhere, where that is allowed", { sameHost: false }, { url: "https://other.example/a" }, "new"],
  ])("%s is in scope", (_, scope, item, kind) => {
    expect(decide(scope, item)).toMatchObject({ kind });
  });

  it.each([
    ["other-host", { sameHost: true }, { url: "https://news.paper.example/a" }],
    ["not-included", { include: ["/b/*"] }, {}],
    ["excluded", { exclude: ["/x", "/a*"] }, {}],
    ["excluded", { include: ["/a"], exclude: ["/a"] }, {}],
    ["too-old", { maxAgeDays: 2 }, { publishedAt: iso(-2 * DAY - 1) }],
    ["too-old", { maxAgeDays: 2 }, { publishedAt: "x", modifiedAt: iso(-3 * DAY) }],
  ])("is out of scope by the rule %s: %j, %j", (rule, scope, item) => {
    expect(decide(scope, item)).toMatchObject({ kind: "out-of-scope", rule });
  });

  it("that is excluded names the pattern", () => {
    expect(decide({ exclude: ["/x", "/a*"] }, {})).toMatchObject({ pattern: "/a*" });
  });

  it("out of scope is left alone even when known and changed", () => {
    const known = { modifiedAt: iso(-DAY), seenAt: iso(-DAY) };
    expect(decide({ exclude: ["/a"] }, { modifiedAt: iso(0) }, known).kind).toBe("out-of-scope");
  });

  it.each([
    ["no date now", undefined, iso(-DAY), "known"],
    ["the same date", iso(-DAY), iso(-DAY), "known"],
    ["the same moment in another zone", "2026-03-14T10:30:00+01:00", iso(0), "known"],
    ["an older date", iso(-2 * DAY), iso(-DAY), "known"],
    ["a newer date", iso(-1), iso(-DAY), "changed"],
    ["a date for the first time, before it was first seen", iso(-6 * DAY), undefined, "known"],
    ["a date for the first time, after it was first seen", iso(-4 * DAY), undefined, "changed"],
    ["a date that says nothing", "today", iso(-DAY), "known"],
  ])("known before, with %s, is so: %s after %s is %s", (_, modifiedAt, before, kind) => {
    expect(decide({}, { modifiedAt }, { modifiedAt: before, seenAt: iso(-5 * DAY) }).kind).toBe(kind);
  });
});

describe("a run", () => {
  const kinds = (decided: readonly { decision: { kind: string } }[]): string[] =>
    decided.map(({ decision }) => decision.kind);
  const items = (...rests: string[]): SeenItem[] => rests.map((rest) => ({ url: at(rest) }));

  it("takes an item once, under however many spellings", () => {
    const { decided } = decideItems(
      sourceOf(),
      items("/a?utm_source=x", "/b", "/a", "/a#top"),
      new Map(),
      RUN_START,
      NOW,
    );
    expect(kinds(decided)).toEqual(["new", "new", "known", "known"]);
  });

  it("takes no more than its limit of new items, and of changed ones, each by itself", () => {
    const known = new Map(
      ["/c", "/d"].map((rest) => [articleIdentity(at(rest)), { modifiedAt: iso(-9), seenAt: iso(-9) }]),
    );
    const seen = items("/a", "/b", "/c", "/d").map((item) => ({ ...item, modifiedAt: iso(0) }));
    const { decided } = decideItems(sourceOf({ scope: { maxNewPerRun: 1 } }), seen, known, RUN_START, NOW);
    expect(kinds(decided)).toEqual(["new", "over-limit", "changed", "over-limit"]);
    expect(decided.map(({ decision }) => "of" in decision && decision.of)).toEqual([false, "new", false, "changed"]);
  });

  it("goes on from portion to portion", () => {
    const source = sourceOf({ scope: { maxNewPerRun: 2 } });
    const first = decideItems(source, items("/a"), new Map(), RUN_START, NOW);
    const second = decideItems(source, items("/a/", "/b", "/c"), new Map(), first.progress, NOW);
    expect(kinds(second.decided)).toEqual(["known", "new", "over-limit"]);
    expect(RUN_START.taken.size).toBe(0);
  });

  it("finds what was over its limit in the next one", () => {
    const source = sourceOf({ scope: { maxNewPerRun: 2 } });
    const known = new Map<string, KnownItem>();
    const taken: number[] = [];
    for (let run = 0; run < 4; run += 1) {
      const { progress } = decideItems(source, items("/a", "/b", "/c", "/d", "/e"), known, RUN_START, NOW);
      for (const [identity, item] of progress.taken) known.set(identity, item);
      taken.push(progress.accepted.new);
    }
    expect(taken).toEqual([2, 2, 1, 0]);
  });
});
