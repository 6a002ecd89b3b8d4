/** Files that others made, through the running archive: uploaded, imported, read as articles, and given back as they were. */
import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { WACZ } from "@harvard-lil/js-wacz";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REGION } from "../../local/aws-names.ts";
import { noteRunning } from "../../local/commands/running.ts";
import type { ImportProblemView, ImportView, NewImportView } from "../../shared/api/import-schemas.ts";
import type { CaptureRowView, CaptureView } from "../../shared/api/schemas.ts";
import { startTestArchive, type TestArchive, TOKEN } from "./support/archive.ts";
import { articleHtml, html, startWeb, type Web } from "./support/web.ts";

const run = promisify(execFile);
const wget = spawnSync("wget", ["--version"], { encoding: "utf8" });
const hasWget = wget.status === 0 && /[+]ssl|warc/i.test(spawnSync("wget", ["--help"], { encoding: "utf8" }).stdout);
if (!hasWget) process.stdout.write("skipped: no wget that writes WARC files on PATH\n");

let web: Web;
let archive: TestArchive;
let folder: string;

beforeAll(async () => {
  web = await startWeb();
  folder = await mkdtemp(join(tmpdir(), "pressmark-import-"));
  archive = await startTestArchive({ allowPrivate: [web.hostPort], dataDir: join(folder, "data") });
}, 120_000);

