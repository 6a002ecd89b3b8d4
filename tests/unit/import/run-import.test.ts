/** A file that others made in, captures out. */
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { beforeEach, describe, expect, it } from "vitest";
import { WARCRecord, WARCSerializer } from "warcio";
import { runImport } from "../../../functions/import/run-import.ts";
import type { Capture } from "../../../shared/index/capture.ts";
import { captureSchema } from "../../../shared/index/capture.ts";
import { httpBlock, idOf, members, pageOf, record, request, response, sha1Hex, sha256, warcinfo } from "./records.ts";
import { createSetting } from "./setting.ts";

const LAMP = "http://quay.example/lamp";
const FERRY = "http://quay.example/ferry";
const TIDE = "http://quay.example/tide";

let setting: ReturnType<typeof createSetting>;
beforeEach(() => {
  setting = createSetting();
});

describe("a response", () => {
  it("becomes a capture that points into the file as it came, and its page is queued for extract", async () => {
    const file = members(
      warcinfo(),
      response(LAMP, { id: idOf("lamp"), fields: { "WARC-IP-Address": "192.0.2.9" } }),
      request(LAMP),
    );
    const done = await setting.importFile(file);
    const capture = setting.capture(LAMP);
    expect(captureSchema.parse(capture)).toEqual(capture);
    expect(capture).toMatchObject({
      ...{
        id: idOf("lamp"),
        jobId: done.id,
        importId: done.id,
        kind: "response",
        httpStatus: 200,
        contentType: "text/html",
      },
      ...{ capturedAt: "2026-03-14T08:15:00.000Z", remoteAddress: "192.0.2.9", payloadBytes: pageOf(LAMP).length },
      ...{ payloadSha256: sha256(pageOf(LAMP)), extraction: { status: "pending" }, warc: { key: done.key } },
    });
    const slice = Buffer.from(await setting.objects.read(capture.warc));
    expect(sha256(slice)).toBe(capture.warcSha256);
    expect(gunzipSync(slice).toString()).toContain(`GET /lamp HTTP/1.1`);
    expect(Buffer.from((await setting.read(capture)).payload).toString()).toBe(pageOf(LAMP));
    expect(setting.queued).toMatchObject([
      { captureId: capture.id, jobId: done.id, response: { length: capture.responseLength } },
    ]);
    expect(done).toMatchObject({ state: "done", format: "warc", sha256: sha256(file), bytes: file.length });
    expect(done.counts).toMatchObject({
      records: 3,
      captures: 1,
      articlesQueued: 1,
      others: { warcinfo: 1, request: 1 },
      problems: {},
    });
    expect(setting.objects.stored.get(done.key)).toEqual(file);
  });

  it("is one too from a file that is not compressed, and from one that is packed as a whole, where it is copied", async () => {
    for (const [file, place] of [
      [Buffer.concat([warcinfo(), response(LAMP)]), "imports/"],
      [gzipSync(Buffer.concat([warcinfo(), response(FERRY), request(FERRY)])), "captures/"],
    ] as const) {
      await setting.importFile(file);
      const capture = setting.captures.all().at(-1) as Capture;
      expect(capture.warc.key.startsWith(place)).toBe(true);
      expect(sha256(Buffer.from(await setting.objects.read(capture.warc)))).toBe(capture.warcSha256);
      const { headers, payload } = await setting.read(capture);
      expect(headers.get("warc-target-uri")).toBe(capture.url);
      expect(Buffer.from(payload).toString()).toBe(pageOf(capture.url));
    }
  });

  it("keeps the chunks that wget keeps, and reads without them", async () => {
    const chunked = "5\r\n<p>on\r\n9;x=y\r\ne, two</p\r\n1\r\n>\r\n0\r\nX-After: 1\r\n\r\n";
    const block = httpBlock(chunked, "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n");
    const fields = { "WARC-Payload-Digest": sha1Hex(chunked) };
    const lies = httpBlock("<p>joined already</p>", "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n");
    await setting.importFile(members(response(LAMP, { block, fields }), response(FERRY, { block: lies })));
    expect(setting.capture(LAMP)).toMatchObject({ payloadBytes: 15, payloadSha256: sha256("<p>one, two</p>") });
    expect(Buffer.from((await setting.read(setting.capture(LAMP))).payload).toString()).toBe("<p>one, two</p>");
    expect(Buffer.from((await setting.read(setting.capture(FERRY))).payload).toString()).toBe("<p>joined already</p>");
  });

  it("is taken in the ways that tools write: brackets, WARC 1.0, bare line feeds, dates with less or more", async () => {
    const lineFeeds = "HTTP/1.0 200 OK\nContent-Type: text/html\n\n<p>old server</p>";
    const done = await setting.importFile(
      members(
        response(`<${LAMP}>`, { version: "1.0" }),
        response(FERRY, { block: lineFeeds, date: "2026-03-14" }),
        response(`${TIDE}#part`, { date: "2026-03-14T08:15:00.123456789Z" }),
      ),
    );
    expect(done.counts).toMatchObject({ captures: 3, problems: {} });
    expect(setting.capture(FERRY).capturedAt).toBe("2026-03-14T00:00:00.000Z");
    expect(Buffer.from((await setting.read(setting.capture(FERRY))).payload).toString()).toBe("<p>old server</p>");
    expect(setting.capture(TIDE).capturedAt).toBe("2026-03-14T08:15:00.123Z");
  });

  it("that redirects, fails, or is no page has no article to be made", async () => {
    const done = await setting.importFile(
      members(
        response(LAMP, { block: httpBlock("", "Location: /ferry\r\n", "302 Found") }),
        response(FERRY, { block: httpBlock("<p>gone</p>", "Content-Type: text/html\r\n", "404 Not Found") }),
        response(TIDE, {
          block: httpBlock("\x89PNG", 'Content-Type: image/png\r\nETag: "v1"\r\nX-Robots-Tag: noarchive\r\n'),
        }),
      ),
    );
    expect(done.counts).toMatchObject({ captures: 3, articlesQueued: 0 });
    expect(setting.capture(LAMP)).toMatchObject({ httpStatus: 302, redirectTo: FERRY, extraction: { status: "none" } });
    expect(setting.capture(FERRY)).toMatchObject({ httpStatus: 404, quality: "error" });
    expect(setting.capture(TIDE)).toMatchObject({ etag: '"v1"', noarchive: { from: "x-robots-tag", binding: false } });
    expect(setting.capture(TIDE).remoteAddress).toBeUndefined();
  });

  it("of something that was posted is no capture of the URL, whichever of the two comes first", async () => {
    const posted = { block: "POST /lamp HTTP/1.1\r\n\r\n" };
    const done = await setting.importFile(
      members(response(LAMP), request(LAMP, posted), request(FERRY, posted), response(FERRY)),
    );
    expect(done.counts).toMatchObject({ captures: 0, others: { "response-not-get": 2, request: 2 } });
  });

  it("of another kind of address is counted, and nothing else", async () => {
    const done = await setting.importFile(
      members(
        record({ url: "dns:quay.example", contentType: "text/dns", block: "20260314 quay.example. IN A 192.0.2.1" }),
        record({ type: "resource", url: "urn:pageinfo:x", contentType: "application/json", block: "{}" }),
        record({ type: "metadata", url: LAMP, contentType: "application/warc-fields", block: "a: b\r\n" }),
        record({ type: "conversion", url: LAMP, contentType: "text/plain", block: "text" }),
        record({ type: "of-our-own", url: LAMP, contentType: "text/plain", block: "text" }),
      ),
    );
    expect(done.counts).toMatchObject({
      captures: 0,
      others: { response: 1, resource: 1, metadata: 1, conversion: 1, unknown: 1 },
      problems: {},
    });
  });
});

