/** A batch of captured pages on its way to articles: what is written, in which order, and what a failure leaves. */
import { gzipSync } from "node:zlib";
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import { type ArticleArchived, articleArchivedSchema } from "../../../events/article-archived.ts";
import type { CaptureStored } from "../../../events/capture-stored.ts";
import type { RequisitesFound } from "../../../events/requisites-found.ts";
import { captureBatch } from "../../../functions/capture/capture-batch.ts";
import { type BatchDeps, extractBatch } from "../../../functions/extract/extract-batch.ts";
import { articleSchema } from "../../../shared/article/article.ts";
import { PREFIX } from "../../../shared/names.ts";
import { readRecord } from "../../../shared/warc/read-record.ts";
import { createObserverDouble, recordOf } from "../../support/doubles.ts";
import { AT, captureOf, requestOf } from "../../support/fixtures.ts";
import { type Answer, createSetting, fetched, frontierRecord, pageAt } from "../capture/setting.ts";

const PARAGRAPH =
  "<p>The ferry left the quay an hour after the tide had turned, and the harbour office gave no reason for it. </p>";
const STORY = `<!doctype html><html lang="en"><title>The ferry ran late</title>
  <article><h1>The ferry ran late</h1>${PARAGRAPH.repeat(24)}</article>`;

let setting: ReturnType<typeof createSetting>;
let answers: Record<string, Answer>;
let observer: ReturnType<typeof createObserverDouble>;
let announced: ArticleArchived[];
let refusedByBus: (article: ArticleArchived) => boolean;
let told: RequisitesFound[];
let isRefused: boolean;
let deps: BatchDeps;

beforeEach(() => {
  answers = {};
  setting = createSetting(answers);
  observer = createObserverDouble();
  announced = [];
  told = [];
  isRefused = false;
  refusedByBus = () => false;
  deps = {
    objects: setting.objects,
    captures: setting.captures,
    jobs: setting.jobs,
    async sendToRequisites(messages) {
      setting.log.push("requisites");
      told.push(...messages);
      return new Map(messages.filter(() => isRefused).map((message) => [message, "InternalError"]));
    },
    giveBack: async () => void setting.log.push("given back"),
    observer,
    random: () => 0,
    now: () => new Date(AT),
    async announce(articles) {
      setting.log.push("event");
      announced.push(...articles);
      return new Map(articles.filter(refusedByBus).map((article) => [article, "ThrottlingException"]));
    },
  };
});

/** Captures pages as the function before this one does; answers with its messages. */
async function captureAll(...bodies: (string | Buffer)[]): Promise<CaptureStored[]> {
  const requests = bodies.map((_, index) => requestOf({ url: `https://paper.example/${index}` }));
  const encoding = (body: string | Buffer): [string, string][] =>
    typeof body === "string" ? [] : [["Content-Encoding", "gzip"]];
  for (const [index, body] of bodies.entries()) {
    const url = `https://paper.example/${index}`;
    const responseHeaders: [string, string][] = [["Content-Type", "text/html; charset=utf-8"], ...encoding(body)];
    answers[url] = fetched(pageAt(url, { body: Buffer.from(body), responseHeaders }));
  }
  await captureBatch(setting.deps, requests.map(frontierRecord), () => 60_000);
  setting.log.length = 0;
  return setting.messages;
}

const run = (messages: readonly unknown[], receives = 1) =>
  extractBatch(
    deps,
    messages.map((message) => recordOf(message, { receives })),
  );
const articleObjects = () => [...setting.objects.stored.keys()].filter((key) => key.startsWith(PREFIX.articles));

describe("a page", () => {
  it("becomes an article, written in this order: object, row, event, job", async () => {
    const [message] = await captureAll(STORY);
    await expect(run([message])).resolves.toEqual([{ status: "fulfilled", value: undefined }]);
    expect(setting.log).toEqual(["object", "extraction done", "event", "job archived"]);

    const row = await setting.captures.get(message?.captureId ?? "");
    expect(row).toMatchObject({ title: "The ferry ran late", language: "en", extraction: { status: "done" } });
    if (row?.extraction.status !== "done") throw new Error("it is done");
    const record = await readRecord(await setting.objects.read(row.extraction.record));
    expect(record.type).toBe("conversion");
    const article = articleSchema.parse(JSON.parse(Buffer.from(record.payload).toString()));
    expect(article).toMatchObject({ captureId: row.id, url: message?.url, capturedAt: AT, title: row.title });

    expect(announced.map((event) => articleArchivedSchema.parse(event))).toMatchObject([
      { captureId: row.id, jobId: message?.jobId, title: "The ferry ran late", wordCount: row.wordCount },
    ]);
    await expect(setting.jobs.get(message?.jobId ?? "")).resolves.toMatchObject({
      status: "archived",
      captureId: row.id,
    });
    expect(observer.outcomes).toMatchObject([{ outcome: "extracted", host: "paper.example", captureId: row.id }]);
  });

  it("that is no article is filed and ends its job, but is not announced as one", async () => {
    const [message] = await captureAll("<title>Opening hours</title><p>The harbour office opens at nine.</p>");
    await run([message]);
    expect(setting.log).toEqual(["object", "extraction done", "job archived"]);
    expect(announced).toEqual([]);
  });

  it("shares one object with the others of its batch", async () => {
    const messages = await captureAll(STORY, STORY.replaceAll("ferry", "tram"), "<title>Front page</title>");
    await run(messages);
    expect(articleObjects()).toHaveLength(1);
    expect(setting.captures.all().map(({ extraction }) => extraction.status)).toEqual(["done", "done", "done"]);
    expect(setting.captures.all().map(({ title }) => title)).toContain("The tram ran late");
  });

  it.each([
    ["an encoding that cannot be undone", Buffer.from("this is no gzip"), "broken-content-encoding"],
    ["bytes that are no text", gzipSync(Buffer.from("\u0003\u0004\u0005\u0006".repeat(9))), "extraction-failed"],
  ])("with %s is recorded as failed with its code, and its job is archived all the same", async (_, body, code) => {
    const [message] = await captureAll(body);
    await expect(run([message])).resolves.toMatchObject([{ status: "fulfilled" }]);
    await expect(setting.captures.get(message?.captureId ?? "")).resolves.toMatchObject({
      quality: "error",
      extraction: { status: "failed", error: { code } },
    });
    expect(setting.log).toEqual(["extraction failed", "job archived"]);
    expect(announced).toEqual([]);
    expect(observer.outcomes).toMatchObject([{ outcome: "failed", code }]);
  });
});

