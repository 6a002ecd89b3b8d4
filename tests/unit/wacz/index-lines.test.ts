/** The lists inside a WACZ. */
import { describe, expect, it } from "vitest";
import { cdxjLine, joinSorted, pageLine } from "../../../shared/wacz/index-lines.ts";

const RECORD = {
  url: "https://www.Paper.example/Story?b=2&a=1",
  capturedAt: "2026-03-14T09:30:15.987Z",
  mime: "text/html",
  httpStatus: 200,
  payloadDigest: "sha1:AAAA",
  filename: "data-00001.warc.gz",
  offset: 12,
  length: 34,
};

describe("a line of the index", () => {
  it("is SURT, time to the second, and JSON of strings", () => {
    const [surt, time, ...json] = cdxjLine(RECORD).split(" ");
    expect([surt, time]).toEqual(["example,paper)/story?a=1&b=2", "20260314093015"]);
    expect(JSON.parse(json.join(" "))).toEqual({
      url: RECORD.url,
      mime: "text/html",
      status: "200",
      digest: "sha1:AAAA",
      length: "34",
      offset: "12",
      filename: "data-00001.warc.gz",
    });
  });

  it("is one line, whatever the URL holds, and keeps a long URL whole", () => {
    const url = `https://paper.example/${"é%0A".repeat(600)}`;
    const line = cdxjLine({ ...RECORD, url });
    expect(line).not.toMatch(/[\r\n]/);
    expect(line.length).toBeGreaterThan(2 * 1200);
  });
});

it("sorts the index by bytes, not by the rules of a language", () => {
  const lines = ["b", "a", "é", "Z", "a b", "a!", "\u{1F600}", "\uFFFD"];
  const sorted = Buffer.from(joinSorted(lines)).toString().trimEnd().split("\n");
  expect(sorted).toEqual(["Z", "a", "a b", "a!", "b", "é", "\uFFFD", "\u{1F600}"]);
});

it("lists a page without a text that there is none of", () => {
  const page = { id: "1", url: "https://paper.example/", capturedAt: RECORD.capturedAt, title: "Home" };
  expect(JSON.parse(pageLine({ ...page, text: "" }))).toEqual({
    id: "1",
    url: page.url,
    ts: page.capturedAt,
    title: "Home",
  });
  expect(JSON.parse(pageLine({ ...page, text: "Words" }))).toMatchObject({ text: "Words" });
});
