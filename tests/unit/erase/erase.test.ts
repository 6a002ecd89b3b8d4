/** Erasing captures: bytes, rows and what is written down of it, with real WARC records in memory. */
import { gunzipSync } from "node:zlib";
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import type { ErasureRequested } from "../../../events/erasure-requested.ts";
import { type EraseScopeDeps, eraseScope } from "../../../functions/erase/erase-scope.ts";
import type { ObjectEdit } from "../../../shared/aws/object-edits.ts";
import type { Capture } from "../../../shared/index/capture.ts";
import type { Restriction } from "../../../shared/restrictions/restriction.ts";
import { writeExchangeRecords } from "../../../shared/warc/exchange-records.ts";
import { writeConversionRecord } from "../../../shared/warc/other-records.ts";
import { checkWarcFiles } from "../../support/check-warcs.ts";
import { createMemoryObjects, createObserverDouble } from "../../support/doubles.ts";
import { AT, captureOf, DONE, exchangeOf, later, restrictionOf } from "../../support/fixtures.ts";
import { createMemoryRestrictions } from "../../support/memory-restrictions.ts";
import { createMemoryCaptures } from "../../support/memory-stores.ts";
import { newFile } from "../warc/exchanges.ts";

const SECRET = "The keeper's real name";

let objects: ReturnType<typeof createMemoryObjects>;
let captures: ReturnType<typeof createMemoryCaptures>;
let restrictions: ReturnType<typeof createMemoryRestrictions>;
let sent: ErasureRequested[];
let overwritten: string[];
let deps: EraseScopeDeps;

beforeEach(() => {
  [objects, captures, restrictions] = [createMemoryObjects(), createMemoryCaptures(), createMemoryRestrictions()];
  [sent, overwritten] = [[], []];
  const overwrite = async (key: string, edits: readonly ObjectEdit[]) => {
    overwritten.push(key);
    const bytes = Buffer.from(objects.stored.get(key) ?? []);
    for (const edit of edits) bytes.set(edit.bytes, edit.offset);
    await objects.put(key, bytes, "application/warc");
  };
  deps = {
    objects,
    captures,
    restrictions,
    edits: { overwrite },
    sendErasure: async (message) => void sent.push(message),
    observer: createObserverDouble(),
    now: () => new Date(later(60_000)),
    reserveMs: 1000,
  };
});

/** Captures of pages in one WARC file, each with an article in another, as capture and extract leave them. */
async function archive(urls: readonly string[]): Promise<Capture[]> {
  const [file, articles] = [await newFile(), await newFile()];
  const made: Capture[] = [];
  for (const url of urls) {
    const id = v7();
    const exchange = exchangeOf({ url, body: Buffer.from(`<p>${SECRET}: ${url}</p>`) });
    const ids = { response: id, request: v7(), metadata: v7() };
    const { members } = await writeExchangeRecords({ exchange, ids, warcinfoId: file.warcinfoId });
    const positions = members.map((member) => file.append(member));
    const length = positions.reduce((sum, position) => sum + position.length, 0);
    const warc = { key: "captures/a.warc.gz", offset: positions[0]?.offset ?? 0, length };
    const article = await writeConversionRecord({
      id: v7(),
      refersTo: id,
      targetUri: url,
      date: new Date(AT),
      contentType: "application/json",
      payload: Buffer.from(JSON.stringify({ text: SECRET, url, ids: Array.from({ length: 20 }, () => v7()) })),
      warcinfoId: articles.warcinfoId,
    });
    const record = { key: "articles/a.warc.gz", ...articles.append(article) };
    made.push(captureOf({ id, url, warc, title: SECRET, quality: "article", extraction: { ...DONE, record } }));
  }
  await objects.put("captures/a.warc.gz", file.finish().bytes, "application/warc");
  await objects.put("articles/a.warc.gz", articles.finish().bytes, "application/warc");
  for (const capture of made) await captures.put(capture);
  return made;
}

