/** One job or capture as archivists read it, from the request to the answer. */

import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import { createReadable } from "../../../shared/api/readable.ts";
import { captureViewSchema, jobViewSchema, resourceListSchema } from "../../../shared/api/schemas.ts";
import type { Article } from "../../../shared/article/article.ts";
import type { Capture } from "../../../shared/index/capture.ts";
import { requisiteJobId } from "../../../shared/requisites/job-id.ts";
import { writeConversionRecord, writeWarcinfoRecord } from "../../../shared/warc/other-records.ts";
import { createMemoryObjects, createObserverDouble, setHandlerEnv } from "../../support/doubles.ts";
import { AT, articleOf, captureOf, DONE, later, requestOf, restrictionOf } from "../../support/fixtures.ts";
import { BASE_URL, type Call, call } from "../../support/http.ts";
import { createMemoryCrawl } from "../../support/memory-crawl-stores.ts";
import { createMemoryPages } from "../../support/memory-pages.ts";
import { createMemoryRestrictions } from "../../support/memory-restrictions.ts";
import { createMemoryCaptures, createMemoryJobs } from "../../support/memory-stores.ts";

setHandlerEnv();
const { createHandler } = await import("../../../functions/retrieve/handler.ts");

const PAGE = "https://paper.example/ferry";

let jobs: ReturnType<typeof createMemoryJobs>;
let captures: ReturnType<typeof createMemoryCaptures>;
let pages: ReturnType<typeof createMemoryPages>;
let restrictions: ReturnType<typeof createMemoryRestrictions>;
let objects: ReturnType<typeof createMemoryObjects>;

beforeEach(() => {
  [jobs, captures, objects] = [createMemoryJobs(), createMemoryCaptures(), createMemoryObjects()];
  [restrictions, pages] = [createMemoryRestrictions(), createMemoryPages()];
});

const get = (path: string, options?: Call) => {
  const listArticles = async () => ({ rows: [], after: undefined });
  const readable = createReadable(restrictions, () => new Date());
  return call(
    createHandler(
      { ...createMemoryCrawl(), jobs, captures, pages, objects, listArticles, readable },
      createObserverDouble(),
    ),
    `GET ${path}`,
    options,
  );
};

/** A capture with its article in the bucket, as extract leaves it. */
async function putArticle(changes: Partial<Article> = {}): Promise<Capture> {
  const { bytes } = await writeConversionRecord({
    id: v7(),
    refersTo: v7(),
    targetUri: PAGE,
    date: new Date(AT),
    contentType: "application/json",
    payload: Buffer.from(JSON.stringify(articleOf(changes))),
    warcinfoId: v7(),
  });
  const key = `articles/${v7()}.warc.gz`;
  await objects.put(key, bytes, "application/warc");
  const record = { key, offset: 0, length: bytes.byteLength };
  const capture = captureOf({ url: PAGE, extraction: { ...DONE, record } });
  await captures.put(capture);
  return capture;
}

/** A capture whose WARC slice has so many bytes. */
async function putWarc(bytes: Uint8Array): Promise<Capture> {
  const key = `captures/${v7()}.warc.gz`;
  await objects.put(key, bytes, "application/warc");
  const capture = captureOf({ warc: { key, offset: 0, length: bytes.byteLength } });
  await captures.put(capture);
  return capture;
}

describe("what is not there", () => {
  it.each([
    [`/v1/jobs/${v7()}`, "job-not-found"],
    ["/v1/jobs/7", "job-not-found"],
    [`/v1/captures/${v7()}`, "capture-not-found"],
    ["/v1/captures/..%2f..", "capture-not-found"],
    [`/v1/captures/${v7()}/text`, "capture-not-found"],
    [`/v1/captures/${v7()}/pdf`, "not-found"],
    ["/v1/nothing", "not-found"],
    ["/", "not-found"],
  ])("is a 404 with its code: %s", async (path, code) => {
    const answer = await get(path);
    expect([answer.status, answer.body.code]).toEqual([404, code]);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
  });

  it.each([
    ["no article", { status: "none" }, 404, "no-article", "no extracted article"],
    [
      "an extraction that failed",
      { status: "failed", error: { code: "extraction-failed", message: "The page has no words." } },
      404,
      "no-article",
      "The page has no words.",
    ],
    ["an article that is not made yet", { status: "pending" }, 409, "not-extracted-yet", "not extracted yet"],
  ] satisfies [string, Capture["extraction"], number, string, string][])(
    "is said so of %s",
    async (_, extraction, status, code, detail) => {
      const capture = captureOf({ extraction });
      await captures.put(capture);
      for (const form of ["text", "markdown", "html", "article"]) {
        const answer = await get(`/v1/captures/${capture.id}/${form}`);
        expect([answer.status, answer.body.code]).toEqual([status, code]);
        expect(answer.body.detail).toContain(detail);
        expect(answer.headers.has("retry-after")).toBe(status === 409);
      }
    },
  );
});