it("a resource of the web reads as an answer of 200 with its own type", async () => {
  await setting.importFile(
    members(record({ type: "resource", url: LAMP, contentType: "text/html", block: pageOf("x") })),
  );
  const capture = setting.capture(LAMP);
  expect(capture).toMatchObject({
    kind: "response",
    httpStatus: 200,
    contentType: "text/html",
    extraction: { status: "pending" },
  });
  expect(await setting.read(capture)).toMatchObject({
    http: { status: 200, headers: [["Content-Type", "text/html"]] },
  });
});

describe("a revisit", () => {
  const AGAIN = "2026-03-15T08:15:00Z";
  const digest = { "WARC-Payload-Digest": sha1Hex(pageOf(LAMP)) };
  const original = () => response(LAMP, { id: idOf("lamp"), fields: digest });
  const revisit = (fields: Record<string, string>, url = LAMP) =>
    record({
      ...{ type: "revisit", url, date: AGAIN, block: "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" },
      fields: { "WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest", ...fields },
    });
  const expectRevisit = (url = LAMP) => {
    const found = setting.captures.all().find((row) => row.kind === "revisit" && row.url === url);
    expect(found).toMatchObject({ revisitOf: { id: idOf("lamp"), url: LAMP }, payloadSha256: sha256(pageOf(LAMP)) });
  };

  it.each([
    ["the record's id", { "WARC-Refers-To": `<urn:uuid:${idOf("lamp")}>` }, LAMP],
    ["URL and date", { "WARC-Refers-To-Target-URI": LAMP, "WARC-Refers-To-Date": "2026-03-14T08:15:00Z" }, FERRY],
    ["the digest", digest, LAMP],
  ])("finds its payload by %s", async (_, fields, url) => {
    const done = await setting.importFile(members(original(), revisit(fields, url)));
    expect(done.counts).toMatchObject({ captures: 2, revisits: 1, problems: {} });
    expectRevisit(url);
  });

  it("finds it in the archive, where an earlier file brought it", async () => {
    await setting.importFile(members(original()));
    await setting.importFile(members(revisit(digest)));
    expectRevisit();
  });

  it("finds it further on in the file", async () => {
    const done = await setting.importFile(members(revisit(digest), response(FERRY), original()));
    expect(done.counts).toMatchObject({ captures: 3, revisits: 1, problems: {} });
    expectRevisit();
  });

  it("that is nowhere to be found is told, and is no capture; it is one when its file comes later", async () => {
    const file = members(response(FERRY), revisit(digest));
    const done = await setting.importFile(file);
    expect(done.counts).toMatchObject({ captures: 1, problems: { "revisit-unresolved": 1 } });
    expect(await setting.problems(done.id)).toMatchObject([{ code: "revisit-unresolved", url: LAMP, type: "revisit" }]);
    await setting.importFile(members(original()));
    expect((await setting.importFile(file)).counts).toMatchObject({ captures: 1, duplicates: 1, revisits: 1 });
    expectRevisit();
  });

  it("does not take a payload that is another than it says", async () => {
    const fields = { "WARC-Refers-To": `<urn:uuid:${idOf("lamp")}>`, "WARC-Payload-Digest": sha1Hex("other") };
    const done = await setting.importFile(members(original(), revisit(fields)));
    expect(done.counts).toMatchObject({ revisits: 0, problems: { "revisit-digest-mismatch": 1 } });
  });

  it("by a 304 needs no digest", async () => {
    const fields = {
      "WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/server-not-modified",
      "WARC-Refers-To-Target-URI": LAMP,
      "WARC-Refers-To-Date": "2026-03-14T08:15:00Z",
    };
    const block = "HTTP/1.1 304 Not Modified\r\n\r\n";
    await setting.importFile(members(original(), record({ type: "revisit", url: LAMP, date: AGAIN, block, fields })));
    expectRevisit();
    expect(setting.captures.all().find(({ kind }) => kind === "revisit")).toMatchObject({
      httpStatus: 304,
      payloadBytes: 0,
    });
  });
});

