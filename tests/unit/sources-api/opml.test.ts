/** OPML in and out. */
import { beforeEach, describe, expect, it } from "vitest";
import { opmlImportSchema } from "../../../shared/api/source-schemas.ts";
import { readOpml } from "../../../shared/feeds/opml.ts";
import { createSetting, FEED } from "./setting.ts";

let setting: ReturnType<typeof createSetting>;
beforeEach(() => {
  setting = createSetting();
});

const importOpml = (body: unknown, headers = {}) => setting.call("POST /v1/sources.opml", { body, headers });
const opmlOf = (...outlines: string[]) => `<opml version="2.0"><body>${outlines.join("")}</body></opml>`;
const feed = (url: string, text = "A feed") => `<outline type="rss" text="${text}" xmlUrl="${url}"/>`;

describe("an imported list", () => {
  it("makes a source of each feed that is none yet, with its folders as labels", async () => {
    const known = await setting.create();
    const xml = opmlOf(
      `<outline text="Harbour">${feed("https://quay.example/rss", "Quay")}</outline>`,
      feed(FEED),
      feed("mailto:ana@paper.example"),
    );
    const answer = await importOpml(xml, { "content-type": "text/x-opml" });
    expect(answer.status).toBe(201);
    expect(opmlImportSchema.parse(answer.body)).toMatchObject({
      created: [{ type: "feed", url: "https://quay.example/rss", name: "Quay", labels: ["Harbour"], state: "active" }],
      existing: [{ url: FEED, sourceId: known }],
      skipped: ["mailto:ana@paper.example"],
    });
    expect((await setting.call("GET /v1/sources")).body.sources).toHaveLength(2);
  });

  it("makes nothing twice, however an address is written", async () => {
    await importOpml(opmlOf(feed("feed://Paper.example:80/news#top")));
    const answer = await importOpml(opmlOf(feed("http://paper.example/news")));
    expect([answer.status, answer.body.created, answer.body.existing.length]).toEqual([200, [], 1]);
  });

  it("may be in base64, and have names and labels longer than a source's", async () => {
    const long = "long ".repeat(100);
    const xml = opmlOf(`<outline text="${long}">${feed("https://quay.example/rss", long)}</outline>`);
    const { created } = (await importOpml(Buffer.from(xml))).body;
    expect(created[0].name.length).toBeLessThanOrEqual(200);
    expect(created[0].labels[0].length).toBeLessThanOrEqual(50);
    await expect(setting.stored(created[0].id)).resolves.toMatchObject({ url: "https://quay.example/rss" });
  });

  it("may have names that are cut within a character, and a list that is named twice", async () => {
    const long = `${"n".repeat(199)}\u{1f4f0}`;
    const label = `${"l".repeat(49)}\u{1f4f0}`;
    const url = "https://quay.example/rss";
    const answer = await importOpml(opmlOf(`<outline text="${label}">${feed(url, long)}${feed(url, long)}</outline>`));
    expect(answer.body.created).toHaveLength(1);
    const { name, labels } = await setting.stored(answer.body.created[0].id);
    expect([name, ...labels].map((text) => text.isWellFormed())).toEqual([true, true]);
  });

  it("of empty names is named after its host", async () => {
    const answer = await importOpml(opmlOf(feed("https://quay.example/rss", " ")));
    expect(answer.body.created).toMatchObject([{ name: "quay.example", labels: [] }]);
  });

  it.each<[string, unknown, number, string]>([
    ["nothing", undefined, 400, "opml-unusable"],
    ["a page", "<html><body>Not found</body></html>", 400, "opml-unusable"],
    ["a list that was cut off", opmlOf(feed(FEED)).slice(0, -7), 400, "opml-unusable"],
    ["more feeds than a list may have", manyFeeds(10_001), 413, "too-large"],
    ["more new feeds than one call makes", manyFeeds(2001), 413, "too-large"],
  ])("of %s is refused whole, with a sentence", async (_, body, status, code) => {
    const answer = await importOpml(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.detail).toMatch(/\w\.$/);
    expect((await setting.call("GET /v1/sources")).body.sources).toEqual([]);
  });

  function manyFeeds(count: number): string {
    return opmlOf(...Array.from({ length: count }, (_, index) => feed(`https://paper.example/${index}.xml`)));
  }
});

describe("the exported list", () => {
  it("has the feeds and no other source, and makes the same sources elsewhere", async () => {
    await setting.create({ type: "feed", url: FEED, name: "Fish & <Chips>", labels: ["harbour", "food"] });
    await setting.create({ type: "sitemap", url: "https://paper.example/sitemap.xml" });
    await setting.create({ type: "list", name: "From a file" });
    const answer = await setting.call("GET /v1/sources.opml");
    expect(answer.headers.get("content-type")).toBe("text/x-opml; charset=utf-8");
    expect(readOpml(answer.body)).toMatchObject({
      entries: [{ url: FEED, title: "Fish & <Chips>", labels: ["harbour", "food"] }],
      skipped: [],
    });
    setting = createSetting();
    const { created } = (await importOpml(answer.body)).body;
    expect(created).toMatchObject([{ url: FEED, name: "Fish & <Chips>", labels: ["harbour", "food"] }]);
  });

  it("has all of them, also those of a later page", async () => {
    for (let index = 0; index < 205; index += 1) {
      await setting.create({ type: "feed", url: `https://paper.example/${index}.xml` });
    }
    const read = readOpml((await setting.call("GET /v1/sources.opml")).body);
    expect(read.kind === "read" && read.entries.length).toBe(205);
  });
});
