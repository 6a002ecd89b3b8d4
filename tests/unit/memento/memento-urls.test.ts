import { describe, expect, it } from "vitest";
import { formatLinkDocument, formatLinkHeader } from "../../../shared/memento/link-format.ts";
import {
  mementoUrl,
  parseReplayPath,
  readTarget,
  timeGateUrl,
  timeMapUrl,
} from "../../../shared/memento/memento-urls.ts";

const BASE = "https://archive.example";
const CAPTURE = { url: "https://paper.example/ferry?a=1", capturedAt: "2026-03-14T09:30:00.700Z" };

describe("the addresses of an archived page", () => {
  it("are those that web archives share", () => {
    expect(mementoUrl(BASE, CAPTURE)).toBe(`${BASE}/web/20260314093000/https://paper.example/ferry?a=1`);
    expect(mementoUrl(BASE, CAPTURE, "id_")).toBe(`${BASE}/web/20260314093000id_/https://paper.example/ferry?a=1`);
    expect(timeGateUrl(BASE, CAPTURE.url)).toBe(`${BASE}/web/https://paper.example/ferry?a=1`);
    expect(timeMapUrl(BASE, "link", CAPTURE.url)).toBe(`${BASE}/web/timemap/link/https://paper.example/ferry?a=1`);
    const range = { from: "2026-03-14T09:30:00.700Z", until: "2026-03-15T00:00:00.000Z" };
    expect(timeMapUrl(BASE, "json", CAPTURE.url, range)).toBe(
      `${BASE}/web/timemap/json/20260314093000-20260315000000/https://paper.example/ferry?a=1`,
    );
  });

  it.each([
    ["20260314093000/https://paper.example/", "", "20260314093000", "", "https://paper.example/"],
    ["2026id_/http://paper.example/a", "b=1&c=%2F", "2026", "id_", "http://paper.example/a?b=1&c=%2F"],
    ["https://paper.example/2026/", "", undefined, "", "https://paper.example/2026/"],
    ["paper.example", "", undefined, "", "http://paper.example/"],
    ["2026/paper.example:8080/a", "", "2026", "", "http://paper.example:8080/a"],
    ["2026im_/https:/paper.example/a", "", "2026", "im_", "https://paper.example/a"],
    ["2026/HTTPS://Paper.Example", "", "2026", "", "https://paper.example/"],
    ["2026/http://paper.example/100% a?b#c", "", "2026", "", "http://paper.example/100%25%20a%3Fb%23c"],
    ["2026/http://paper.example/ü", "", "2026", "", "http://paper.example/%C3%BC"],
  ])("are read: %s?%s", (path, query, timestamp, modifier, url) => {
    expect(parseReplayPath(path, query)).toEqual({ timestamp, modifier, target: { ok: true, url } });
  });

  it.each([
    ["", "url-invalid"],
    ["http://", "url-invalid"],
    ["mailto:ana@paper.example", "url-not-http"],
    ["ftp://paper.example/", "url-not-http"],
    ["http://ana:secret@paper.example/", "url-has-credentials"],
    [`http://paper.example/${"a".repeat(2048)}`, "url-too-long"],
  ])("of %s are refused: %s", (path, problem) => {
    expect(readTarget(path, "")).toEqual({ ok: false, problem });
  });
});

describe("links", () => {
  it("have every value in quotation marks, and their moments as HTTP dates", () => {
    const link = { href: mementoUrl(BASE, CAPTURE), rel: "first memento", datetime: CAPTURE.capturedAt };
    expect(formatLinkHeader([link, { href: BASE, rel: "original", type: "a/b" }])).toBe(
      `<${BASE}/web/20260314093000/https://paper.example/ferry?a=1>; rel="first memento"; ` +
        `datetime="Sat, 14 Mar 2026 09:30:00 GMT", <${BASE}>; rel="original"; type="a/b"`,
    );
    expect(formatLinkDocument([link, link]).split(",\n")).toHaveLength(2);
  });

  it("cannot be ended by what they hold", () => {
    const written = formatLinkHeader([{ href: 'http://a.example/>; rel="x", <é 😀', rel: 'a"b\\' }]);
    expect(written).toBe('<http://a.example/%3E;%20rel=%22x%22,%20%3C%C3%A9%20%F0%9F%98%80>; rel="a\\"b\\\\"');
  });
});
