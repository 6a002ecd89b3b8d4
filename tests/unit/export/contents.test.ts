/** What an export holds, and what it does not. */
import { gunzipSync } from "node:zlib";
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import type { Capture } from "../../../shared/index/capture.ts";
import { sha256Hex } from "../../../shared/warc/digests.ts";
import { AT, later } from "../../support/fixtures.ts";
import { faultsOf, readWacz } from "../../support/read-wacz.ts";
import { parseWithWarcio } from "../warc/exchanges.ts";
import { createSetting, type Setting } from "./setting.ts";

let setting: Setting;
beforeEach(() => {
  setting = createSetting();
});

const URL = "https://paper.example/ferry";
const warcsOf = async (bytes: Uint8Array) => {
  const { files } = await readWacz(bytes);
  const warcs = [...files].filter(([path]) => path.startsWith("archive/")).map(([, content]) => content);
  return (await Promise.all(warcs.map(parseWithWarcio))).flat();
};
const idsOf = async (bytes: Uint8Array, type: string) =>
  (await warcsOf(bytes)).filter((record) => record.type === type).map(({ headers }) => headers["warc-record-id"]);
const uuid = ({ id }: Capture) => `<urn:uuid:${id}>`;
const pagesOf = async (bytes: Uint8Array) =>
  (await readWacz(bytes)).lines("pages/pages.jsonl").map((line) => JSON.parse(line));
const indexOf = async (bytes: Uint8Array) =>
  (await readWacz(bytes)).lines("indexes/index.cdxj").map((line) => JSON.parse(line.slice(line.indexOf("{"))));

describe("a page", () => {
  it("comes with its article, the redirects to it, and what it was shown with, byte for byte", async () => {
    const page = await setting.add({ text: "The ferry ran late." });
    const old = await setting.add({
      exchange: {
        url: "https://paper.example/old",
        status: 301,
        body: Buffer.alloc(0),
        responseHeaders: [["Location", URL]],
      },
    });
    const picture = await setting.add({
      exchange: {
        url: "https://img.example/a.png",
        body: Buffer.from("png"),
        responseHeaders: [["Content-Type", "image/png"]],
      },
    });
    await setting.redirect(page, old);
    setting.show(page, picture);

    const { made, bytes } = await setting.make({ kind: "ids", ids: [page.id] });
    expect(made).toMatchObject({
      status: "done",
      bytes: bytes.byteLength,
      counts: { planned: 3, captures: 3, pages: 1 },
    });
    expect(await faultsOf(bytes)).toEqual([]);
    expect(await idsOf(bytes, "response")).toEqual([page, old, picture].map(uuid));
    expect(await idsOf(bytes, "request")).toHaveLength(3);
    const { files } = await readWacz(bytes);
    const warc = files.get("archive/data-00001.warc.gz") ?? Buffer.alloc(0);
    for (const { warc: pointer } of [page, old, picture]) {
      expect(warc.includes(Buffer.from(setting.objects.stored.get(pointer.key) ?? "missing"))).toBe(true);
    }
    expect(await pagesOf(bytes)).toMatchObject([
      { format: "json-pages-1.0", hasText: true },
      { id: page.id, url: URL, ts: AT, text: "The ferry ran late." },
    ]);
  });

  it("stands in the index with the place of its response, and of its text", async () => {
    const page = await setting.add({ text: "The ferry ran late." });
    const { bytes } = await setting.make({ kind: "url", url: URL });
    const { files } = await readWacz(bytes);
    const lines = await indexOf(bytes);
    expect(lines.map(({ url }) => url)).toEqual([URL, `urn:text:${URL}`]);
    for (const { filename, offset, length, url, digest } of lines) {
      const slice = files.get(`archive/${filename}`)?.subarray(Number(offset), Number(offset) + Number(length));
      const [record, ...more] = await parseWithWarcio(slice ?? Buffer.alloc(0));
      expect(more).toEqual([]);
      expect(record?.headers).toMatchObject({ "warc-target-uri": url, "warc-payload-digest": digest });
    }
    const [resource] = (await warcsOf(bytes)).filter(({ type }) => type === "resource");
    expect(resource?.block.toString()).toBe("The ferry ran late.");
    expect(resource?.headers["warc-concurrent-to"]).toBe(uuid(page));
    expect(await idsOf(bytes, "conversion")).toHaveLength(1);
  });

  it("comes without what it was shown with, where nobody wants it", async () => {
    const page = await setting.add();
    setting.show(page, await setting.add({ exchange: { url: "https://img.example/a.png" } }));
    const { bytes } = await setting.make({ kind: "ids", ids: [page.id] }, false);
    expect(await idsOf(bytes, "response")).toEqual([uuid(page)]);
  });

  it("is in it once, though two ways lead to it", async () => {
    const [one, two] = [await setting.add(), await setting.add({ exchange: { url: "https://paper.example/two" } })];
    setting.show(one, two);
    setting.show(two, one);
    const { made, bytes } = await setting.make({ kind: "ids", ids: [one.id, two.id, one.id] });
    expect(await idsOf(bytes, "response")).toEqual([uuid(one), uuid(two)]);
    // Each is a page all the same: it was asked for.
    expect(made.counts).toMatchObject({ planned: 2, captures: 2, pages: 2 });
    expect((await pagesOf(bytes)).slice(1).map(({ id }) => id)).toEqual([one.id, two.id]);
  });
});

