import { describe, expect, it } from "vitest";
import { parseRobots } from "../../../shared/robots/parse-robots.ts";
import { ROBOTS_LIMITS } from "../../../shared/robots/robots-rules.ts";

const BOM = "\ufeff";

function parse(text: string) {
  return parseRobots(Buffer.from(text));
}

/** Groups as `agents | rules`, which reads faster than objects. */
function shape(text: string): string[] {
  return parse(text).groups.map(({ agents, rules }) => `${agents.join(", ")} | ${rules.join(", ")}`);
}

describe("parseRobots", () => {
  it.each([
    ["LF", "\n"],
    ["CR LF", "\r\n"],
    ["CR", "\r"],
    ["a mix that doubles them", "\n\r\n"],
  ])("reads lines that end in %s", (_, end) => {
    expect(shape(["User-agent: a", "Disallow: /x", "Allow: /x/y"].join(end))).toEqual([
      "User-agent: a | Disallow: /x, Allow: /x/y",
    ]);
  });

  it.each([
    ["a byte order mark", `${BOM}User-agent: a\nDisallow: /x`, ["User-agent: a | Disallow: /x"]],
    [
      "white space and comments",
      "  # tides\n\t User-agent: a # us\n Disallow: /x# y ",
      ["User-agent: a | Disallow: /x"],
    ],
    ["any case of field names", "USER-AGENT: a\ndisALLOW: /X", ["USER-AGENT: a | disALLOW: /X"]],
    ["space before the colon", "User-agent : a\nDisallow\t:/x", ["User-agent : a | Disallow\t:/x"]],
    ["frequent misspellings", "useragent: a\nDissallow: /x", ["useragent: a | Dissallow: /x"]],
    [
      "several agents of one group",
      "User-agent: a\n\nUser-agent: b\nAllow: /",
      ["User-agent: a, User-agent: b | Allow: /"],
    ],
    [
      "empty lines inside a group",
      "User-agent: a\n\nDisallow: /x\n\nDisallow: /y",
      ["User-agent: a | Disallow: /x, Disallow: /y"],
    ],
    [
      "a new group after a rule",
      "User-agent: a\nDisallow: /x\nUser-agent: b\nDisallow: /y",
      ["User-agent: a | Disallow: /x", "User-agent: b | Disallow: /y"],
    ],
    [
      "a new group after an empty rule",
      "User-agent: a\nDisallow:\nUser-agent: b\nDisallow: /",
      ["User-agent: a | ", "User-agent: b | Disallow: /"],
    ],
    [
      "a sitemap without ending the group",
      "User-agent: a\nSitemap: /s\nUser-agent: b\nDisallow: /",
      ["User-agent: a, User-agent: b | Disallow: /"],
    ],
    [
      "a delay without ending the group",
      "User-agent: a\nCrawl-delay: 1\nUser-agent: b\nDisallow: /",
      ["User-agent: a, User-agent: b | Disallow: /"],
    ],
    [
      "unknown lines as nothing",
      "User-agent: a\nNoindex: /x\nhello\nHost: b\nDisallow: /y",
      ["User-agent: a | Disallow: /y"],
    ],
    ["rules before any agent as nothing", "Disallow: /\nUser-agent: a\nDisallow: /y", ["User-agent: a | Disallow: /y"]],
    [
      "paths without a slash as nothing",
      "User-agent: a\nDisallow: x\nDisallow: https://h.example/x\nDisallow: *.pdf",
      ["User-agent: a | Disallow: *.pdf"],
    ],
    ["a web page in place of rules", "<!doctype html>\n<p style='color: red'>Not here: <a href=/>home</a>", []],
    ["nothing", "", []],
  ])("reads %s", (_, text, groups) => {
    expect(shape(text)).toEqual(groups);
  });

  it("percent-encodes what is not UTF-8, and only in that line", () => {
    const bytes = Buffer.concat([
      Buffer.from("User-agent: a\nDisallow: /mer"),
      Buffer.from([0xe9]),
      Buffer.from("e\nDisallow: /marée\nDisallow: /\u00e0"),
    ]);
    expect(parseRobots(bytes).groups[0]?.rules).toEqual(["Disallow: /mer%E9e", "Disallow: /marée", "Disallow: /à"]);
  });

  it("collects sitemaps from anywhere, each once", () => {
    const { sitemaps } = parse(
      "Sitemap: https://h.example/a.xml\nUser-agent: *\nSITEMAP: /b.xml\nSitemap: https://h.example/a.xml\nSitemap:",
    );
    expect(sitemaps).toEqual(["https://h.example/a.xml", "/b.xml"]);
  });

  it("keeps no more sitemaps than fit", () => {
    const many = Array.from({ length: 5000 }, (_, nth) => `Sitemap: https://h.example/${nth}.xml`).join("\n");
    const rules = parse(many);
    expect(Buffer.byteLength(JSON.stringify(rules.sitemaps))).toBeLessThanOrEqual(ROBOTS_LIMITS.maxSitemapBytes + 2);
    expect(rules.sitemaps.length).toBeGreaterThan(500);
    expect(rules.truncated).toBe(true);
  });

  it.each([
    ["3", 3],
    ["0.5", 0.5],
    [".25", 0.25],
    ["10 seconds", 10],
    ["0", 0],
    ["-1", null],
    ["soon", null],
    ["", null],
    ["9".repeat(400), 999_999_999],
  ])("reads the delay of 'Crawl-delay: %s' as %s", (value, seconds) => {
    expect(parse(`User-agent: *\nCrawl-delay: ${value}`).groups[0]?.crawlDelaySeconds).toBe(seconds);
  });

  describe("at the size limit", () => {
    const head = "User-agent: *\nDisallow: /first\n#";
    const filled = (tail: string) => head + "x".repeat(ROBOTS_LIMITS.maxFileBytes - head.length - tail.length) + tail;

    it("reads a file of just that size whole", () => {
      const rules = parse(filled("\nDisallow: /last"));
      expect(rules.groups[0]?.rules).toEqual(["Disallow: /first", "Disallow: /last"]);
      expect(rules.truncated).toBe(false);
    });

    it("keeps a line that ends at the limit", () => {
      const rules = parse(`${filled("\nDisallow: /last")}\nDisallow: /beyond`);
      expect(rules.groups[0]?.rules).toEqual(["Disallow: /first", "Disallow: /last"]);
      expect(rules.truncated).toBe(true);
    });

    it("drops a line that the limit cuts, because half a path forbids more", () => {
      expect(parse(`${filled("\nDisallow: /last")}-one`).groups[0]?.rules).toEqual(["Disallow: /first"]);
    });
  });

  it("throws for no bytes, and is the same after a round trip as JSON", () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    const words = [
      "User-agent:",
      "Disallow:",
      "Allow: /",
      "\n",
      "\r",
      " *",
      "a",
      "#",
      "\u0000",
      ":",
      "Crawl-delay: 1e9",
    ];
    for (let round = 0; round < 500; round++) {
      const parts = Array.from({ length: 40 }, () =>
        random() < 0.3 ? Buffer.from([random() * 256]) : Buffer.from(words[Math.floor(random() * words.length)] ?? ""),
      );
      const rules = parseRobots(Buffer.concat(parts));
      expect(JSON.parse(JSON.stringify(rules))).toEqual(rules);
    }
  });
});