describe("a job", () => {
  it("is shown with its attempts and links", async () => {
    const request = requestOf();
    await jobs.create(request);
    await jobs.recordAttempt(request.jobId, { at: later(1), code: "timeout", message: "slow" });
    const answer = await get(`/v1/jobs/${request.jobId}`);
    expect(answer.status).toBe(200);
    expect(jobViewSchema.parse(answer.body)).toEqual(answer.body);
    expect(answer.body).toMatchObject({ status: "queued", attempts: [{ code: "timeout" }], captureId: null });
    expect(answer.body.links).toEqual({ self: `${BASE_URL}/v1/jobs/${request.jobId}` });
  });
});

describe("a capture", () => {
  it("is shown as documented, with links only to what it can be read as", async () => {
    const [page, pdf] = [
      await putArticle(),
      captureOf({ contentType: "application/pdf", extraction: { status: "none" } }),
    ];
    await captures.put(pdf);
    const [pageView, pdfView] = [await get(`/v1/captures/${page.id}`), await get(`/v1/captures/${pdf.id}`)];
    for (const { body } of [pageView, pdfView]) expect(captureViewSchema.parse(body)).toEqual(body);
    expect(Object.keys(pageView.body.links).toSorted()).toEqual([
      "article",
      "html",
      "job",
      "markdown",
      "self",
      "text",
      "wacz",
      "warc",
    ]);
    expect(Object.keys(pdfView.body.links).toSorted()).toEqual(["job", "self", "wacz", "warc"]);
    expect(pageView.body.links.text).toBe(`${BASE_URL}/v1/captures/${page.id}/text`);
  });

  it.each([
    ["text", "text/plain; charset=utf-8", "Der Fährmann"],
    ["markdown", "text/markdown; charset=utf-8", "# Der Fährmann"],
    ["html", "text/html; charset=utf-8", "<h1>Der Fährmann</h1>"],
  ])("is read as %s", async (form, mediaType, content) => {
    const capture = await putArticle({
      text: "Der Fährmann",
      markdown: "# Der Fährmann",
      html: "<h1>Der Fährmann</h1>",
    });
    const answer = await get(`/v1/captures/${capture.id}/${form}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe(mediaType);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(Buffer.from(answer.body, "latin1").toString()).toBe(content);
  });

  it("is read as HTML that may run nothing and has no origin", async () => {
    const { id } = await putArticle();
    const policy = (await get(`/v1/captures/${id}/html`)).headers.get("content-security-policy") ?? "";
    const directives = policy.split(";").map((directive) => directive.trim());
    expect(directives).toContain("sandbox");
    expect(directives).toContain("default-src 'none'");
    expect(policy).not.toMatch(/script-src|allow-scripts|allow-same-origin/);
  });

  it("is read as the whole article document", async () => {
    const { id } = await putArticle({ title: "Fog" });
    expect((await get(`/v1/captures/${id}/article`)).body).toMatchObject({ version: 1, title: "Fog" });
  });

  it("that is a revisit is read by the article of what it repeats", async () => {
    const holder = await putArticle({ text: "As before." });
    const revisit = captureOf({
      kind: "revisit",
      revisitOf: { id: holder.id, url: holder.url, capturedAt: holder.capturedAt },
      extraction: { status: "none" },
    });
    await captures.put(revisit);
    expect((await get(`/v1/captures/${revisit.id}/text`)).body).toBe("As before.");
  });

  it("is read by a link where its text would not fit an answer once it is written as JSON", async () => {
    const { id } = await putArticle({ text: '"'.repeat(3.5 * 1024 * 1024) });
    expect((await get(`/v1/captures/${id}/text`)).status).toBe(307);
  });

  it("is read as the very bytes of its WARC slice", async () => {
    const { bytes } = await writeWarcinfoRecord({ id: v7(), date: new Date(AT), software: "t", description: "d" });
    const { id } = await putWarc(bytes);
    const answer = await get(`/v1/captures/${id}/warc`);
    expect(answer.status).toBe(200);
    expect(Buffer.from(answer.body, "latin1").equals(bytes)).toBe(true);
    expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="${id}.warc.gz"`);
  });

  it.each([
    [4 * 1024 * 1024, 200],
    [4 * 1024 * 1024 + 1, 307],
  ])("of %i bytes is answered with %i, because Lambda's answers are small", async (length, status) => {
    const bytes = Buffer.alloc(length, 7);
    const { id } = await putWarc(bytes);
    const answer = await get(`/v1/captures/${id}/warc`);
    expect(answer.status).toBe(status);
    if (status === 200) return;
    const key = `downloads/${id}.warc.gz`;
    expect(answer.headers.get("location")).toContain(key);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(bytes.equals(objects.stored.get(key) ?? Buffer.alloc(0))).toBe(true);
  });
});