it("holds with a revisit the capture that it refers to, and shows the revisit with its text", async () => {
  const first = await setting.add({ text: "The ferry ran late." });
  const again = await setting.add({
    revisitOf: first,
    exchange: { status: 304, startedAt: new Date(later(60_000)), body: Buffer.alloc(0) },
  });
  const { bytes, made } = await setting.make({ kind: "ids", ids: [again.id] });
  expect(await idsOf(bytes, "revisit")).toEqual([uuid(again)]);
  expect(await idsOf(bytes, "response")).toEqual([uuid(first)]);
  expect((await pagesOf(bytes)).slice(1)).toMatchObject([{ id: again.id, text: "The ferry ran late." }]);
  // A client that found the 304 in the index would show that: nothing.
  expect(await indexOf(bytes)).toMatchObject([{ mime: "text/html", status: "200" }, { mime: "text/plain" }]);
  expect(made.counts).toMatchObject({ captures: 2, pages: 1 });
});

describe("a selection", () => {
  it("of a URL takes all its captures between two moments", async () => {
    const all = [];
    for (const ms of [0, 1000, 2000, 3000])
      all.push(await setting.add({ exchange: { startedAt: new Date(later(ms)) } }));
    const { bytes } = await setting.make({ kind: "url", url: URL, from: later(1000), to: later(3000) });
    expect((await idsOf(bytes, "response")).toSorted()).toEqual(all.slice(1, 3).map(uuid));
  });

  it("of a host takes all that was captured of it, of a source what that brought", async () => {
    const [mine, other] = [{ sourceId: "harbour" }, { sourceId: "quay" }];
    const one = await setting.add({ capture: mine });
    const two = await setting.add({ capture: other, exchange: { url: "https://www.paper.example/two" } });
    const three = await setting.add({ capture: mine, text: "Words", exchange: { url: "https://other.example/" } });
    const idsIn = async (selection: Parameters<Setting["make"]>[0]) =>
      idsOf((await setting.make(selection)).bytes, "response");
    expect(await idsIn({ kind: "host", host: "paper.example" })).toEqual([one, two].map(uuid));
    expect(await idsIn({ kind: "host", host: "paper.example", source: "harbour" })).toEqual([uuid(one)]);
    expect(await idsIn({ kind: "articles", source: "harbour" })).toEqual([uuid(three)]);
    expect(await idsIn({ kind: "articles" })).toEqual([uuid(three)]);
  });

  it.each<Parameters<Setting["make"]>[0]>([
    { kind: "url", url: "https://paper.example/nothing" },
    { kind: "ids", ids: ["019e4d5a-1c1e-7a3b-9d52-3f6f0c1b2a90"] },
    { kind: "articles", source: "nobody" },
  ])("of nothing fails, and says so: %j", async (selection) => {
    const { made } = await setting.make(selection);
    expect(made).toMatchObject({ status: "failed", error: { code: "export-empty" } });
  });
});

