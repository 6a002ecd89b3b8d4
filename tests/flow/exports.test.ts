/** WACZ files out of the running archive: asked for over HTTP, made as a job, opened by another client from their link. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExportView, SigningKeyView } from "../../shared/api/export-schemas.ts";
import type { CaptureView } from "../../shared/api/schemas.ts";
import { faultsOf, readWacz } from "../support/read-wacz.ts";
import { openInWabac, type Replayed } from "../support/wabac.ts";
import { startTestArchive, type TestArchive } from "./support/archive.ts";
import { articleHtml, html, startWeb, type Web } from "./support/web.ts";

const LAMP = articleHtml("The lamp will be mended");

let web: Web;
let archive: TestArchive;
let lamp: CaptureView;
let quay: CaptureView;

beforeAll(async () => {
  web = await startWeb();
  archive = await startTestArchive({ allowPrivate: [web.hostPort] });
  lamp = await archive.capture(web.page("/lamp", html(LAMP)));
  web.page("/old", (_, response) => response.writeHead(301, { location: "/quay" }).end());
  web.page("/quay", html(articleHtml("The quay is swept")));
  quay = await archive.capture(`${web.url}/old`);
}, 120_000);

afterAll(async () => {
  await archive?.stop();
  await web?.stop();
});

async function makeExport(body: unknown): Promise<ExportView> {
  const response = await archive.call("/v1/exports", { method: "POST", body: JSON.stringify(body) });
  expect(response.status).toBe(202);
  const location = response.headers.get("location") ?? "";
  const deadline = Date.now() + 30_000;
  for (;;) {
    const made = await archive.json<ExportView>(location);
    if (made.status !== "queued" && made.status !== "running") return made;
    if (Date.now() > deadline) throw new Error(`Export still ${made.status}`);
    await new Promise((wake) => setTimeout(wake, 200));
  }
}

describe("an export of a host", () => {
  let made: ExportView;
  let replayed: Replayed;
  let bytes: Uint8Array;

  beforeAll(async () => {
    made = await makeExport({ host: web.hostPort, title: "The harbour" });
    const link = made.links.download ?? "";
    bytes = new Uint8Array(await (await fetch(link)).arrayBuffer());
    const opened = await openInWabac(link);
    if (typeof opened === "string") throw new Error(opened);
    replayed = opened;
  }, 60_000);

  it("is done, with a link that takes Range requests and no token", async () => {
    expect(made).toMatchObject({ status: "done", title: "The harbour", counts: { captures: 3, pages: 2 } });
    expect(made.bytes).toBe(bytes.byteLength);
    const range = await fetch(made.links.download ?? "", { headers: { range: "bytes=0-3" } });
    expect([range.status, range.headers.get("content-type")]).toEqual([206, "application/wacz"]);
    expect(await range.text()).toBe("PK\u0003\u0004");
  });

  it("can be read by a page of another origin, as by a client that runs in a browser", async () => {
    const [link, origin] = [made.links.download ?? "", "https://replay.example"];
    const wanted = { origin, "access-control-request-method": "GET", "access-control-request-headers": "range" };
    const preflight = await fetch(link, { method: "OPTIONS", headers: wanted });
    expect([preflight.status, preflight.headers.get("access-control-allow-headers")]).toEqual([200, "range"]);
    const answer = await fetch(link, { headers: { origin, range: "bytes=-22" } });
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([206, "*"]);
    expect(answer.headers.get("access-control-expose-headers")).toContain("Content-Range");
    const upload = { ...wanted, "access-control-request-method": "PUT" };
    expect((await fetch(link, { method: "OPTIONS", headers: upload })).status).toBe(403);
  });

  it("holds what its digests and its signature say, by the archive's key", async () => {
    expect(await faultsOf(bytes)).toEqual([]);
    const key = (await (await fetch(`${archive.cloud.apiUrl}/v1/signing-key`)).json()) as SigningKeyView;
    expect(replayed.verification).toMatchObject({ publicKey: key.publicKey, numInvalid: 0 });
    expect(replayed.isSigned).toBe(true);
  });

  it("replays its pages byte for byte, and the redirect that led to one", async () => {
    expect(replayed.pages.map(({ title }) => title).toSorted()).toEqual([
      "The lamp will be mended",
      "The quay is swept",
    ]);
    const time = lamp.capturedAt.replace(/\D/g, "").slice(0, 14);
    const page = await replayed.replay(lamp.url, time);
    expect([page.status, await page.text()]).toEqual([200, LAMP]);
    const moved = await replayed.replay(`${web.url}/old`, time);
    expect([moved.status, moved.headers.get("location")]).toEqual([301, expect.stringContaining("/quay")]);
  });

  it("carries each article, and its text to be found by", async () => {
    const text = await (await archive.call(`/v1/captures/${lamp.id}/text`)).text();
    const resource = await replayed.replay(`urn:text:${lamp.url}`, "20260101000000");
    expect(await resource.text()).toBe(text);
    expect(replayed.pages.every((page) => (page.text ?? "").length > 100)).toBe(true);
  });
});

it("makes one page a file at once", async () => {
  const response = await archive.call(`/v1/captures/${quay.id}/wacz`);
  expect(response.headers.get("content-type")).toBe("application/wacz");
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect(await faultsOf(bytes)).toEqual([]);
  const { lines } = await readWacz(bytes);
  // The redirect, the page, and its text.
  expect(lines("indexes/index.cdxj")).toHaveLength(3);
});

it("tells of an export that found nothing", async () => {
  const made = await makeExport({ url: `${web.url}/never` });
  expect(made).toMatchObject({
    status: "failed",
    error: { code: "export-empty" },
    links: { self: expect.any(String) },
  });
});

it("lets nobody in without a token, and none write with one that reads", async () => {
  const { apiUrl } = archive.cloud;
  for (const path of ["/v1/exports", `/v1/captures/${lamp.id}/wacz`])
    expect((await fetch(`${apiUrl}${path}`)).status).toBe(401);
  expect((await fetch(`${apiUrl}/v1/exports`, { method: "POST", body: "{}" })).status).toBe(401);
});