describe("a capture that is kept from readers", () => {
  it.each(["", "/text", "/markdown", "/html", "/article", "/warc"])(
    "answers 451 with the reason at %j",
    async (form) => {
      const capture = await putArticle();
      await restrictions.put(restrictionOf({ scope: { kind: "capture", captureId: capture.id, url: PAGE } }));
      const { status, body } = await get(`/v1/captures/${capture.id}${form}`);
      expect([status, body]).toMatchObject([451, { code: "blocked" }]);
      expect(body.detail).toContain("The court of the island said so.");
      expect(JSON.stringify(body)).not.toContain("ferry ran late");
    },
  );

  it("takes its revisits with it, whose payload it holds", async () => {
    const holder = await putArticle();
    const { id, url, capturedAt } = holder;
    const revisit = captureOf({
      url: "https://other.example/copy",
      kind: "revisit",
      revisitOf: { id, url, capturedAt },
    });
    await captures.put(revisit);
    await restrictions.put(restrictionOf({ scope: { kind: "capture", captureId: id, url } }));
    expect((await get(`/v1/captures/${revisit.id}/text`)).status).toBe(451);
  });
});

describe("what a page is shown with", () => {
  const [PICTURE, SHEET] = ["https://paper.example/ferry.png", "https://paper.example/site.css"];
  const putPage = async (changes: Partial<Capture> = { resources: "all" }) => {
    const page = captureOf({ url: PAGE, ...changes });
    await captures.put(page);
    return page;
  };

  it("is counted in the page's capture, and listed with where each is or why it is not", async () => {
    const page = await putPage();
    const captureId = v7();
    await pages.want(page.id, { url: PICTURE, as: "image", depth: 1, status: "waiting" });
    await pages.end(page.id, PICTURE, { status: "captured", captureId, redirectIds: [], isToBeRead: false });
    const error = { code: "robots-denied", message: "Denied." } as const;
    await pages.end(page.id, SHEET, { status: "failed", error });
    await pages.markRead(page.id, { at: AT, leftOut: 3 });

    const { body } = await get(`/v1/captures/${page.id}`);
    expect(captureViewSchema.parse(body)).toEqual(body);
    expect(body.resources).toEqual({
      ...{ wanted: "all", complete: true, found: 2, captured: 1, failed: 1, waiting: 0, leftOut: 3 },
    });
    const list = await get(body.links.resources.slice(BASE_URL.length));
    expect(resourceListSchema.parse(list.body)).toEqual(list.body);
    expect(list.body.resources).toContainEqual({
      ...{ url: PICTURE, kind: "image", depth: 1, status: "captured", captureId, redirectIds: [], code: null },
      message: null,
      links: {
        job: `${BASE_URL}/v1/jobs/${requisiteJobId(page.id, PICTURE)}`,
        capture: `${BASE_URL}/v1/captures/${captureId}`,
      },
    });
    expect(list.body.resources).toContainEqual(expect.objectContaining({ url: SHEET, status: "failed", ...error }));
  });

  it("is nothing of a page that was captured without", async () => {
    const page = await putPage({});
    const { body } = await get(`/v1/captures/${page.id}`);
    expect([body.resources, body.links.resources]).toEqual([null, undefined]);
    expect((await get(`/v1/captures/${page.id}/resources`)).body).toEqual({ resources: [], nextCursor: null });
  });

  it("names the page that it was captured for", async () => {
    const page = await putPage();
    const picture = captureOf({ url: PICTURE, requisiteOf: page.id, extraction: { status: "none" } });
    await captures.put(picture);
    expect((await get(`/v1/captures/${picture.id}`)).body).toMatchObject({ resourceOf: page.id, resources: null });
  });

  it.each([
    ["limit=0", "bad-request"],
    ["limit=many", "bad-request"],
    ["cursor=made-up", "bad-cursor"],
    ["colour=red", "bad-request"],
  ])("is not listed for %s", async (query, code) => {
    const page = await putPage();
    const [name = "", value = ""] = query.split("=");
    const answer = await get(`/v1/captures/${page.id}/resources`, { query: { [name]: value } });
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });
});
