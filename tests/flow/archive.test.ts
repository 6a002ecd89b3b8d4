/** URL in, article out: the whole archive with its real bundles, as its users see it. */
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WARCParser } from "warcio";
import type { ArticleRowView, CaptureRowView, CaptureView, JobView, Submitted } from "../../shared/api/schemas.ts";
import type { Article } from "../../shared/article/article.ts";
import { makeDataDir, startTestArchive, type TestArchive } from "./support/archive.ts";
import { checkArchivedWarcs } from "./support/archived-warcs.ts";
import { articleHtml, html, startWeb, type Web } from "./support/web.ts";

let web: Web;
let archive: TestArchive;
let dataDir: string;

beforeAll(async () => {
  web = await startWeb();
  dataDir = await makeDataDir();
  archive = await startTestArchive({ allowPrivate: [web.hostPort], dataDir });
}, 120_000);

afterAll(async () => {
  await archive?.stop();
  await web?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe("an article", () => {
  let capture: CaptureView;

  beforeAll(async () => {
    capture = await archive.capture(web.page("/lamp", html(articleHtml("The lamp will be mended"))));
  });

  it("is answered with all that was found about it", () => {
    expect(capture).toMatchObject({
      status: "archived",
      httpStatus: 200,
      quality: "article",
      title: "The lamp will be mended",
      authors: ["Ines Harrow"],
      published: "2026-03-14T08:15:00Z",
      language: "en-GB",
      siteName: "The Lantern",
      extraction: { status: "done", kind: "article" },
    });
    expect(capture.wordCount).toBeGreaterThan(300);
  });

  it.each([
    ["text", "text/plain; charset=utf-8"],
    ["markdown", "text/markdown; charset=utf-8"],
    ["html", "text/html; charset=utf-8"],
  ] as const)("reads as %s without the page's furniture", async (form, mediaType) => {
    const response = await archive.call(capture.links[form] ?? "");
    const text = await response.text();
    expect(response.headers.get("content-type")).toBe(mediaType);
    expect(text).toContain("The harbour board met on Tuesday");
    expect(text).not.toContain("Printed at the quay");
  });

  it("says of each field where it came from", async () => {
    const article = await archive.json<Article>(capture.links.article ?? "");
    expect(article.provenance.title).toMatchObject({ raw: "The lamp will be mended" });
    expect(Object.keys(article.provenance)).toEqual(expect.arrayContaining(["title", "authors", "published"]));
  });

  it("gives WARC records that an independent reader takes and whose digests hold", async () => {
    const bytes = new Uint8Array(await (await archive.call(capture.links.warc)).arrayBuffer());
    expect(`sha256:${createHash("sha256").update(bytes).digest("hex")}`).toBe(capture.digests.warcSha256);
    const types: (string | null)[] = [];
    let payload = new Uint8Array();
    for await (const record of WARCParser.iterRecords([bytes])) {
      types.push(record.warcType);
      const content = await record.readFully(true);
      if (record.warcType === "response") {
        expect(record.warcHeader("WARC-Record-ID")).toBe(`<urn:uuid:${capture.id}>`);
        expect(record.warcHeader("WARC-Payload-Digest")).toBe(capture.digests.payloadSha1);
        payload = new Uint8Array(content);
      }
    }
    expect(types).toEqual(["response", "request", "metadata"]);
    expect(Buffer.from(payload).toString()).toBe(articleHtml("The lamp will be mended"));
  });

  it("is listed by its URL, its host, and among all", async () => {
    const byUrl = await archive.json<{ captures: CaptureRowView[] }>(
      `/v1/captures?url=${encodeURIComponent(capture.url)}`,
    );
    expect(byUrl.captures.map(({ id }) => id)).toContain(capture.id);
    for (const query of [`host=${web.hostPort}`, "", `from=${capture.capturedAt}&to=${capture.capturedAt}`]) {
      const { articles } = await archive.json<{ articles: ArticleRowView[] }>(`/v1/articles?${query}`);
      expect(articles.map(({ id }) => id)).toContain(capture.id);
    }
  });

  it("is announced on the event bus", async () => {
    await expect
      .poll(() => archive.logs.filter((line) => line["detail-type"] === "Article Archived").map((line) => line.detail))
      .toContainEqual(expect.objectContaining({ captureId: capture.id, title: capture.title }));
  });
});

describe("asking again", () => {
  it("captures again at once, and stores an unchanged page as a revisit with the same article", async () => {
    const url = web.page("/tide", html(articleHtml("The tide table")));
    const first = await archive.capture(url);
    const second = await archive.capture(url);
    expect(second).toMatchObject({ status: "unchanged", revisitOf: first.id, title: "The tide table" });
    expect(second.id).not.toBe(first.id);
    expect(await (await archive.call(second.links.text ?? "")).text()).toContain("The harbour board");
  });

  it("sends the validators along, and keeps a 304 as a revisit", async () => {
    const url = web.page("/etag", (request, response) => {
      if (request.headers["if-none-match"] === '"v1"') return response.writeHead(304, { etag: '"v1"' }).end();
      return html(articleHtml("Kept by its tag"), { etag: '"v1"' })(request, response);
    });
    const first = await archive.capture(url);
    const second = await archive.capture(url);
    expect(second).toMatchObject({ status: "unchanged", httpStatus: 304, revisitOf: first.id });
    expect(second.digests.payloadSha1).toBe(first.digests.payloadSha1);
  });

  it("archives a changed page in full", async () => {
    let text = "before";
    const url = web.page("/changing", (request, response) => html(articleHtml(`The news ${text}`))(request, response));
    await archive.capture(url);
    text = "after";
    expect(await archive.capture(url)).toMatchObject({ status: "archived", title: "The news after" });
  });

  it("answers with the existing capture where that is asked for", async () => {
    const url = web.page("/recent", html(articleHtml("Recent enough")));
    const first = await archive.capture(url);
    const response = await archive.submit({ url, ifNotArchivedWithin: "PT1H" });
    expect([response.status, ((await response.json()) as CaptureView).id]).toEqual([200, first.id]);
  });

  it("makes one job of two calls with one Idempotency-Key, and refuses the key for another URL", async () => {
    const url = web.page("/once", html(articleHtml("Only once")));
    const headers = { "idempotency-key": "one-and-the-same" };
    const [a, b] = await Promise.all([archive.submit({ url }, headers), archive.submit({ url }, headers)]);
    const jobs = (await Promise.all([a.json(), b.json()])) as JobView[];
    expect(jobs[0]?.id).toBe(jobs[1]?.id);
    await archive.ended(jobs[0]?.id ?? "");
    expect(web.requests.filter(({ path }) => path === "/once")).toHaveLength(1);
    const other = await archive.submit({ url: `${web.url}/other` }, headers);
    expect([other.status, await other.json()]).toMatchObject([422, { code: "idempotency-key-reused" }]);
  });
});

describe("many URLs in one call", () => {
  it("archives the good ones and says what is wrong with the bad one", async () => {
    const urls = [
      web.page("/m1", html(articleHtml("First of many"))),
      "ftp://example.org/file",
      web.page("/m2", html(articleHtml("Second of many"))),
    ];
    const response = await archive.submit({ urls }, { prefer: "wait=25" });
    const { results } = (await response.json()) as { results: Submitted[] };
    expect(response.status).toBe(201);
    expect(results.map(({ capture, error }) => capture?.title ?? error?.code)).toEqual([
      "First of many",
      "url-not-http",
      "Second of many",
    ]);
  });

  it("answers 202 with the jobs when nobody waits", async () => {
    const response = await archive.submit({ urls: [web.page("/m3", html(articleHtml("Third of many")))] });
    const { results } = (await response.json()) as { results: Submitted[] };
    expect(response.status).toBe(202);
    // Capture may have taken it up while the answer was made.
    expect(results[0]?.job?.status).toMatch(/^(queued|capturing)$/);
    expect(await archive.ended(results[0]?.job?.id ?? "")).toMatchObject({ status: "archived" });
  });
});

describe("a request that is wrong", () => {
  it.each([
    [{ url: "ftp://example.org/" }, "url-not-http"],
    [{ url: "http://user:secret@example.org/" }, "url-has-credentials"],
    [{ url: `http://example.org/${"a".repeat(2048)}` }, "url-too-long"],
    [{ url: "not a url" }, "url-invalid"],
    [{ urls: Array.from({ length: 101 }, () => "http://example.org/") }, "too-many-urls"],
    [{ url: "http://example.org/", colour: "red" }, "bad-request"],
    [{}, "bad-request"],
    [{ url: "http://example.org/", ifNotArchivedWithin: "a week" }, "bad-request"],
  ])("is a 400 with its own code: %#", async (body, code) => {
    const response = await archive.submit(body);
    expect([response.status, await response.json()]).toMatchObject([400, { code }]);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  });

  it("is a 400 when the body is not JSON", async () => {
    const response = await archive.call("/v1/captures", { method: "POST", body: "url=http://example.org/" });
    expect([response.status, await response.json()]).toMatchObject([400, { code: "not-json" }]);
  });

  it("is a 401 without a token or with a wrong one", async () => {
    const none = await fetch(`${archive.cloud.apiUrl}/v1/articles`);
    const wrong = await archive.call("/v1/articles", { headers: { authorization: "Bearer wrong-token" } });
    expect([none.status, wrong.status]).toEqual([401, 401]);
    expect(await wrong.json()).toMatchObject({ code: "unauthorized" });
  });

  it("is a 401 without a token also where the path ends in a slash", async () => {
    for (const path of ["/v1/articles/", "/v1/captures/?url=http://example.org/"]) {
      const response = await fetch(`${archive.cloud.apiUrl}${path}`);
      expect([response.status, await response.json()]).toMatchObject([401, { code: "unauthorized" }]);
    }
  });

  it.each([
    ["/v1/jobs/00000000-0000-4000-8000-000000000000", "job-not-found"],
    ["/v1/captures/00000000-0000-4000-8000-000000000000", "capture-not-found"],
    ["/v1/captures/not-an-id", "capture-not-found"],
    ["/v1/nothing", "not-found"],
  ])("is a 404 for %s", async (path, code) => {
    const response = await archive.call(path);
    expect([response.status, await response.json()]).toMatchObject([404, { code }]);
  });

  it("is a 400 for a cursor that the list did not give out", async () => {
    const response = await archive.call("/v1/articles?cursor=bm90IGEgY3Vyc29y");
    expect([response.status, await response.json()]).toMatchObject([400, { code: "bad-cursor" }]);
  });
});

it("describes itself in OpenAPI 3.1, without a token", async () => {
  const response = await fetch(`${archive.cloud.apiUrl}/v1/openapi.json`);
  const document = (await response.json()) as { openapi: string; paths: object };
  expect(document.openapi).toBe("3.1.0");
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(["/v1/captures", "/v1/jobs/{id}", "/v1/captures/{id}/{form}", "/v1/articles"]),
  );
});

it("keeps a file that is not HTML, with no article", async () => {
  const url = web.page("/report.pdf", (_, response) =>
    response.writeHead(200, { "content-type": "application/pdf" }).end("%PDF-1.4 a report of our own"),
  );
  const capture = await archive.capture(url);
  expect(capture).toMatchObject({ contentType: "application/pdf", quality: null, extraction: { status: "none" } });
  const text = await archive.call(`${capture.links.self}/text`);
  expect([text.status, await text.json()]).toMatchObject([404, { code: "no-article" }]);
});

it("has left records of every type in its files, and all are as WARC 1.1 wants them", async () => {
  const { records, problems } = await checkArchivedWarcs(archive.cloud);
  expect(problems).toEqual([]);
  expect(Object.keys(records).sort()).toEqual([
    "conversion",
    "metadata",
    "request",
    "response",
    "revisit identical-payload-digest",
    "revisit server-not-modified",
    "warcinfo",
  ]);
});

// Last: it restarts the archive that the tests above filled.
it("still has everything after it was stopped and started again", async () => {
  const capture = await archive.capture(web.page("/durable", html(articleHtml("Still here tomorrow"))));
  await archive.stop();
  archive = await startTestArchive({ allowPrivate: [web.hostPort], dataDir });
  expect(await archive.json(`/v1/captures/${capture.id}`)).toMatchObject({ title: "Still here tomorrow" });
  expect(await (await archive.call(`/v1/captures/${capture.id}/text`)).text()).toContain("The harbour board");
  expect(await archive.job(capture.jobId)).toMatchObject({ status: "archived" });
  const { captures } = await archive.json<{ captures: CaptureRowView[] }>(
    `/v1/captures?url=${encodeURIComponent(`${web.url}/lamp`)}`,
  );
  expect(captures.length).toBeGreaterThan(0);
}, 60_000);
