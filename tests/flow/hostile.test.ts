/** Pages and servers that misbehave: each ends in time, recorded for what it is, and harms no other. */
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CaptureView, JobView } from "../../shared/api/schemas.ts";
import { startTestArchive, type TestArchive } from "./support/archive.ts";
import { articleHtml, html, type Page, startWeb, type Web } from "./support/web.ts";

let web: Web;
let archive: TestArchive;
/** A host of its own for the page that never ends: the URLs of one host wait for each other. */
let slowWeb: Web;
let endless: JobView;
/** Hosts of their own for what counts as a host in trouble: it is left alone for a while, and all its URLs with it. */
let troubled: Web[];
const host = (index: number): Web => troubled[index] ?? web;

beforeAll(async () => {
  [web, slowWeb, ...troubled] = (await Promise.all(Array.from({ length: 6 }, startWeb))) as [Web, Web, ...Web[]];
  const allowPrivate = [web, slowWeb, ...troubled].map(({ hostPort }) => hostPort).concat("127.0.0.1:9");
  // Waits between attempts are divided by ten; deadlines of a fetch are what they are.
  archive = await startTestArchive({ allowPrivate, timeScale: 10 });
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const url = slowWeb.page("/endless", (request, response) => {
    begin();
    neverEnds(request, response);
  });
  endless = (await (await archive.submit({ url })).json()) as JobView;
  // A batch's messages are deleted together: what came in the same one would keep its host waiting as long.
  await begun;
}, 120_000);

afterAll(async () => {
  await archive?.stop();
  await Promise.all([web, slowWeb, ...(troubled ?? [])].map((each) => each?.stop()));
});

const neverEnds: Page = (_, response) => {
  response.writeHead(200, { "content-type": "text/html" });
  response.write("<html><body><p>It goes on");
  const timer = setInterval(() => response.write(" and on"), 200);
  response.once("close", () => clearInterval(timer));
};

describe("a body that is not what it should be", () => {
  it("cuts a page of 50 MB off at the limit, and says so", async () => {
    const url = web.page("/huge", (_, response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      const chunk = Buffer.alloc(1024 * 1024, "pressmark ");
      let sent = 0;
      const more = () => {
        while (sent < 50 && !response.destroyed) {
          sent += 1;
          if (!response.write(chunk)) return void response.once("drain", more);
        }
        response.end();
      };
      more();
    });
    const capture = await archive.capture(url);
    expect(capture).toMatchObject({ truncated: "length", payloadBytes: 20 * 1024 * 1024 });
  });

  it("keeps a broken gzip as it came, and says why it has no article", async () => {
    const broken = gzipSync(articleHtml("Broken on the way"));
    broken.fill(0, Math.floor(broken.length / 2));
    const capture = await archive.capture(web.page("/broken", html(broken, { "content-encoding": "gzip" })));
    expect(capture).toMatchObject({
      quality: "error",
      payloadBytes: broken.length,
      extraction: { status: "failed", error: { code: "broken-content-encoding" } },
    });
  });

  it("hands a slice too large for an answer out by a link", async () => {
    const noise = Buffer.from(Array.from({ length: 6 * 1024 * 1024 }, () => Math.floor(Math.random() * 256)));
    const url = web.page("/noise.bin", (_, response) =>
      response.writeHead(200, { "content-type": "application/octet-stream" }).end(noise),
    );
    const capture = await archive.capture(url);
    const answer = await archive.call(capture.links.warc, { redirect: "manual" });
    expect(answer.status).toBe(307);
    const bytes = await (await fetch(answer.headers.get("location") ?? "")).arrayBuffer();
    expect(bytes.byteLength).toBeGreaterThan(noise.length);
  });
});

