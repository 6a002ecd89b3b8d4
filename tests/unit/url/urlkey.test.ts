import { describe, expect, it } from "vitest";
import { toSite } from "../../../shared/url/site.ts";
import { toListHost, toUrlkey } from "../../../shared/url/urlkey.ts";

/** What is left of a sort key's 1,024 bytes (DynamoDB) for " ", 17 digits, " " and a UUID. */
const MAX_BYTES = 1024 - (1 + 17 + 1 + 36);

describe("toUrlkey", () => {
  it.each([
    ["https://www.paper.example/Ferry", "example,paper)/ferry"],
    ["http://www2.paper.example/ferry", "example,paper)/ferry"],
    ["https://paper.example/ferry?b=2&a=1", "example,paper)/ferry?a=1&b=2"],
    ["https://news.paper.example/", "example,paper,news)/"],
    ["http://paper.example:8080/a", "example,paper:8080)/a"],
    ["https://paper.example:443/a", "example,paper)/a"],
  ])("files %s under %s", (url, urlkey) => {
    expect(toUrlkey(url)).toBe(urlkey);
  });

  it.each([
    ["a long path", `https://paper.example/${"a".repeat(2000)}`],
    ["a long query", `https://paper.example/?q=${"b".repeat(2000)}`],
    ["characters of several bytes", `https://paper.example/${"é".repeat(600)}`],
  ])("fits a URL with %s into a sort key", (_, url) => {
    const [key, other] = [toUrlkey(url), toUrlkey(`${url}x`)];
    expect(Buffer.byteLength(key)).toBeLessThanOrEqual(MAX_BYTES);
    expect(key.slice(0, 300)).toBe(other.slice(0, 300));
    expect(key).not.toBe(other);
    expect(toUrlkey(url)).toBe(key);
  });

  it.each(["https://paper.example/a b", "https://paper.example/a%20b", "https://paper.example/?q=a b"])(
    "has no space in the key of %s, because a space ends it",
    (url) => {
      expect(toUrlkey(new URL(url).href)).not.toContain(" ");
    },
  );
});

describe("toSite", () => {
  it.each([
    ["https://news.paper.co.uk/a", "uk,co,paper"],
    ["https://paper.co.uk/", "uk,co,paper"],
    // A private suffix: each site below it belongs to somebody else.
    ["https://ana.github.io/", "io,github,ana"],
    ["http://localhost:3000/", "localhost"],
    ["http://paper.example:8080/", "example,paper"],
  ])("of %s is %s", (url, site) => {
    expect(toSite(url)).toBe(site);
  });

  it.each([
    ["http://127.0.0.1:4401/a", "http://127.0.0.1:9/b"],
    ["http://[2001:db8::1]/a", "http://[2001:db8::1]:8080/b"],
  ])("is one for all of an address: %s and %s", (one, other) => {
    expect(toSite(one)).toBe(toSite(other));
    expect(toSite(one)).not.toBe(toSite("http://192.0.2.1/"));
  });
});

describe("toListHost", () => {
  it.each([
    ["https://www.Paper.example/", "paper.example"],
    ["https://www3.paper.example/", "paper.example"],
    ["https://news.paper.example/", "news.paper.example"],
    ["https://paper.example:443/", "paper.example"],
    ["http://paper.example:8080/", "paper.example:8080"],
    ["http://127.0.0.1:4401/", "127.0.0.1:4401"],
    ["http://[::1]:80/", "[::1]"],
    ["https://wwwonder.example/", "wwwonder.example"],
  ])("of %s is %s", (url, host) => {
    expect(toListHost(url)).toBe(host);
  });
});
