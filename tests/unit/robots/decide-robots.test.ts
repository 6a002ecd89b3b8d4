import { describe, expect, it } from "vitest";
import { decideRobots } from "../../../shared/robots/decide-robots.ts";
import { parseRobots } from "../../../shared/robots/parse-robots.ts";
import { PRODUCT_TOKEN } from "../../../shared/robots/product-token.ts";
import { ROBOTS_LIMITS } from "../../../shared/robots/robots-rules.ts";

const HOST = "https://harbour.example";

function decide(robots: string, path: string, productToken = PRODUCT_TOKEN) {
  return decideRobots(parseRobots(Buffer.from(robots)), HOST + path, productToken);
}

/** Decides with rules of the one group that all crawlers share. */
function decideByRules(rules: readonly string[], path: string) {
  return decide(["User-agent: *", ...rules].join("\n"), path);
}

describe("one Disallow line", () => {
  it.each([
    // A path is a prefix.
    ["/", "/", true],
    ["/", "/any/thing?at=all", true],
    ["/fish", "/fish", true],
    ["/fish", "/fish.html", true],
    ["/fish", "/fishing/nets", true],
    ["/fish", "/fish?id=1", true],
    ["/fish", "/Fish", false],
    ["/fish", "/cat/fish", false],
    ["/fish/", "/fish", false],
    ["/fish/", "/fish/", true],
    ["/fish/", "/fish/cod", true],
    ["/fish?", "/fish", false],
    ["/fish?", "/fish?", true],
    ["/a b", "/a%20b", true],
    // Stars.
    ["*", "/fish", true],
    ["/*", "/fish", true],
    ["/fish*", "/fish", true],
    ["/fish*", "/fi", false],
    ["/*.php", "/index.php", true],
    ["/*.php", "/folder/index.php?query", true],
    ["/*.php", "/folder/index.PHP", false],
    ["/fish*.php", "/fish.php", true],
    ["/fish*.php", "/fisheries/list.php.html", true],
    ["/fish*.php", "/php/fish", false],
    ["*.pdf", "/papers/tide.pdf", true],
    ["/a*b*c", "/a-c-b-c", true],
    ["/a*b*c", "/a-c-b", false],
    ["/a**b", "/ab", true],
    ["/*?*sort=", "/list?page=2&sort=up", true],
    ["/*?*sort=", "/sort=up", false],
    ["/*/print", "/a?back=/b/print", true],
    // The end mark.
    ["/fish$", "/fish", true],
    ["/fish$", "/fish/", false],
    ["/fish$", "/fish?x", false],
    ["/*.pdf$", "/tide.pdf", true],
    ["/*.pdf$", "/tide.pdf.pdf", true],
    ["/*.pdf$", "/tide.pdf?download", false],
    ["/fish*$", "/fishing/boat", true],
    ["/$", "/", true],
    ["/$", "/fish", false],
    ["/a*aa$", "/aa", false],
    ["/a*aa$", "/aaa", true],
    ["/price$list", "/price$list", true],
    ["/price$list", "/price%24list", true],
    ["/price%24", "/price$", true],
    ["/price%24", "/price$list", true],
    // A star that is meant literally (RFC 9309, section 2.2.3).
    ["/path/file-with-a-%2A.html", "/path/file-with-a-*.html", true],
    ["/path/file-with-a-%2A.html", "/path/file-with-a-%2a.html", true],
    ["/path/file-with-a-%2A.html", "/path/file-with-a-b.html", false],
    ["/path/foo-%24", "/path/foo-$", true],
    // The table of RFC 9309, section 2.2.2.
    ["/foo/bar?baz=quz", "/foo/bar?baz=quz", true],
    ["/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar", true],
    ["/foo/bar?baz=https%3A%2F%2Ffoo.bar", "/foo/bar?baz=https://foo.bar", true],
    ["/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https://foo.bar", true],
    ["/foo/bar/ツ", "/foo/bar/%E3%83%84", true],
    ["/foo/bar/%E3%83%84", "/foo/bar/ツ", true],
    ["/foo/bar/%e3%83%84", "/foo/bar/%E3%83%84", true],
    ["/foo/bar/%62%61%7A", "/foo/bar/baz", true],
    ["/foo/bar/baz", "/foo/bar/%62%61%7A", true],
    // Encoded delimiters are data; other reserved characters are the same either way.
    ["/a%2Fb", "/a/b", false],
    ["/a/b", "/a%2Fb", false],
    ["/a%2Fb", "/a%2fb", true],
    ["/a%3Fb", "/a?b", false],
    ["/q?a%26b", "/q?a&b", false],
    ["/a:b@c", "/a%3Ab%40c", true],
    ["/a%28b%29", "/a(b)", true],
    ["/*to=%2Fhome", "/login?to=%2Fhome", true],
    ["/*to=/home", "/login?to=/home", true],
    ["/%7Ekeeper/", "/~keeper/", true],
    ["/100%", "/100%", true],
    ["/100%", "/100%25", true],
    ["/100%zz", "/100%zz", true],
    ["/grün*/é", "/gr%C3%BCn-und-blau/%C3%A9t%C3%A9", true],
    ["/grün", "/gr%FCn", false],
    ["/%F0%9F%90%9F", "/🐟", true],
  ])("of %s with %s: forbidden is %s", (rule, path, forbidden) => {
    const decision = decideByRules([`Disallow: ${rule}`], path);
    expect(decision).toEqual({
      allowed: !forbidden,
      rule: forbidden ? `Disallow: ${rule}` : null,
      group: "User-agent: *",
    });
  });

  it("of bytes that are not UTF-8 matches the same bytes in a URL", () => {
    const robots = Buffer.concat([Buffer.from("User-agent: *\nDisallow: /gr"), Buffer.from([0xfc]), Buffer.from("n")]);
    expect(decideRobots(parseRobots(robots), `${HOST}/gr%FCn`, PRODUCT_TOKEN).allowed).toBe(false);
    expect(decideRobots(parseRobots(robots), `${HOST}/gr%C3%BCn`, PRODUCT_TOKEN).allowed).toBe(true);
  });
});

