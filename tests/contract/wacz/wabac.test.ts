/**
 * A WACZ in an independent client: wabac opens it over HTTP by Range requests, checks its signature, and gives back what
 * was captured, byte for byte.
 */
import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { later } from "../../support/fixtures.ts";
import { type RangeServer, startRangeServer } from "../../support/range-server.ts";
import { faultsOf } from "../../support/read-wacz.ts";
import { openInWabac, type Replayed } from "../../support/wabac.ts";
import { createSetting } from "../../unit/export/setting.ts";

const URL = "https://paper.example/ferry";
const HTML = Buffer.from("<!doctype html><title>F\u00e4hre</title><p>The ferry ran late. <img src='/a.png'>", "latin1");
const PNG = randomBytes(5000);
const BIG = randomBytes(9 * 1024 * 1024);
const type = (value: string, ...more: [string, string][]): [string, string][] => [["Content-Type", value], ...more];

let server: RangeServer;
let wacz: Uint8Array;
let publicKey: string;

beforeAll(async () => {
  server = await startRangeServer();
  const setting = createSetting();
  publicKey = (await setting.signingKey.get()).publicKey;
  const page = await setting.add({
    exchange: { body: HTML, responseHeaders: type("text/html; charset=iso-8859-1") },
    text: "The ferry ran late.",
  });
  const [first, second] = [
    await setting.add({
      exchange: { url: "https://paper.example/a.png", body: PNG, responseHeaders: type("image/png") },
    }),
    await setting.add({
      exchange: { url: "https://paper.example/big.bin", body: BIG, responseHeaders: type("application/octet-stream") },
    }),
  ];
  const again = await setting.add({
    revisitOf: first,
    exchange: {
      url: "https://mirror.example/b.png",
      startedAt: new Date(later(5000)),
      body: Buffer.alloc(0),
      responseHeaders: type("image/png"),
    },
  });
  const style = await setting.add({
    exchange: {
      url: "https://paper.example/style.css?v=1,2,3",
      body: gzipSync("p { color: teal }"),
      responseHeaders: type("text/css", ["Content-Encoding", "gzip"]),
    },
  });
  const unchanged = await setting.add({
    revisitOf: page,
    exchange: {
      status: 304,
      statusText: "Not Modified",
      startedAt: new Date(later(60_000)),
      body: Buffer.alloc(0),
      responseHeaders: [],
    },
  });
  const moved = await setting.add({
    exchange: {
      url: "https://paper.example/old",
      status: 301,
      body: Buffer.alloc(0),
      responseHeaders: [["Location", URL]],
    },
  });
  setting.show(page, first, second, again, style);
  await setting.redirect(page, moved);
  wacz = (await setting.make({ kind: "ids", ids: [page.id, unchanged.id] })).bytes;
}, 30_000);

afterAll(() => server.stop());

async function open(path: string, bytes: Uint8Array): Promise<Replayed> {
  const opened = await openInWabac(server.serve(path, bytes));
  if (typeof opened === "string") throw new Error(opened);
  return opened;
}

describe("a whole file", () => {
  let replayed: Replayed;
  beforeAll(async () => {
    replayed = await open("/good.wacz", wacz);
  });

  it("is loaded by Range requests, a small part of it", () => {
    expect(server.requests.every((request) => request.includes("bytes="))).toBe(true);
    expect(server.requests.length).toBeGreaterThan(3);
  });

  it("is valid, by the archive's own key", () => {
    expect(replayed.isSigned).toBe(true);
    expect(replayed.verification).toMatchObject({
      publicKey,
      numInvalid: 0,
      software: expect.stringContaining("Pressmark"),
    });
    // The signature, datapackage.json, and the list of pages.
    expect(replayed.verification.numValid).toBe(3);
  });

  it("lists its pages with their texts", () => {
    const [first, second] = replayed.pages.toSorted((a, b) => a.ts - b.ts);
    expect(first).toMatchObject({ url: URL, ts: Date.parse(later(0)), text: "The ferry ran late." });
    expect(second).toMatchObject({ url: URL, ts: Date.parse(later(60_000)) });
    expect(replayed.pages).toHaveLength(2);
  });

  it.each([
    ["the page", URL, HTML],
    ["a picture", "https://paper.example/a.png", PNG],
    ["a revisit of another URL", "https://mirror.example/b.png", PNG],
    ["nine megabytes", "https://paper.example/big.bin", BIG],
    ["a stylesheet whose URL has commas", "https://paper.example/style.css?v=1,2,3", Buffer.from("p { color: teal }")],
  ])("gives back %s, byte for byte", async (_, url, body) => {
    const response = await replayed.replay(url, "20260314093000");
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true);
  });

  it("gives back the page as a later capture found it unchanged", async () => {
    const response = await replayed.replay(URL, "20260314093100");
    expect(Buffer.from(await response.arrayBuffer()).equals(HTML)).toBe(true);
  });

  it("gives back the headers, and a redirect as a redirect", async () => {
    const page = await replayed.replay(URL, "20260314093000");
    expect(page.headers.get("content-type")).toBe("text/html; charset=iso-8859-1");
    const moved = await replayed.replay("https://paper.example/old", "20260314093000");
    expect([moved.status, moved.headers.get("location")]).toEqual([301, expect.stringContaining(URL)]);
  });

  it("gives back the text of an article by its name", async () => {
    const response = await replayed.replay(`urn:text:${URL}`, "20260314093000");
    expect(await response.text()).toBe("The ferry ran late.");
  });

  it("has nothing of what was not captured", async () => {
    expect((await replayed.replay("https://paper.example/other", "20260314093000")).status).toBe(404);
  });
});

/** The file with a letter changed, `at` bytes into the last place where `text` stands. */
function tampered(text: string, at = 0): Uint8Array {
  const copy = Buffer.from(wacz);
  const place = copy.lastIndexOf(text);
  expect(place).toBeGreaterThan(0);
  // A letter for a letter: JSON stays JSON, and base64 base64.
  copy.write(copy.toString("latin1", place + at, place + at + 1) === "A" ? "B" : "A", place + at, "latin1");
  return copy;
}

describe("a file that was tampered with", () => {
  it.each([
    ["a page's text in the list", () => tampered("The ferry ran late.", 4), "pages/pages.jsonl"],
    ["the title of the package", () => tampered('"title": "Ferries"', 11), "datapackage.json"],
    ["the signature", () => tampered('"signature": "', 20), "signature"],
  ])("by %s is not valid", async (_, tamper, fault) => {
    const bytes = tamper();
    expect(await faultsOf(bytes)).toContain(fault);
    const { verification, isSigned } = await open(`/${fault}.wacz`, bytes);
    expect(isSigned && verification.numInvalid === 0).toBe(false);
  });

  it("by a byte of a capture is caught by the digest of its WARC file, which the signature covers", async () => {
    const copy = Buffer.from(wacz);
    copy[2000] = (copy[2000] ?? 0) ^ 1;
    expect(await faultsOf(copy)).toEqual(["archive/data-00001.warc.gz"]);
  });

  it("that says to be another version of itself is refused", async () => {
    await expect(open("/other.wacz", tampered('"profile": "data-package"', 13))).rejects.toThrow(
      "Unknown package profile",
    );
  });
});
