import { describe, expect, it } from "vitest";
import { buildUserAgent } from "../../../shared/fetch/user-agent.ts";
import { isRobotsMetaName, readArchiveDirectives } from "../../../shared/robots/archive-directives.ts";
import { PRODUCT_TOKEN } from "../../../shared/robots/product-token.ts";

describe("readArchiveDirectives", () => {
  it.each([
    [["noarchive"], true],
    [["NoArchive"], true],
    [["noindex, noarchive"], true],
    [["noindex", "noarchive"], true],
    [["noindex,noarchive,nofollow"], true],
    [["pressmark: noarchive"], true],
    [["Pressmark : noindex, noarchive"], true],
    [["*: noarchive"], true],
    [["otherbot: noarchive"], false],
    [["otherbot: noindex, noarchive"], false],
    [["otherbot: noindex, pressmark: noarchive"], true],
    [["pressmark: noindex, otherbot: noarchive"], false],
    [["otherbot: noindex", "noarchive"], true],
    [["unavailable_after: 25 Jun 2031 15:00:00 GMT, noarchive"], true],
    [["unavailable_after: Wed, 25 Jun 2031 15:00:00 GMT, noarchive"], true],
    [["max-snippet:10, noarchive"], true],
    [["otherbot: max-snippet:10, noarchive"], false],
    [["none"], false],
    [["archive"], false],
    [["noarchived"], false],
    [[""], false],
    [[":"], false],
    [[], false],
  ])("of the header values %j finds noarchive: %s", (values, noarchive) => {
    const source = noarchive ? "x-robots-tag" : null;
    expect(readArchiveDirectives(values, [], PRODUCT_TOKEN)).toEqual({ noarchive, source });
  });

  it.each([
    [["noarchive"], true],
    [["index, follow", "NOARCHIVE"], true],
    [["noindex nofollow noarchive"], true],
    [["noindex;noarchive"], true],
    [["index,\n  noarchive"], true],
    [["archive, noarchive"], true],
    [["index, follow"], false],
    [["none"], false],
    [["noarchive-not"], false],
    [[], false],
  ])("of the meta contents %j finds noarchive: %s", (contents, noarchive) => {
    const source = noarchive ? "meta" : null;
    expect(readArchiveDirectives([], contents, PRODUCT_TOKEN)).toEqual({ noarchive, source });
  });

  it("names the header where both say so", () => {
    expect(readArchiveDirectives(["noarchive"], ["noarchive"], PRODUCT_TOKEN).source).toBe("x-robots-tag");
  });
});

describe("isRobotsMetaName", () => {
  it.each([
    ["robots", true],
    [" ROBOTS ", true],
    ["Pressmark", true],
    ["otherbot", false],
    ["", false],
  ])("of '%s' is %s", (name, expected) => {
    expect(isRobotsMetaName(name, PRODUCT_TOKEN)).toBe(expected);
  });
});

describe("the product token", () => {
  it("is a part of the User-Agent header, and of the letters that a robots.txt can hold", () => {
    expect(buildUserAgent("mailto:keeper@harbour.example")).toContain(`${PRODUCT_TOKEN}/`);
    expect(PRODUCT_TOKEN).toMatch(/^[A-Za-z_-]+$/);
  });
});