async function erase(scope: Restriction["scope"], remainingMs = () => 60_000): Promise<Restriction> {
  const erasure = { status: "running", captures: 0, bytes: 0 } as const;
  const restriction = restrictionOf({ effect: "erase", scope, erasure });
  await eraseScope(deps, { version: 1, restriction }, remainingMs);
  return restriction;
}

const contentOf = (key: string) => gunzipSync(objects.stored.get(key) ?? "").toString("latin1");
const urlsIn = (key: string) => [...contentOf(key).matchAll(new RegExp(`${SECRET}[^<]*`, "g"))].length;

describe("an erasure", () => {
  it("leaves nothing of a URL's captures, and everything of the others where it was", async () => {
    const [gone, kept] = await archive(["https://paper.example/ferry", "https://paper.example/lamp"]);
    if (!gone || !kept) throw new Error("two were archived");
    const before = await objects.read(kept.warc);
    const { id } = await erase({ kind: "url", url: gone.url });
    expect(contentOf("captures/a.warc.gz")).not.toContain(`${SECRET}: ${gone.url}`);
    expect(contentOf("articles/a.warc.gz")).not.toContain(`"url":"${gone.url}"`);
    expect(await objects.read(kept.warc)).toEqual(before);
    await expect(restrictions.get(id)).resolves.toMatchObject({
      erasure: { status: "done", captures: 1, finishedAt: later(60_000) },
    });
  });

  it("takes out of the row what came from the page, and keeps that there was a capture", async () => {
    const [gone] = await archive(["https://paper.example/ferry"]);
    if (!gone) throw new Error("one was archived");
    const { id } = await erase({ kind: "capture", captureId: gone.id, url: gone.url });
    const row = await captures.get(gone.id);
    expect(row).toMatchObject({ id: gone.id, url: gone.url, payloadSha256: gone.payloadSha256 });
    expect(row).toMatchObject({ erased: { at: later(60_000), restrictionId: id }, extraction: { status: "none" } });
    expect(JSON.stringify(row)).not.toContain(SECRET);
  });

  it("leaves files that other readers take", async () => {
    const [gone] = await archive(["https://paper.example/ferry", "https://paper.example/lamp"]);
    if (!gone) throw new Error("two were archived");
    await erase({ kind: "url", url: gone.url });
    const { problems, records } = await checkWarcFiles(objects.stored);
    expect(problems).toEqual([]);
    expect(records).toMatchObject({ metadata: 2, response: 1, conversion: 1 });
  });

  it("of a prefix takes all below it, writing each file once", async () => {
    await archive(["https://paper.example/a/1", "https://paper.example/a/2", "https://paper.example/b/1"]);
    await erase({ kind: "prefix", url: "https://paper.example/a/" });
    expect(urlsIn("captures/a.warc.gz")).toBe(1);
    expect(overwritten.toSorted()).toEqual(["articles/a.warc.gz", "captures/a.warc.gz"]);
  });

  it("goes on in another invocation where time is short, and counts all in the end", async () => {
    await archive(Array.from({ length: 120 }, (_, index) => `https://paper.example/a/${1000 + index}`));
    const { id } = await erase({ kind: "prefix", url: "https://paper.example/a/" }, () => 0);
    expect(sent).toHaveLength(1);
    for (let next = sent.shift(); next; next = sent.shift()) await eraseScope(deps, next, () => 0);
    expect(urlsIn("captures/a.warc.gz")).toBe(0);
    await expect(restrictions.get(id)).resolves.toMatchObject({ erasure: { status: "done", captures: 120 } });
  });

  it("done twice changes nothing", async () => {
    const [gone] = await archive(["https://paper.example/ferry"]);
    if (!gone) throw new Error("one was archived");
    const restriction = await erase({ kind: "url", url: gone.url });
    const after = Buffer.from(objects.stored.get("captures/a.warc.gz") ?? []);
    await eraseScope(deps, { version: 1, restriction }, () => 60_000);
    expect(Buffer.from(objects.stored.get("captures/a.warc.gz") ?? []).equals(after)).toBe(true);
  });
});