describe("of several rules", () => {
  it.each([
    ["the longest wins", ["Disallow: /p", "Allow: /page"], "/page", "Allow: /page"],
    ["the longest wins, whatever the order", ["Allow: /page", "Disallow: /page/x"], "/page/x", "Disallow: /page/x"],
    ["allowing wins a tie", ["Disallow: /folder", "Allow: /folder"], "/folder/page", "Allow: /folder"],
    ["allowing wins a tie, whatever the order", ["Allow: /folder", "Disallow: /folder"], "/folder", "Allow: /folder"],
    ["stars count as octets", ["Allow: /page", "Disallow: /*.htm"], "/page.htm", "Disallow: /*.htm"],
    ["the end mark counts", ["Disallow: /", "Allow: /$"], "/", "Allow: /$"],
    ["what does not match does not count", ["Disallow: /", "Allow: /$"], "/page", "Disallow: /"],
    ["length is counted encoded", ["Allow: /ツ", "Disallow: /*******"], "/ツ", "Allow: /ツ"],
    ["both ways to write an octet are as long", ["Disallow: /%E3%83%84", "Allow: /ツ"], "/ツ", "Allow: /ツ"],
    ["an encoded letter counts as one", ["Disallow: /%62%61%7A", "Allow: /ba*z"], "/baz", "Allow: /ba*z"],
    ["an empty Disallow forbids nothing", ["Disallow:"], "/page", null],
    ["an empty Disallow does not undo another", ["Disallow:", "Disallow: /p"], "/page", "Disallow: /p"],
    ["an empty Allow permits nothing", ["Allow:", "Disallow: /"], "/page", "Disallow: /"],
  ])("%s", (_, rules, path, rule) => {
    const decision = decideByRules(rules, path);
    expect(decision.rule).toBe(rule);
    expect(decision.allowed).toBe(rule === null || rule.startsWith("Allow"));
  });

  it("never forbids /robots.txt itself, only what lies beside it", () => {
    expect(decideByRules(["Disallow: /"], "/robots.txt").allowed).toBe(true);
    expect(decideByRules(["Disallow: /"], "/robots.txt.bak").allowed).toBe(false);
    expect(decideByRules(["Disallow: /"], "/docs/robots.txt").allowed).toBe(false);
  });

  it("leaves a URL's fragment, credentials and host out of it", () => {
    const rules = parseRobots(Buffer.from("User-agent: *\nDisallow: /*keeper"));
    const allowed = (url: string) => decideRobots(rules, url, PRODUCT_TOKEN).allowed;
    expect(allowed("https://keeper.example/a#keeper")).toBe(true);
    expect(allowed("https://keeper@harbour.example/a")).toBe(true);
    expect(allowed("https://harbour.example?keeper")).toBe(false);
  });
});