describe("a server that misbehaves", () => {
  it.each([
    ["refuses the connection", () => "http://127.0.0.1:9/", { code: "connection-refused" }],
    ["is on an address that is not allowed", () => "http://127.0.0.1:1/", { code: "address-not-allowed" }],
    ["is on a port that is never fetched", () => "http://paper.example:1/", { code: "port-not-allowed" }],
    ["has no such page", () => `${web.url}/none`, { code: "http-client-error", httpStatus: 404 }],
    [
      "fails",
      () => host(0).page("/500", (_, r) => r.writeHead(503).end()),
      { code: "http-server-error", httpStatus: 503 },
    ],
    [
      "redirects in a circle",
      () => web.page("/circle", (_, r) => r.writeHead(302, { location: "/circle" }).end()),
      { code: "too-many-redirects" },
    ],
    [
      "redirects to a private address",
      () => web.page("/inward", (_, r) => r.writeHead(302, { location: "http://169.254.169.254/latest/" }).end()),
      { code: "address-not-allowed" },
    ],
    [
      "speaks no HTTP",
      () => host(1).page("/garbage", (request) => request.socket.end("what?\r\n\r\n")),
      { code: "bad-response" },
    ],
  ])("fails the job when it %s", async (_, url, error) => {
    const job = await archive.failedJob(url());
    expect(job.error).toMatchObject(error);
    expect(job.attempts.at(-1)).toMatchObject(error);
  });

  it("is asked three times when the failure may pass, and no more", async () => {
    const url = host(2).page("/busy", (_, response) => response.writeHead(503).end());
    const job = await archive.failedJob(url);
    expect(job.attempts.map(({ code }) => code)).toEqual(Array.from({ length: 3 }, () => "http-server-error"));
    expect(host(2).requests.filter(({ path }) => path === "/busy")).toHaveLength(3);
  });

  it("is forgiven when it recovers", async () => {
    let asked = 0;
    const page = html(articleHtml("Back on its feet"));
    const url = host(3).page("/recovers", (request, response) =>
      asked++ === 0 ? response.writeHead(500).end() : page(request, response),
    );
    const capture = await archive.capture(url);
    const job = await archive.job(capture.jobId);
    expect([capture.title, job.attempts.length]).toEqual(["Back on its feet", 1]);
  });

  it("keeps what an error page said, as a capture of quality error", async () => {
    const job = await archive.failedJob(`${web.url}/gone`);
    const capture = await archive.json<CaptureView>(job.links.capture ?? "");
    expect(capture).toMatchObject({ httpStatus: 404, quality: "error" });
  });
});

it("follows redirects and keeps each hop as a capture", async () => {
  web.page("/new", html(articleHtml("Moved house")));
  web.page("/middle", (_, response) => response.writeHead(301, { location: `${web.url}/new` }).end());
  const capture = await archive.capture(web.page("/old", (_, r) => r.writeHead(302, { location: "/middle" }).end()));
  const { redirectIds } = await archive.job(capture.jobId);
  const hops = await Promise.all(redirectIds.map((id) => archive.json<CaptureView>(`/v1/captures/${id}`)));
  expect(capture).toMatchObject({ url: `${web.url}/new`, title: "Moved house" });
  expect(hops.map(({ url, redirectTo }) => [url, redirectTo])).toEqual([
    [`${web.url}/old`, `${web.url}/middle`],
    [`${web.url}/middle`, `${web.url}/new`],
  ]);
});

describe("text in another encoding", () => {
  const page = (charset: string, text: string) =>
    `<html lang="x"><head><meta charset="${charset}"><title>T</title></head><body><article><h1>T</h1>` +
    `${`<p>${text.repeat(12)}</p>`.repeat(4)}</article></body></html>`;
  // Each word is written out in bytes of its encoding; all the rest of the page is ASCII.
  it.each([
    ["windows-1252", [0x93, 0x4b, 0xfc, 0x73, 0x74, 0x65, 0x94, 0x20, 0x96, 0x20, 0x80], "“Küste” – €"],
    ["shift_jis", [0x8d, 0x60, 0x82, 0xcc, 0x90, 0x56, 0x95, 0xb7], "港の新聞"],
    ["gb18030", [0xb8, 0xdb, 0xbf, 0xda, 0xd0, 0xc2, 0xce, 0xc5], "港口新闻"],
    ["koi8-r", [0xe7, 0xc1, 0xda, 0xc5, 0xd4, 0xc1], "Газета"],
    ["euc-kr", [0xc7, 0xd7, 0xb1, 0xb8], "항구"],
  ])("reads %s right", async (charset, bytes, expected) => {
    const word = Buffer.from([...bytes, 0x20]).toString("latin1");
    const url = web.page(
      `/${charset}`,
      html(Buffer.from(page(charset, word), "latin1"), { "content-type": "text/html" }),
    );
    const capture = await archive.capture(url);
    expect(await (await archive.call(`${capture.links.self}/text`)).text()).toContain(expected);
  });
});

// Last: its page was asked for first, and goes on all the while that the tests above run.
it("does not wait for ever for a page that never ends", async () => {
  const ended = await archive.ended(endless.id, 50_000);
  expect(ended.status).toBe("archived");
  const capture = await archive.json<CaptureView>(`/v1/captures/${ended.captureId}`);
  expect(capture.truncated).toBe("time");
}, 60_000);