describe("a record that is bad", () => {
  it.each([
    ["another block", { fields: { "WARC-Block-Digest": sha1Hex("other") } }, "block-digest-mismatch"],
    ["another payload", { fields: { "WARC-Payload-Digest": sha256("other") } }, "payload-digest-mismatch"],
    ["no URL", { url: "http://" }, "bad-url"],
    ["credentials in its URL", { url: "http://user:secret@quay.example/" }, "bad-url"],
    ["no date", { date: "yesterday" }, "bad-date"],
    ["a date to come", { date: "2031-01-01T00:00:00Z" }, "date-in-future"],
    ["no HTTP", { block: "<p>only a page</p>" }, "bad-http"],
    ["a part", { fields: { "WARC-Segment-Number": "1" } }, "segmented"],
  ])("for it has %s is told with its place, and the others are taken", async (_, parts, code) => {
    const file = members(response(LAMP), response("http://quay.example/bad", parts), response(FERRY));
    const done = await setting.importFile(file);
    expect(done).toMatchObject({ state: "done", counts: { records: 3, captures: 2, problems: { [code]: 1 } } });
    const [problem] = await setting.problems(done.id);
    expect(problem).toMatchObject({ code, offset: gzipSync(response(LAMP)).length, type: "response" });
    expect(problem?.message).toMatch(/record/);
  });

  it.each([
    ["sha1 in base32", `sha1:${base32(createHash("sha1").update(pageOf(LAMP)).digest())}`],
    ["sha1 in hexadecimal digits", sha1Hex(pageOf(LAMP))],
    ["sha256 in hexadecimal digits", sha256(pageOf(LAMP))],
    ["md5", `md5:${createHash("md5").update(pageOf(LAMP)).digest("hex")}`],
    ["sha-256 in base32 with padding", `SHA-256:${base32(createHash("sha256").update(pageOf(LAMP)).digest())}====`],
    ["a digest of a kind that nobody knows", "blake9:00"],
  ])("is not one with its digest as %s", async (_, stated) => {
    const done = await setting.importFile(members(response(LAMP, { fields: { "WARC-Payload-Digest": stated } })));
    expect(done.counts).toMatchObject({ captures: 1, problems: {} });
  });

  it("is one if such a digest is of something else", async () => {
    const stated = `sha1:${base32(createHash("sha1").update("other").digest())}`;
    const done = await setting.importFile(members(response(LAMP, { fields: { "WARC-Payload-Digest": stated } })));
    expect(done.counts).toMatchObject({ captures: 0, problems: { "payload-digest-mismatch": 1 } });
  });
});

