import { describe, expect, it } from "vitest";
import { OPML_FAILURES, OPML_LIMITS, type OpmlEntry, readOpml, writeOpml } from "../../../shared/feeds/opml.ts";

const LIST = `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Ana's feeds</title></head><body>
  <outline text="Papers" title="Papers">
    <outline text="Gazette" title="The Mill Bridge Gazette" type="rss" xmlUrl="https://paper.example/feed?a=1&amp;b=2" htmlUrl="https://paper.example/"/>
    <outline text="Local"><outline text="Harbour" xmlUrl="https://harbour.example/rss"/></outline>
  </outline>
  <outline text="Alone" xmlUrl="http://alone.example/atom.xml"></outline>
</body></opml>`;

const entry = (url: string, title: string | null = null, labels: readonly string[] = []): OpmlEntry => ({
  url,
  title,
  labels,
});
const opml = (body: string) => `<opml version="1.0"><body>${body}</body></opml>`;

describe("readOpml", () => {
  it("reads feeds with the outlines that enclose them", () => {
    expect(readOpml(LIST)).toEqual({
      kind: "read",
      entries: [
        entry("https://paper.example/feed?a=1&b=2", "The Mill Bridge Gazette", ["Papers"]),
        entry("https://harbour.example/rss", "Harbour", ["Papers", "Local"]),
        entry("http://alone.example/atom.xml", "Alone"),
      ],
      skipped: [],
    });
  });

  it.each([
    ["names in capitals", '<OUTLINE TEXT="A" XMLURL="https://a.example/f"/>', [entry("https://a.example/f", "A")]],
    [
      "a bare ampersand",
      '<outline text="Q & A" xmlUrl="https://a.example/f?a&b"/>',
      [entry("https://a.example/f?a&b", "Q & A")],
    ],
    ["feed://", '<outline xmlUrl="feed://a.example/f"/>', [entry("http://a.example/f")]],
    ["feed:https://", '<outline xmlUrl="feed:https://a.example/f"/>', [entry("https://a.example/f")]],
    [
      "a feed within a feed",
      '<outline text="A" xmlUrl="https://a.example/f"><outline text="B" xmlUrl="https://b.example/f"/></outline>',
      [entry("https://a.example/f", "A"), entry("https://b.example/f", "B")],
    ],
    ["outlines that are no feeds", '<outline text="Note"/><outline text="Empty" xmlUrl=""/>', []],
    [
      "one feed in two folders",
      '<outline text="X"><outline text="A" xmlUrl="https://a.example/f"/></outline><outline text="Y"><outline text="A again" xmlUrl="https://a.example/f"/></outline>',
      [entry("https://a.example/f", "A", ["X", "Y"])],
    ],
  ])("takes %s", (_, body, entries) => {
    expect(readOpml(opml(body))).toEqual({ kind: "read", entries, skipped: [] });
  });

  it("names the addresses that it skips", () => {
    const body = '<outline xmlUrl="javascript:x"/><outline xmlUrl="feed.xml"/><outline xmlUrl="https://a.example/f"/>';
    expect(readOpml(opml(body))).toEqual({
      kind: "read",
      entries: [entry("https://a.example/f")],
      skipped: ["javascript:x", "feed.xml"],
    });
  });

  it.each([
    ["nothing", " \n", "empty"],
    ["a feed", "<rss><channel><outline xmlUrl='https://a.example/f'/></channel></rss>", "not-opml"],
    ["words", "https://a.example/feed", "not-opml"],
    ["a list that breaks off", LIST.slice(0, -60), "cut-off"],
    ["a list that breaks off in its last tag", LIST.slice(0, -1), "cut-off"],
    ["folders without end", opml('<outline text="x">'.repeat(OPML_LIMITS.maxDepth + 1)), "too-large"],
    [
      "too many feeds",
      opml(
        Array.from({ length: OPML_LIMITS.maxEntries + 1 }, (_, n) => `<outline xmlUrl="https://a.example/${n}"/>`).join(
          "",
        ),
      ),
      "too-large",
    ],
    ["too long a text", " ".repeat(OPML_LIMITS.maxChars) + LIST, "too-large"],
  ] as const)("fails for %s", (_, text, code) => {
    expect(readOpml(text)).toEqual({ kind: "failed", code, message: OPML_FAILURES[code] });
  });
});

describe("writeOpml", () => {
  const ENTRIES = [
    entry("https://a.example/f?a=1&b=2", 'Fish & "chips" <daily>'),
    entry("https://b.example/f", null, ["News"]),
    entry("https://c.example/f", "C’s größte 水 😀", ["News", "Local & far"]),
    entry("https://d.example/f", "D", ["Sport"]),
  ];

  it("writes what readOpml reads back", () => {
    const written = writeOpml(ENTRIES, "Sources & more");
    expect(readOpml(written)).toEqual({ kind: "read", entries: ENTRIES, skipped: [] });
    expect(writeOpml(ENTRIES, "Sources & more")).toBe(written);
  });

  it("puts entries of the same labels into one folder", () => {
    const written = writeOpml([...ENTRIES, entry("https://e.example/f", "E", ["News"])], "S");
    expect(written.match(/<outline text="News">/g)).toHaveLength(1);
  });

  it("leaves out what XML has no place for", () => {
    const written = writeOpml([entry("https://a.example/f", "Ding\u0007 dong \ud800", ["\u0000L"])], "T\u001b");
    expect(written.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    expect(readOpml(written)).toMatchObject({ entries: [{ title: "Ding dong \ufffd", labels: ["L"] }] });
  });

  it("writes an empty list that can be read", () => {
    expect(readOpml(writeOpml([], "None"))).toEqual({ kind: "read", entries: [], skipped: [] });
  });
});
