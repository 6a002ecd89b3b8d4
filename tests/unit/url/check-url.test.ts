import { describe, expect, it } from "vitest";
import { checkUrl, MAX_URL_LENGTH, URL_PROBLEMS, type UrlProblem } from "../../../shared/url/check-url.ts";

const START = "https://paper.example/";
const pathOf = (length: number): string => "a".repeat(length - START.length);

describe("checkUrl", () => {
  it.each([
    ["HTTPS://Paper.Example:443/a/../b", "https://paper.example/b"],
    ["http://paper.example", "http://paper.example/"],
    ["  https://paper.example/a \n", "https://paper.example/a"],
    ["https://paper.example/a#comments", "https://paper.example/a"],
    ["https://paper.example/a?b=1#c", "https://paper.example/a?b=1"],
    ["https://zeitung.example/straße", "https://zeitung.example/stra%C3%9Fe"],
    ["https://bücher.example/", "https://xn--bcher-kva.example/"],
    ["http://127.0.0.1:4401/x", "http://127.0.0.1:4401/x"],
    ["http://[2001:DB8::1]/", "http://[2001:db8::1]/"],
    ["http://2130706433/", "http://127.0.0.1/"],
  ])("takes %j as %s", (input, url) => {
    expect(checkUrl(input)).toEqual({ ok: true, url });
  });

  it.each([
    ["", "url-invalid"],
    ["paper.example/a", "url-invalid"],
    ["/a", "url-invalid"],
    ["https://", "url-invalid"],
    ["https://paper.example:99999/", "url-invalid"],
    ["https://paper .example/", "url-invalid"],
    ["ftp://paper.example/", "url-not-http"],
    ["file:///etc/passwd", "url-not-http"],
    ["javascript:alert(1)", "url-not-http"],
    ["data:text/html,hello", "url-not-http"],
    ["paper.example:80", "url-not-http"],
    ["https://ana@paper.example/", "url-has-credentials"],
    ["https://:secret@paper.example/", "url-has-credentials"],
    [`${START}${pathOf(MAX_URL_LENGTH + 1)}`, "url-too-long"],
    // 400 characters typed, three times as many as UTF-8 bytes, each written as %XX.
    [`${START}${"€".repeat(400)}`, "url-too-long"],
  ] satisfies [string, UrlProblem][])("refuses %j with %s", (input, problem) => {
    expect(checkUrl(input)).toEqual({ ok: false, problem });
  });

  it("takes a URL of just the longest length", () => {
    expect(checkUrl(`${START}${pathOf(MAX_URL_LENGTH)}`)).toMatchObject({ ok: true });
  });

  it("has a sentence for each problem", () => {
    for (const sentence of Object.values(URL_PROBLEMS)) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });
});