describe("the same record again", () => {
  it("is a duplicate, in one file or in another, under whichever id", async () => {
    const file = members(response(LAMP), response(LAMP, { id: idOf("another") }), response(LAMP));
    expect((await setting.importFile(file)).counts).toMatchObject({ captures: 1, duplicates: 2 });
    expect((await setting.importFile(file)).counts).toMatchObject({ captures: 0, duplicates: 3 });
    expect(setting.captures.all()).toHaveLength(1);
  });

  it("with another payload is another capture, though its id is taken", async () => {
    const other = { id: idOf("lamp"), block: httpBlock("<p>another</p>") };
    const done = await setting.importFile(members(response(LAMP, { id: idOf("lamp") }), response(LAMP, other)));
    expect(done.counts).toMatchObject({ captures: 2, duplicates: 0 });
    expect(new Set(setting.captures.all().map(({ id }) => id)).size).toBe(2);
  });
});

describe("an import that is interrupted", () => {
  const urls = Array.from({ length: 9 }, (_, n) => `http://quay.example/${n}`);
  const pairs = urls.flatMap((url, n) => (n % 2 ? [request(url), response(url)] : [response(url), request(url)]));
  const late = record({
    ...{ type: "revisit", url: urls[8] ?? "", date: "2026-03-15T08:15:00Z", block: "" },
    fields: { "WARC-Payload-Digest": sha1Hex(pageOf(urls[8] ?? "")) },
  });
  const all = [warcinfo(), late, ...pairs.slice(0, 7), Buffer.from("noise that is no record\n"), ...pairs.slice(7)];

  it.each([
    ["a member for each record", Buffer.concat(all.map((each) => (each.includes("WARC/") ? gzipSync(each) : each)))],
    ["no compression", Buffer.concat(all)],
    ["one member for all", gzipSync(Buffer.concat(all))],
  ])("after every record comes to the same, in a file of %s", async (_, file) => {
    const whole = await setting.importFile(file);
    const pieces = createSetting();
    const done = await pieces.importFile(file, {}, { isTimeUp: () => true, batchSize: 1 });
    expect(done.stretches).toBeGreaterThan(9);
    expect(done.counts).toEqual(whole.counts);
    expect(whole.counts).toMatchObject({ captures: 10, revisits: 1, problems: { "no-record": 1 } });
    const rows = (from: typeof setting) =>
      from.captures
        .all()
        .map(({ id, url, importPosition, payloadSha256, responseLength, revisitOf }) => ({
          id,
          url,
          importPosition,
          payloadSha256,
          responseLength,
          revisitOf,
        }))
        .sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(rows(pieces)).toEqual(rows(setting));
  });

  it("before its row said so counts nothing twice", async () => {
    const id = await setting.put(members(...all.filter((each) => each.includes("WARC/"))));
    let writes = 0;
    const dies = {
      ...setting.imports,
      replace: async (stored: Parameters<typeof setting.imports.replace>[0]) => {
        writes += 1;
        if (writes === 4) throw new Error("throttled");
        return setting.imports.replace(stored);
      },
    };
    await expect(runImport({ ...setting.deps, imports: dies, batchSize: 4 }, id)).rejects.toThrow("throttled");
    expect(setting.captures.all().length).toBeGreaterThan(0);
    const done = await setting.finish(id);
    expect(done.counts).toMatchObject({ captures: 10, revisits: 1, duplicates: 0 });
    expect(setting.captures.all()).toHaveLength(10);
  });

  it("while another worker goes on with it leaves that alone", async () => {
    const id = await setting.put(members(response(LAMP)));
    const openObject: typeof setting.deps.openObject = async (key) => {
      await setting.finish(id);
      return setting.deps.openObject(key);
    };
    await expect(runImport({ ...setting.deps, openObject }, id)).resolves.toMatchObject({ kind: "superseded" });
    await expect(setting.imports.get(id)).resolves.toMatchObject({ value: { state: "done", counts: { captures: 1 } } });
  });
});