describe("what may not be read", () => {
  it.each(["block", "embargo", "erase"] as const)("is left out and counted: %s", async (effect) => {
    const [kept, gone] = [await setting.add(), await setting.add({ exchange: { url: "https://paper.example/gone" } })];
    setting.restrict(gone, effect);
    const { made, bytes } = await setting.make({ kind: "host", host: "paper.example" });
    expect(await idsOf(bytes, "response")).toEqual([uuid(kept)]);
    expect(made.counts).toMatchObject({ captures: 1, restricted: 1 });
  });

  it("takes its revisits with it, and leaves the page that it was a picture of", async () => {
    const picture = await setting.add({ exchange: { url: "https://img.example/a.png" } });
    const again = await setting.add({
      revisitOf: picture,
      exchange: { url: "https://img.example/a.png", body: Buffer.alloc(0) },
    });
    const page = await setting.add();
    setting.show(page, again);
    setting.restrict(picture);
    const { made, bytes } = await setting.make({ kind: "ids", ids: [page.id] });
    expect([await idsOf(bytes, "response"), await idsOf(bytes, "revisit")]).toEqual([[uuid(page)], []]);
    expect(made.counts).toMatchObject({ planned: 1, restricted: 1 });
  });

  it("asks not to be archived, and its source obeys", async () => {
    const open = await setting.add();
    await setting.add({ capture: { noarchive: { from: "meta", binding: true } } });
    const { bytes } = await setting.make({ kind: "url", url: URL });
    expect(await idsOf(bytes, "response")).toEqual([uuid(open)]);
  });

  it("is left out too where it is taken down between the plan and the writing", async () => {
    const [kept, gone] = [await setting.add(), await setting.add({ exchange: { url: "https://paper.example/gone" } })];
    const id = await setting.ask({ kind: "ids", ids: [kept.id, gone.id] });
    const begin = async (key: string, type: string) => {
      setting.restrict(gone);
      setting.objects.stored.delete(gone.warc.key);
      return setting.objects.begin(key, type);
    };
    await setting.work(300_000, { objects: { ...setting.objects, begin } });
    expect(await idsOf(setting.file(id), "response")).toEqual([uuid(kept)]);
    expect((await setting.made(id)).counts).toMatchObject({ planned: 2, captures: 1, restricted: 1 });
  });
});

it("takes a capture out of a file of others that is not compressed, and compresses it record by record", async () => {
  const stored = await setting.add({ exchange: { body: Buffer.from("<p>As wget had it.") } });
  const raw = gunzipSync(setting.objects.stored.get(stored.warc.key) ?? "");
  const file = Buffer.concat([Buffer.from("what stands before it"), raw, Buffer.from("and behind")]);
  setting.objects.stored.set("imports/theirs.warc", file);
  const imported: Capture = {
    ...stored,
    id: v7(),
    url: "https://paper.example/imported",
    warc: { key: "imports/theirs.warc", offset: 21, length: raw.length },
    warcSha256: sha256Hex(raw),
    responseLength: 400,
  };
  await setting.captures.put(imported);
  const { bytes, made } = await setting.make({ kind: "ids", ids: [imported.id] });
  expect([made.counts.captures, await faultsOf(bytes)]).toEqual([1, []]);
  const [line] = await indexOf(bytes);
  const warc = (await readWacz(bytes)).files.get("archive/data-00001.warc.gz") ?? Buffer.alloc(0);
  const record = gunzipSync(warc.subarray(Number(line.offset), Number(line.offset) + Number(line.length))).toString();
  expect(record).toMatch(/^WARC\/1\.1\r\nWARC-Type: response\r\n[\s\S]*<p>As wget had it\.\r\n\r\n$/);
});

it("leaves out and counts a capture whose stored bytes have changed", async () => {
  const [good, bad] = [await setting.add(), await setting.add({ exchange: { url: "https://paper.example/bad" } })];
  const stored = Buffer.from(setting.objects.stored.get(bad.warc.key) ?? []);
  stored[stored.length - 20] = (stored[stored.length - 20] ?? 0) ^ 1;
  setting.objects.stored.set(bad.warc.key, stored);
  const { made, bytes } = await setting.make({ kind: "ids", ids: [bad.id, good.id] });
  expect(await idsOf(bytes, "response")).toEqual([uuid(good)]);
  expect(made).toMatchObject({ status: "done", counts: { planned: 2, captures: 1, damaged: 1 } });
});

it("leaves out and counts a capture that is larger than fits in memory", async () => {
  const good = await setting.add();
  const huge = await setting.add({
    capture: { warc: { key: "imports/huge.warc", offset: 0, length: 64 * 1024 * 1024 + 1 } },
  });
  const { made } = await setting.make({ kind: "ids", ids: [huge.id, good.id] });
  expect(made).toMatchObject({ status: "done", counts: { captures: 1, tooLarge: 1 } });
});