describe("a message", () => {
  it("that comes again makes no second article, but announces the first again and ends its job", async () => {
    const [message] = await captureAll(STORY);
    await run([message]);
    setting.log.length = 0;
    await run([message], 2);
    expect(setting.log).toEqual(["event", "job archived"]);
    expect(announced).toHaveLength(2);
    expect(announced[1]).toEqual(announced[0]);
    expect(articleObjects()).toHaveLength(1);
  });

  it("that makes no sense is acknowledged, and fails the job that it names; it spoils no other", async () => {
    const [message, other] = await captureAll(STORY, STORY);
    const senseless = { ...other, version: 99 };
    await expect(run(["{", message, senseless])).resolves.toMatchObject(Array(3).fill({ status: "fulfilled" }));
    expect(observer.outcomes.map(({ outcome }) => outcome)).toEqual(["bad-message", "bad-message", "extracted"]);
    await expect(setting.jobs.get(other?.jobId ?? "")).resolves.toMatchObject({
      status: "failed",
      error: { code: "bad-message" },
    });
  });

  it("whose capture has no row stays on the queue: the row was written before it", async () => {
    const [message] = await captureAll(STORY);
    await expect(run([{ ...message, captureId: captureOf().id }])).resolves.toMatchObject([{ status: "rejected" }]);
    expect(observer.outcomes).toMatchObject([{ outcome: "not-extracted", jobId: message?.jobId }]);
  });

  it("whose record cannot be read now stays on the queue, and spoils no other", async () => {
    const [good, unlucky] = await captureAll(STORY, STORY);
    const gone = { ...unlucky, response: { key: "captures/none", offset: 0, length: 9 } };
    const fates = await run([gone, good]);
    expect(fates.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    await expect(setting.jobs.get(unlucky?.jobId ?? "")).resolves.toMatchObject({ status: "capturing" });
  });

  it("that was tried before is parsed after the fresh ones are stored, and alone; other such go back", async () => {
    const messages = await captureAll(STORY, STORY, STORY, STORY);
    const read: (string | undefined)[] = [];
    deps = {
      ...deps,
      captures: {
        ...deps.captures,
        get: async (id) => {
          read.push(id);
          setting.log.push("read");
          return setting.captures.get(id);
        },
      },
    };
    const records = messages.map((message, index) => recordOf(message, { receives: index < 2 ? 2 : 1 }));
    const fates = await extractBatch(deps, records);
    expect(read).toEqual([2, 3, 0].map((index) => messages[index]?.captureId));
    expect(fates.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
    const steps = setting.log.filter((step) => ["read", "object", "given back"].includes(step));
    expect(steps).toEqual(["read", "read", "object", "given back", "read", "object"]);
  });
});

describe("what cannot be written", () => {
  it("leaves the message that the event bus refused, and no other", async () => {
    const messages = await captureAll(STORY, STORY);
    refusedByBus = ({ url }) => url.endsWith("/0");
    const fates = await run(messages);
    expect(fates.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    await expect(setting.jobs.get(messages[0]?.jobId ?? "")).resolves.toMatchObject({ status: "capturing" });
    await expect(setting.jobs.get(messages[1]?.jobId ?? "")).resolves.toMatchObject({ status: "archived" });
    expect(observer.outcomes[0]).toMatchObject({ outcome: "not-stored", error: expect.any(Error) });
  });

  it.each(["object", "event"])("leaves every message, and no job ended, where the %s fails for all", async (step) => {
    const messages = await captureAll(STORY, STORY);
    const fail = async () => {
      throw new Error(`no ${step}`);
    };
    deps = {
      ...deps,
      ...(step === "object" ? { objects: { ...setting.objects, put: fail } } : { announce: fail }),
    };
    const fates = await run(messages);
    expect(fates).toMatchObject(Array(2).fill({ status: "rejected", reason: { message: `no ${step}` } }));
    expect(setting.log).not.toContain("job archived");
    expect(observer.outcomes).toMatchObject(Array(2).fill({ outcome: "not-stored" }));
  });
});

describe("a page that says noarchive in its HTML", () => {
  const page = STORY.replace("<title>", '<meta name="robots" content="noindex, noarchive"><title>');

  it("becomes an article all the same, and its capture says so", async () => {
    const messages = await captureAll(page);
    await run(messages);
    expect(setting.captures.all()).toMatchObject([
      { extraction: { status: "done" }, noarchive: { from: "meta", binding: false } },
    ]);
  });

  it("becomes none where that binds, and is announced to nobody", async () => {
    const [message] = await captureAll(page);
    await run([{ ...message, obeyNoarchive: true }]);
    expect(setting.captures.all()).toMatchObject([
      { extraction: { status: "failed", error: { code: "noarchive" } }, noarchive: { from: "meta", binding: true } },
    ]);
    expect(articleObjects()).toEqual([]);
    expect(announced).toEqual([]);
  });
});

describe("what a page is shown with", () => {
  const ILLUSTRATED = STORY.replace(
    "</article>",
    '<img src="/ferry.png"><link rel="stylesheet" href="/site.css"></article>',
  );
  const FOUND = [
    { url: "https://paper.example/site.css", as: "stylesheet" },
    { url: "https://paper.example/ferry.png", as: "image" },
  ];
  /** The message of a page whose resources are wanted. */
  async function captureWith(changes: Partial<CaptureStored> = {}): Promise<CaptureStored> {
    const [message] = await captureAll(ILLUSTRATED);
    if (!message) throw new Error("there is a message");
    return { ...message, requisites: { pageId: message.captureId, wanted: "all", depth: 1 }, ...changes };
  }

  it("is told last, once the job has ended", async () => {
    const message = await captureWith();
    await run([message]);
    expect(setting.log).toEqual(["object", "extraction done", "event", "job archived", "requisites"]);
    expect(told).toEqual([{ version: 1, pageId: message.captureId, depth: 1, links: FOUND, leftOut: 0 }]);
  });

  it("is told of nothing where nobody asked", async () => {
    await run(await captureAll(ILLUSTRATED));
    expect(told).toEqual([]);
  });

  it("is told again where the queue refused it, and the article stays as it is", async () => {
    const message = await captureWith();
    isRefused = true;
    await expect(run([message])).resolves.toMatchObject([{ status: "rejected" }]);
    await expect(setting.jobs.get(message.jobId)).resolves.toMatchObject({ status: "archived" });
    isRefused = false;
    told.length = 0;
    await expect(run([message], 2)).resolves.toMatchObject([{ status: "fulfilled" }]);
    expect(told).toMatchObject([{ links: FOUND }]);
    expect(articleObjects()).toHaveLength(1);
  });

  it("is told of a page whose article was made before without making it again", async () => {
    const message = await captureWith({ task: "page-links" });
    await expect(run([message])).resolves.toMatchObject([{ status: "fulfilled" }]);
    expect(setting.log).toEqual(["requisites"]);
    expect(told).toMatchObject([{ links: FOUND }]);
    expect(observer.outcomes).toMatchObject([{ outcome: "links-read" }]);
  });

  it("is told of a stylesheet as CSS, for the page that it belongs to", async () => {
    const [pageId, stylesheet] = [v7(), "https://paper.example/named-as.css"];
    const [message] = await captureAll("@import 'more.css'; /* <img src='/no.png'> */ a { background: url(b.png) }");
    const requisites = { pageId, wanted: "all", depth: 2, stylesheet } as const;
    await run([{ ...message, task: "stylesheet-links", requisites }]);
    expect(told).toMatchObject([
      { pageId, stylesheet, depth: 2, links: [{ url: /more\.css$/ }, { url: /b\.png$/ }].map(matching) },
    ]);
  });

  it("is told to be nothing where the body cannot be read, or the page would never be complete", async () => {
    const [message] = await captureAll(Buffer.from("this is no gzip"));
    const requisites = { pageId: message?.captureId ?? "", wanted: "all", depth: 1 } as const;
    await run([{ ...message, requisites }]);
    expect(told).toMatchObject([{ links: [] }]);
  });

  it("is not told of a page that asks not to be archived, where that binds", async () => {
    const [message] = await captureAll(
      ILLUSTRATED.replace("<title>", '<meta name="robots" content="noarchive"><title>'),
    );
    const requisites = { pageId: message?.captureId ?? "", wanted: "all", depth: 1 } as const;
    await run([{ ...message, requisites, obeyNoarchive: true }]);
    await run([{ ...message, requisites, obeyNoarchive: true }], 2);
    expect(told).toEqual([]);
  });
});

const matching = ({ url }: { url: RegExp }) => ({ url: expect.stringMatching(url) });