describe("a file that cannot be imported", () => {
  it.each([
    ["is something else", Buffer.from("<p>a page</p>"), {}, "unknown-format"],
    ["is empty", Buffer.alloc(0), {}, "unknown-format"],
    [
      "is not the one that was announced",
      members(response(LAMP)),
      { announcedSha256: sha256("other") },
      "sha256-mismatch",
    ],
    ["is another than before", members(response(LAMP)), { etag: '"before"' }, "object-changed"],
    ["begins as a package and is none", Buffer.from("PK\x03\x04 and no more"), {}, "zip-unreadable"],
  ])("for it %s fails with its reason", async (_, file, changes, code) => {
    expect(await setting.importFile(file, changes)).toMatchObject({
      state: "failed",
      error: { code },
      counts: { captures: 0 },
    });
  });

  it("keeps what was read until then", async () => {
    const id = await setting.put(members(response(LAMP), response(FERRY), response(TIDE)));
    await runImport({ ...setting.deps, isTimeUp: () => true }, id);
    setting.objects.stored.clear();
    expect(await setting.finish(id)).toMatchObject({
      state: "failed",
      error: { code: "object-changed" },
      counts: { captures: 1 },
    });
  });
});

it("takes what warcio writes, as crawlers in browsers do", async () => {
  const options = {
    url: LAMP,
    type: "response" as const,
    warcVersion: "WARC/1.1" as const,
    date: "2026-03-14T08:15:00.500Z",
  };
  const answer = WARCRecord.create({ ...options, httpHeaders: { "Content-Type": "text/html" } }, [
    Buffer.from(pageOf(LAMP)),
  ]);
  const bytes = await WARCSerializer.serialize(answer, { gzip: true });
  const done = await setting.importFile(Buffer.concat([gzipSync(warcinfo()), bytes]));
  expect(done.counts).toMatchObject({ captures: 1, problems: {} });
  expect(setting.capture(LAMP).payloadSha1).toMatch(/^sha1:[A-Z2-7]{32}$/);
});

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[Number.parseInt(five.padEnd(5, "0"), 2)])
    .join("");
}
