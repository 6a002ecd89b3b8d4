import { describe, expect, it } from "vitest";
import { headerList, headerValues, parseHeaderLines } from "../../../shared/fetch/header-lines.ts";
import { redirectOf } from "../../../shared/fetch/redirect.ts";
import { requestTarget } from "../../../shared/fetch/request-target.ts";
import { buildUserAgent } from "../../../shared/fetch/user-agent.ts";

describe("header lines", () => {
  it("are found whatever their case, without white space around the value", () => {
    const lines = [
      ["Vary", " a "],
      ["vary", "b\t"],
      ["X-Vary", "c"],
    ] as const;
    expect(headerValues(lines, "VARY")).toEqual(["a", "b"]);
    expect(headerList(lines, "vary")).toBe("a, b");
    expect(headerList(lines, "etag")).toBeNull();
  });

  it("are read from a block, folded ones joined", () => {
    expect(parseHeaderLines("A: 1\r\nB:x:y\r\n  folded\r\nno colon here\r\nEmpty:\r\n")).toEqual([
      ["A", "1"],
      ["B", "x:y folded"],
      ["Empty", ""],
    ]);
  });
});

describe("requestTarget", () => {
  it.each([
    ["http://h/", "/"],
    ["http://h", "/"],
    ["https://h:8443/a/../b?c=d#e", "/b?c=d"],
    ["http://h/p?", "/p?"],
    ["http://user:word@h/p", "/p"],
    ["http://h//double", "//double"],
  ])("of %s is %s", (url, target) => {
    expect(requestTarget(url)).toBe(target);
  });
});

describe("redirectOf", () => {
  const leads = (location: string, status = 302) =>
    redirectOf({ url: "https://paper.example/a/b?c", status, responseHeaders: [["location", location]] });

  it.each([
    ["d", "https://paper.example/a/d"],
    ["?x", "https://paper.example/a/b?x"],
    ["//other.example/", "https://other.example/"],
    [" /spaced ", "https://paper.example/spaced"],
    ["/caf\xc3\xa9", "https://paper.example/caf%C3%A9"],
    ["/caf\xe9", "https://paper.example/caf%C3%A9"],
    ["/a#fragment", "https://paper.example/a"],
  ])("resolves %j", (location, url) => {
    const redirect = leads(location);
    expect(redirect.kind === "follow" && redirect.url.href).toBe(url);
  });

  it.each([200, 201, 300, 304, 404])("does not follow the Location of a %i", (status) => {
    expect(leads("/b", status)).toEqual({ kind: "none" });
  });
});

describe("buildUserAgent", () => {
  it("names the program and the contact", () => {
    expect(buildUserAgent("https://archive.example/bot")).toBe(
      "Mozilla/5.0 (compatible; Pressmark/0.1; +https://archive.example/bot)",
    );
  });

  it.each(["", "a) b", "x\r\nEvil: 1", "b\u00fccher@example.org"])("refuses the contact %j", (contact) => {
    expect(() => buildUserAgent(contact)).toThrow(TypeError);
  });
});

// A trim that is quadratic takes minutes over this, and the test runs out of time.
it("trims a value in one pass, and keeps the white space inside it", () => {
  const value = `a${" ".repeat(400_000)}b`;
  expect(parseHeaderLines(`X-Wide: \t${value} \t\r\n`)).toEqual([["X-Wide", value]]);
});