afterAll(async () => {
  await archive?.stop();
  await web?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Uploads by the link, starts, and waits. */
async function importFile(name: string): Promise<ImportView> {
  const file = await readFile(join(folder, name));
  const body = JSON.stringify({
    fileName: name,
    bytes: file.length,
    sha256: createHash("sha256").update(file).digest("hex"),
  });
  const { id, upload } = await archive.json<NewImportView>("/v1/imports", { method: "POST", body });
  const early = await archive.call(`/v1/imports/${id}/start`, { method: "POST" });
  expect([early.status, await early.json()]).toMatchObject([409, { code: "import-not-uploaded" }]);
  const { method, headers } = upload;
  expect((await fetch(upload.url, { method, headers, body: file })).status).toBe(200);
  // A second upload would change what captures are about to point into.
  expect((await fetch(upload.url, { method, headers, body: Buffer.from("other") })).status).toBe(412);
  expect((await archive.call(`/v1/imports/${id}/start`, { method: "POST" })).status).toBe(202);
  return ended(id);
}

async function ended(id: string): Promise<ImportView> {
  for (let tries = 0; tries < 200; tries += 1) {
    const view = await archive.json<ImportView>(`/v1/imports/${id}`);
    if (view.state === "done" || view.state === "failed") return view;
    await new Promise((wake) => setTimeout(wake, 150));
  }
  throw new Error(`import ${id} does not end`);
}

async function captureOf(url: string): Promise<CaptureView> {
  const { captures } = await archive.json<{ captures: CaptureRowView[] }>(
    `/v1/captures?url=${encodeURIComponent(url)}`,
  );
  const self = captures[0]?.links.self;
  if (self === undefined) throw new Error(`no capture of ${url}`);
  return archive.json(self);
}

const article = async (url: string): Promise<CaptureView> => {
  await expect.poll(async () => (await captureOf(url)).extraction.status, { timeout: 20_000 }).toBe("done");
  return captureOf(url);
};

describe.skipIf(!hasWget)("what wget has crawled", () => {
  const make = (name: string, paths: readonly string[], ...flags: string[]) =>
    run("wget", [
      "-q",
      `--warc-file=${join(folder, name)}`,
      ...flags,
      "-O",
      "/dev/null",
      ...paths.map((path) => `${web.url}${path}`),
    ]);

  beforeAll(() => {
    const page = articleHtml("The lamp will be mended");
    web.page("/lamp", (_, response) => {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.write(page.slice(0, 300));
      setTimeout(() => response.end(page.slice(300)), 20);
    });
    web.page("/plain", html(articleHtml("The tide table")));
    web.page("/moved", (_, response) => response.writeHead(302, { location: "/plain" }).end());
  });

  it("becomes captures and articles, and the records are given back byte for byte", async () => {
    await make("crawl", ["/lamp", "/moved"], "--warc-cdx");
    const done = await importFile("crawl.warc.gz");
    expect(done).toMatchObject({
      state: "done",
      format: "warc",
      counts: { captures: 3, articlesQueued: 2, problems: {} },
    });
    const capture = await article(`${web.url}/lamp`);
    expect(capture).toMatchObject({
      title: "The lamp will be mended",
      importId: done.id,
      links: { import: done.links.self },
    });
    expect(await (await archive.call(capture.links.text ?? "")).text()).toContain("The harbour board met on Tuesday");
    const given = Buffer.from(await (await archive.call(capture.links.warc)).arrayBuffer());
    expect((await readFile(join(folder, "crawl.warc.gz"))).includes(given)).toBe(true);
    expect(gunzipSync(given).toString()).toContain(`WARC-Record-ID: <urn:uuid:${capture.id}>`);
    expect(await captureOf(`${web.url}/moved`)).toMatchObject({ httpStatus: 302, redirectTo: `${web.url}/plain` });
  });

  it("without compression is read too, and what is unchanged since as a revisit of the first file's capture", async () => {
    await make("again", ["/lamp"], "--no-warc-compression", `--warc-dedup=${join(folder, "crawl.cdx")}`);
    const done = await importFile("again.warc");
    expect(done.counts).toMatchObject({ captures: 1, revisits: 1, problems: {} });
    const revisit = await captureOf(`${web.url}/lamp`);
    expect(revisit).toMatchObject({ status: "unchanged", importId: done.id });
    expect(revisit.revisitOf).not.toBeNull();
    expect(await (await archive.call(`${revisit.links.self}/text`)).text()).toContain(
      "The harbour board met on Tuesday",
    );
  });

  it("is known when it comes again", async () => {
    expect((await importFile("crawl.warc.gz")).counts).toMatchObject({ captures: 0, duplicates: 3 });
  });
});

const recordOf = (url: string, body: string, date = "2026-03-14T08:15:00Z"): Buffer => {
  const block = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n${body}`;
  const fields = `WARC-Type: response\r\nWARC-Date: ${date}\r\nWARC-Target-URI: ${url}\r\nContent-Type: application/http\r\n`;
  return Buffer.from(`WARC/1.1\r\n${fields}Content-Length: ${Buffer.byteLength(block)}\r\n\r\n${block}\r\n\r\n`);
};

it("a WACZ that js-wacz has made is imported, and its pages are articles", async () => {
  const url = "http://quay.example/ferry";
  await writeFile(join(folder, "made.warc.gz"), gzipSync(recordOf(url, articleHtml("The night ferry"))));
  const log = { log() {}, info() {}, warn() {}, error() {}, trace() {}, debug() {} } as unknown as Console;
  await new WACZ({ input: join(folder, "made.warc.gz"), output: join(folder, "made.wacz"), log }).process();
  expect(await importFile("made.wacz")).toMatchObject({
    state: "done",
    format: "wacz",
    counts: { captures: 1, problems: {} },
  });
  expect(await article(url)).toMatchObject({ title: "The night ferry", capturedAt: "2026-03-14T08:15:00.000Z" });
});

it("one packed as a whole is taken in the body, and its bad records are told one by one", async () => {
  const url = "http://quay.example/oysters";
  const bad = recordOf("http://quay.example/bad", "<p>bad</p>", "not a date");
  const file = gzipSync(Buffer.concat([recordOf(url, articleHtml("The oyster ledger")), bad, Buffer.from("noise\n")]));
  const sent = await archive.call("/v1/imports?fileName=whole.warc.gz", {
    method: "POST",
    body: file,
    headers: { "content-type": "application/gzip" },
  });
  expect(sent.status).toBe(202);
  const done = await ended(((await sent.json()) as ImportView).id);
  expect(done.counts).toMatchObject({ captures: 1, problems: { "bad-date": 1, "no-record": 1 } });
  const { problems } = await archive.json<{ problems: ImportProblemView[] }>(done.links.problems);
  expect(problems).toMatchObject([{ code: "bad-date", url: "http://quay.example/bad" }, { code: "no-record" }]);
  expect(await article(url)).toMatchObject({ title: "The oyster ledger" });
});

it("a file that is none fails, and says why", async () => {
  const sent = await archive.call("/v1/imports?fileName=page.html", { method: "POST", body: "<p>a page</p>" });
  expect(await ended(((await sent.json()) as ImportView).id)).toMatchObject({
    state: "failed",
    error: { code: "unknown-format" },
  });
});

it("the command uploads, follows, and exits with 1 where a record was bad", async () => {
  const good = recordOf("http://quay.example/clock", articleHtml("The tide clock"));
  await writeFile(join(folder, "good.warc"), good);
  await writeFile(join(folder, "bad.warc.gz"), Buffer.concat([gzipSync(good), gzipSync(recordOf("http://", "x"))]));
  const { cloud, dataDir } = archive;
  const tableName = cloud.resources.find(({ type }) => type === "AWS::DynamoDB::Table")?.ref ?? "";
  const aws = { endpoint: cloud.awsEndpoint, region: REGION, tableName, ...cloud.credentials };
  await noteRunning(dataDir, { pid: process.pid, apiUrl: cloud.apiUrl, token: TOKEN, aws });
  const command = (...files: string[]) =>
    run(process.execPath, ["local/commands/import.ts", "--data", dataDir, ...files.map((file) => join(folder, file))]);
  expect((await command("good.warc")).stdout).toMatch(/^✓ .*good\.warc\n {2}1 records: 1 captures/);
  const failed = await command("good.warc", "bad.warc.gz").catch((error: { code: number; stdout: string }) => error);
  expect(failed).toMatchObject({ code: 1, stdout: expect.stringContaining("! bad-url (at ") });
  await expect(command("no-such-file.warc")).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no file"),
  });
});
