import { describe, expect, it } from "vitest";
import { decideRobots } from "../../../shared/robots/decide-robots.ts";
import { narrowRules } from "../../../shared/robots/narrow-rules.ts";
import { parseRobots } from "../../../shared/robots/parse-robots.ts";
import { PRODUCT_TOKEN } from "../../../shared/robots/product-token.ts";
import { ROBOTS_LIMITS } from "../../../shared/robots/robots-rules.ts";

/** What a DynamoDB item may hold, names of attributes included. */
const DYNAMODB_ITEM_BYTES = 400 * 1024;

function parse(lines: readonly string[]) {
  return parseRobots(Buffer.from(lines.join("\n")));
}

describe("narrowRules", () => {
  it("keeps what concerns one crawler, each line once, and the sitemaps", () => {
    const rules = parse([
      "User-agent: Pressmark",
      "Disallow: /a",
      "User-agent: other",
      "Disallow: /",
      "Sitemap: /map.xml",
      "User-agent: pressmark",
      "Crawl-delay: 3",
      "Disallow: /a",
      "Allow: /a/b",
    ]);
    expect(narrowRules(rules, PRODUCT_TOKEN)).toEqual({
      groups: [{ agents: ["User-agent: Pressmark"], rules: ["Disallow: /a", "Allow: /a/b"], crawlDelaySeconds: 3 }],
      sitemaps: ["/map.xml"],
      truncated: false,
      coarse: false,
    });
  });

  it("keeps no group where none applies", () => {
    expect(narrowRules(parse(["User-agent: other", "Disallow: /"]), PRODUCT_TOKEN).groups).toEqual([]);
  });

  it.each([
    ["paths of usual length", (nth: number) => `Disallow: /news/${nth % 30}/${(nth * 7919) % 10_007}-harbour-notes`],
    ["short paths", (nth: number) => `Disallow:/${nth.toString(36)}`],
    ["characters that JSON escapes", (nth: number) => `Disallow: /${"\u0001".repeat(30)}${nth}`],
    ["one path as long as the file", () => `Disallow: /${"long*".repeat(102_000)}`],
    ["allowed paths", (nth: number) => `Allow: /news/${nth}/a-long-name-for-a-short-note`],
    ["sitemaps", (nth: number) => `Sitemap: https://harbour.example/sitemaps/${nth}.xml`],
  ])("makes an entry that fits of a file full of %s", (_, line) => {
    const lines = ["User-agent: *"];
    let bytes = 0;
    while (bytes < ROBOTS_LIMITS.maxFileBytes - 1000) {
      const next = line(lines.length);
      lines.push(next);
      bytes += next.length + 1;
    }
    const rules = parse(lines);
    expect(Buffer.byteLength(JSON.stringify(rules))).toBeGreaterThan(ROBOTS_LIMITS.maxSitemapBytes / 2);
    expect(Buffer.byteLength(JSON.stringify(narrowRules(rules, PRODUCT_TOKEN)))).toBeLessThan(
      0.95 * DYNAMODB_ITEM_BYTES,
    );
  });

  it("forbids more, never less, when rules have to be cut", () => {
    let seed = 3;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const units = ["a", "b", "/", "*", "$", "%62", "%C3%A9", "é", "🐟", "?", "&"];
    const word = (letters: readonly string[], length: number) =>
      Array.from({ length }, () => letters[random(letters.length)]).join("");
    let forbidden = 0;
    for (let round = 0; round < 300; round++) {
      const lines = Array.from(
        { length: 6 },
        () => `${random(3) === 0 ? "Allow" : "Disallow"}: /${word(units, random(12))}`,
      );
      const rules = parse(["User-agent: *", ...lines]);
      const coarse = narrowRules(rules, PRODUCT_TOKEN, 40 + random(80));
      for (const line of lines) {
        // A path made from a rule is the likeliest to match it.
        const path = line.slice(line.indexOf("/")).replaceAll("*", "b").replace(/\$$/, "");
        const url = `https://harbour.example${path}`;
        if (decideRobots(rules, url, PRODUCT_TOKEN).allowed) continue;
        forbidden += 1;
        expect(decideRobots(coarse, url, PRODUCT_TOKEN).allowed, `${path} by ${lines.join(" ")}`).toBe(false);
      }
    }
    expect(forbidden).toBeGreaterThan(500);
  });

  it("says so when rules had to be cut, and cuts no more than it must", () => {
    const lines = Array.from({ length: 100 }, (_, nth) => `Disallow: /${nth}/${"x".repeat(200)}`);
    const narrow = narrowRules(parse(["User-agent: *", ...lines]), PRODUCT_TOKEN, 10_000);
    expect(narrow.coarse).toBe(true);
    expect(narrow.groups[0]?.rules).toHaveLength(100);
    expect(decideRobots(narrow, "https://harbour.example/7/other", PRODUCT_TOKEN).allowed).toBe(true);
    expect(decideRobots(narrow, `https://harbour.example/7/${"x".repeat(100)}`, PRODUCT_TOKEN).allowed).toBe(false);
  });
});