describe("the group", () => {
  const shared = "User-agent: *\nDisallow: /";
  it.each([
    ["names us", `${shared}\nUser-agent: Pressmark\nDisallow: /ours`, "/x", true, "User-agent: Pressmark"],
    ["names us in another case", `${shared}\nUser-agent: PRESSMARK\nAllow: /`, "/x", true, "User-agent: PRESSMARK"],
    [
      "names us with a version",
      `${shared}\nUser-agent: pressmark/0.1\nAllow: /`,
      "/x",
      true,
      "User-agent: pressmark/0.1",
    ],
    [
      "names us among others",
      `User-agent: a\nUser-agent: pressmark\nDisallow: /\n`,
      "/x",
      false,
      "User-agent: pressmark",
    ],
    [
      "names all, for want of one that names us",
      `User-agent: other\nAllow: /\n${shared}`,
      "/x",
      false,
      "User-agent: *",
    ],
    [
      "names us and forbids nothing",
      `User-agent: pressmark\nDisallow:\n\n${shared}`,
      "/x",
      true,
      "User-agent: pressmark",
    ],
    ["names us and is empty", `${shared}\n\nUser-agent: pressmark`, "/x", true, "User-agent: pressmark"],
    ["names one like us", "User-agent: pressmark-images\nDisallow: /", "/x", true, null],
    ["names the start of our name", "User-agent: press\nDisallow: /", "/x", true, null],
    ["names nobody", "User-agent:\nDisallow: /", "/x", true, null],
    ["names all, and more", "User-agent: * # everyone\nDisallow: /", "/x", false, "User-agent: *"],
    ["has a star that is part of a name", "User-agent: *bot\nDisallow: /", "/x", true, null],
    ["is not there", "Sitemap: /map.xml", "/x", true, null],
  ])("that %s decides", (_, robots, path, allowed, group) => {
    expect(decide(robots, path)).toMatchObject({ allowed, group });
  });

  it("is all groups of one agent together", () => {
    const robots =
      "User-agent: pressmark\nDisallow: /a\n\nUser-agent: x\nDisallow: /b\n\nUser-agent: Pressmark\nDisallow: /c";
    expect(["/a", "/b", "/c"].map((path) => decide(robots, path).allowed)).toEqual([false, true, false]);
  });

  it("of all is several groups together too", () => {
    const robots = "User-agent: *\nDisallow: /a\n\nUser-agent: x\nDisallow: /b\n\nUser-agent: *\nDisallow: /c";
    expect(["/a", "/b", "/c"].map((path) => decide(robots, path).allowed)).toEqual([false, true, false]);
  });

  // The shape of the example in RFC 9309, section 5.1.
  it.each([
    ["other", "/tide.gif", false],
    ["other", "/tide.gif?large", true],
    ["other", "/drafts/", false],
    ["other", "/papers/", true],
    ["harbour-bot", "/papers/", false],
    ["harbour-bot", "/drafts/page.html", true],
    ["harbour-bot", "/drafts/tide.gif", true],
    ["harbour-bot", "/drafts/wind.gif", false],
    ["pilot", "/drafts/page.html", false],
    ["quayside", "/drafts/page.html", false],
    ["quayside", "/drafts/tide.gif", true],
    ["silent", "/drafts/page.html", true],
  ])("of one file answers %s asking for %s with %s", (agent, path, allowed) => {
    const robots = [
      "User-Agent: *\nDisallow: *.gif$\nDisallow: /drafts/\nAllow: /papers/",
      "User-Agent: harbour-bot\nDisallow: /\nAllow: /drafts/page.html\nAllow: /drafts/tide.gif",
      "User-Agent: pilot\nUser-Agent: quayside\nDisallow: /drafts/page.html",
      "User-Agent: silent",
    ].join("\n\n");
    expect(decide(robots, path, agent).allowed).toBe(allowed);
  });
});

describe("the quoted lines", () => {
  it("are cut where they are too long to be stored with each capture", () => {
    const { rule } = decideByRules([`Disallow: /${"*".repeat(2000)}`], "/x");
    expect(rule).toHaveLength(ROBOTS_LIMITS.maxQuotedCharacters);
    expect(rule).toMatch(/^Disallow: \/\*+…$/);
  });
});
