/** What a fetch becomes in the archive, and in which order it is written. */
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { captureBatch } from "../../../functions/capture/capture-batch.ts";
import { PressmarkError } from "../../../shared/errors.ts";
import type { FetchOutcome } from "../../../shared/fetch/exchange.ts";
import { readRecord } from "../../../shared/warc/read-record.ts";
import { exchangeOf, extractionOf, requestOf } from "../../support/fixtures.ts";
import { type Answer, createSetting, fetched, frontierRecord, pageAt } from "./setting.ts";

const URL_ = "https://paper.example/ferry";
const MINUTE = () => 60_000;
const STEP_ORDER = ["job claimed", "object", "row", "message", "item captured"];

const COOKIES = [{ url: URL_, line: "seen=1" }];

/** A redirect, as a fetch that follows none reports it. */
function hop(from: string, to: string): FetchOutcome {
  const exchange = exchangeOf({ url: from, status: 301, responseHeaders: [["Location", to]], body: Buffer.alloc(0) });
  return { kind: "redirected", exchanges: [exchange], to, cookies: COOKIES };
}

type Setting = ReturnType<typeof createSetting>;

/** Captures {@link URL_} once. */
async function capture(setting: Setting) {
  const request = requestOf({ url: URL_ });
  const [fate] = await captureBatch(setting.deps, [frontierRecord(request)], MINUTE);
  const job = await setting.jobs.get(request.jobId);
  // The job names its capture when it ends; until then the message to extract does.
  const message = setting.messages.find(({ jobId }) => jobId === request.jobId);
  const captureId = job?.captureId ?? message?.captureId;
  const row = captureId === undefined ? undefined : await setting.captures.get(captureId);
  return { request, fate, job, row };
}

/** Captures {@link URL_} and files its article, as extract would; then lets the web answer something else. */
async function capturedBefore(first: Answer, then: Answer) {
  const answers: Record<string, Answer> = { [URL_]: first };
  const setting = createSetting(answers);
  const { row } = await capture(setting);
  if (!row) throw new Error("the first capture failed");
  if (row.extraction.status === "pending") await setting.captures.recordExtraction(row, extractionOf());
  answers[URL_] = then;
  setting.log.length = 0;
  setting.messages.length = 0;
  return { setting, first: row, answers };
}

describe("the order of writes", () => {
  it("is object, row, message, job", async () => {
    const setting = createSetting();
    await capture(setting);
    expect(setting.log).toEqual(STEP_ORDER);
  });

  it.each([
    ["the object", "object", 1],
    ["the row", "row", 2],
    ["the message", "message", 3],
  ])("stops where %s cannot be written, and the message stays on the frontier", async (_, step, reached) => {
    const setting = createSetting();
    const fail = async () => {
      setting.log.push(`no ${step}`);
      throw new Error(`no ${step}`);
    };
    const deps = {
      ...setting.deps,
      ...(step === "object" ? { objects: { put: fail } } : {}),
      ...(step === "row" ? { captures: { ...setting.deps.captures, put: fail } } : {}),
      ...(step === "message" ? { sendToExtract: fail } : {}),
    };
    const { fate, request } = await capture({ ...setting, deps });
    expect(fate).toMatchObject({ status: "rejected" });
    const undone = ["job released", "given back"];
    expect(setting.log).toEqual([...STEP_ORDER.slice(0, reached), `no ${step}`, ...undone]);
    expect(setting.observer.outcomes).toMatchObject([{ jobId: request.jobId, error: new Error(`no ${step}`) }]);
    await expect(setting.jobs.get(request.jobId)).resolves.toMatchObject({ status: "capturing" });
  });

  it("leaves the job open where the extract queue refuses the message", async () => {
    const setting = createSetting();
    setting.deps = {
      ...setting.deps,
      sendToExtract: async (batch) => new Map(batch.map((message) => [message, "InternalError"])),
    };
    const { fate, job } = await capture(setting);
    expect(fate).toMatchObject({ status: "rejected" });
    expect(job).toMatchObject({ status: "capturing" });
    expect(job?.captureId).toBeUndefined();
  });
});

describe("a page", () => {
  it("is one capture whose slice of the object is its records, the response first, and goes to extract", async () => {
    const setting = createSetting();
    const { job, row, request } = await capture(setting);
    expect(job).toMatchObject({ status: "capturing" });
    expect(row).toMatchObject({
      jobId: request.jobId,
      url: URL_,
      kind: "response",
      httpStatus: 200,
      contentType: "text/html",
      extraction: { status: "pending" },
    });
    const [message] = setting.messages;
    expect(message).toMatchObject({ captureId: row?.id, jobId: request.jobId, url: URL_ });
    const response = await readRecord(
      await setting.objects.read(message?.response ?? { key: "", offset: 0, length: 0 }),
    );
    expect(response.type).toBe("response");
    expect(Buffer.from(response.payload)).toEqual(pageAt(URL_).body);
    expect(message?.response).toEqual({ ...row?.warc, length: row?.responseLength });
  });

  it("brought by a source says so in its row and message", async () => {
    const setting = createSetting();
    const request = requestOf({ origin: { kind: "source", sourceId: "harbour", runId: "r", takenAs: "new" } });
    await captureBatch(setting.deps, [frontierRecord(request)], MINUTE);
    expect(setting.messages).toMatchObject([{ sourceId: "harbour" }]);
    expect(setting.captures.all()).toMatchObject([{ sourceId: "harbour" }]);
  });

  it.each([
    [
      "a PDF",
      exchangeOf({ url: URL_, responseHeaders: [["Content-Type", "application/pdf"]], body: Buffer.from("%PDF-1.7") }),
    ],
    ["an empty page", pageAt(URL_, { body: Buffer.alloc(0) })],
    ["something untyped that does not begin like HTML", pageAt(URL_, { responseHeaders: [], body: Buffer.from("x") })],
  ])("that is %s is kept, and its job ends without extract", async (_, exchange) => {
    const setting = createSetting({ [URL_]: fetched(exchange) });
    const { job, row } = await capture(setting);
    expect(job).toMatchObject({ status: "archived", captureId: row?.id });
    expect(row?.extraction).toEqual({ status: "none" });
    expect(setting.messages).toEqual([]);
  });

  it.each([
    [404, "http-client-error"],
    [410, "http-client-error"],
  ] as const)("that answers %i is kept, and its job fails with the status", async (status, code) => {
    const setting = createSetting({ [URL_]: fetched(pageAt(URL_, { status })) });
    const { job, row } = await capture(setting);
    expect(job).toMatchObject({ status: "failed", error: { code, httpStatus: status }, attempts: [{ code }] });
    expect(row).toMatchObject({ httpStatus: status, quality: "error", extraction: { status: "none" } });
    expect(setting.messages).toEqual([]);
  });

  it("that was reached by redirects leaves a capture of each hop, in order, and waits at each host for its turn", async () => {
    const [second, third] = ["https://paper.example/moved", "https://www.paper.example/ferry-late"];
    const setting = createSetting({
      [URL_]: hop(URL_, second),
      [second]: hop(second, third),
      [third]: fetched(pageAt(third)),
    });
    const { request, fate } = await capture(setting);
    expect(fate).toMatchObject({ status: "fulfilled" });
    expect(setting.log).toEqual(["job claimed", "object", "row", "sent on", "job released"]);
    expect(setting.sentOn).toMatchObject([
      { jobId: request.jobId, url: URL_, location: { url: second, via: URL_, cookies: COOKIES } },
    ]);
    await captureBatch(setting.deps, setting.sentOn.slice(0, 1).map(frontierRecord), MINUTE);
    await captureBatch(setting.deps, setting.sentOn.slice(1).map(frontierRecord), MINUTE);
    expect(setting.fetches.map(({ url, cookies }) => [url, cookies])).toEqual([
      [URL_, undefined],
      [second, COOKIES],
      [third, COOKIES],
    ]);
    const [message] = setting.messages;
    expect(message).toMatchObject({ url: third, jobId: request.jobId });
    const hops = await Promise.all((message?.redirectIds ?? []).map((id) => setting.captures.get(id)));
    expect(hops).toMatchObject([
      { url: URL_, httpStatus: 301, redirectTo: second, extraction: { status: "none" } },
      { url: second, httpStatus: 301, redirectTo: third, extraction: { status: "none" } },
    ]);
    await expect(setting.jobs.get(request.jobId)).resolves.toMatchObject({ claims: 1, attempts: [] });
  });

  it("that redirects stays open where the frontier refuses the next hop", async () => {
    const setting = createSetting({ [URL_]: hop(URL_, "https://paper.example/moved") });
    setting.deps = {
      ...setting.deps,
      frontier: { ...setting.deps.frontier, send: async (all) => new Map(all.map((each) => [each, "InternalError"])) },
    };
    const { fate, job } = await capture(setting);
    expect(fate).toMatchObject({ status: "rejected" });
    expect(job).toMatchObject({ status: "capturing", claims: 0 });
  });

  it("that redirects without end fails its job after ten, with every hop kept", async () => {
    const setting = createSetting({ [URL_]: hop(URL_, URL_) });
    const { request } = await capture(setting);
    for (let next = setting.sentOn.shift(); next; next = setting.sentOn.shift()) {
      await captureBatch(setting.deps, [frontierRecord(next)], MINUTE);
    }
    const job = await setting.jobs.get(request.jobId);
    expect(job).toMatchObject({ status: "failed", error: { code: "too-many-redirects" } });
    expect(job?.redirectIds).toHaveLength(10);
    expect(setting.ends).toMatchObject([{ kind: "failed", code: "too-many-redirects" }]);
  });

  it("that could not be reached leaves what was exchanged on the way", async () => {
    const hop = exchangeOf({ url: URL_, status: 302, responseHeaders: [["Location", "https://gone.example/"]] });
    const error = new PressmarkError("dns-not-found");
    const setting = createSetting({ [URL_]: { kind: "failed", exchanges: [hop], error } });
    const { job, row } = await capture(setting);
    expect(job).toMatchObject({ status: "failed", error: { code: "dns-not-found" } });
    expect(row).toMatchObject({ url: URL_, redirectTo: "https://gone.example/" });
  });
});

describe("a page that was captured before", () => {
  const page = fetched(
    pageAt(URL_, {
      responseHeaders: [
        ["Content-Type", "text/html"],
        ["ETag", '"v1"'],
      ],
    }),
  );
  const notModified = fetched(exchangeOf({ url: URL_, status: 304, responseHeaders: [], body: Buffer.alloc(0) }));

  it("is asked for with the validators of the earlier capture", async () => {
    const { setting } = await capturedBefore(page, page);
    await capture(setting);
    expect(setting.fetches.map(({ validators }) => validators?.etag)).toEqual([undefined, '"v1"']);
  });

  it.each([
    ["has the same payload", page, "identical-payload-digest", 200],
    ["answers 304", notModified, "server-not-modified", 304],
  ])("and %s becomes a revisit, and its job ends unchanged", async (_, then, profile, httpStatus) => {
    const { setting, first } = await capturedBefore(page, then);
    const { job, row } = await capture(setting);
    expect(job).toMatchObject({ status: "unchanged" });
    expect(row).toMatchObject({
      kind: "revisit",
      httpStatus,
      revisitOf: { id: first.id, url: URL_, capturedAt: first.capturedAt },
      payloadSha256: first.payloadSha256,
      payloadSha1: first.payloadSha1,
      title: "The ferry ran late",
      etag: '"v1"',
      extraction: { status: "none" },
    });
    if (!row) throw new Error("there is a row");
    const record = await readRecord(await setting.objects.read({ ...row.warc, length: row.responseLength }));
    expect(record.type).toBe("revisit");
    expect(record.headers.get("warc-profile")).toContain(profile);
    expect(record.headers.get("warc-refers-to")).toBe(`<urn:uuid:${first.id}>`);
    expect(record.payload).toHaveLength(0);
    expect(setting.log).toEqual(["job claimed", "object", "row", "item unchanged", "job unchanged"]);
  });

  it("and then revisited refers back to the capture that holds the payload, not to the revisit", async () => {
    const { setting, first, answers } = await capturedBefore(page, page);
    await capture(setting);
    answers[URL_] = notModified;
    const { row } = await capture(setting);
    expect(row?.revisitOf?.id).toBe(first.id);
  });

  it.each([
    ["has changed", page, fetched(pageAt(URL_, { body: Buffer.from("<p>News</p>") }))],
    ["is cut off, so that nobody knows", page, fetched(pageAt(URL_, { truncated: "time" }))],
    ["was an error page of the same bytes", fetched(pageAt(URL_, { status: 404 })), page],
  ])("is stored in full where it %s", async (_, before, then) => {
    // A failed job has its capture all the same.
    const { setting } = await capturedBefore(before, then);
    const { row } = await capture(setting);
    expect(row).toMatchObject({ kind: "response", extraction: { status: "pending" } });
    expect(setting.messages).toHaveLength(1);
  });

  it("is asked for and stored in full while the earlier one has no article yet", async () => {
    const setting = createSetting({ [URL_]: page });
    await capture(setting);
    const { row } = await capture(setting);
    expect(setting.fetches.map(({ validators }) => validators)).toEqual([undefined, undefined]);
    expect(row).toMatchObject({ kind: "response", extraction: { status: "pending" } });
    expect(setting.messages).toHaveLength(2);
  });
});

describe("what robots.txt says", () => {
  const DENIED = { allowed: false, rule: "Disallow: /ferry", group: "User-agent: *" };

  it("is kept with the capture", async () => {
    const { row } = await capture(createSetting());
    expect(row?.robots).toEqual({ allowed: true, rule: null, group: null });
  });

  it("ends the job where it denies, with the rule, and nothing is fetched or stored", async () => {
    const setting = createSetting({}, () => ({ kind: "denied", robots: DENIED }));
    const { job, fate } = await capture(setting);
    expect(fate).toMatchObject({ status: "fulfilled" });
    expect(job).toMatchObject({ status: "failed", error: { code: "robots-denied" }, robots: DENIED });
    expect(setting.fetches).toEqual([]);
    expect(setting.objects.stored.size).toBe(0);
    expect(setting.ends).toMatchObject([{ kind: "robots-denied" }]);
  });

  it("cannot be had for good: the job ends with what kept us from it", async () => {
    const setting = createSetting({}, () => ({
      kind: "unreachable",
      code: "dns-not-found",
      message: "robots.txt: no",
    }));
    const { job } = await capture(setting);
    expect(job).toMatchObject({ status: "failed", error: { code: "dns-not-found", message: "robots.txt: no" } });
  });
});

describe("a page that says noarchive in its header", () => {
  const page = fetched(
    pageAt(URL_, {
      responseHeaders: [
        ["Content-Type", "text/html"],
        ["X-Robots-Tag", "noindex, noarchive"],
      ],
    }),
  );

  it("is kept, and says so", async () => {
    const { row } = await capture(createSetting({ [URL_]: page }));
    expect(row?.noarchive).toEqual({ from: "x-robots-tag", binding: false });
  });

  it("is not kept where that binds", async () => {
    const setting = createSetting({ [URL_]: page });
    const request = requestOf({ url: URL_, obeyNoarchive: true });
    await captureBatch(setting.deps, [frontierRecord(request)], MINUTE);
    await expect(setting.jobs.get(request.jobId)).resolves.toMatchObject({
      status: "failed",
      error: { code: "noarchive" },
    });
    expect(setting.objects.stored.size).toBe(0);
    expect(setting.captures.all()).toEqual([]);
  });
});

describe("what a page is, goes by its bytes too", () => {
  it.each([
    [
      "a picture that is sent as HTML is not",
      "text/html",
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      0,
    ],
    ["a page without a type is", null, Buffer.from("<!doctype html><title>x</title>"), 1],
    ["a page that is sent as unknown bytes is", "application/octet-stream", Buffer.from("<html><p>x"), 1],
    ["compressed, it is looked at as it decompresses", null, gzipSync("<!doctype html><title>x</title>"), 1],
  ])("%s extracted", async (_, type, body, messages) => {
    const responseHeaders: [string, string][] = [
      ...(type === null ? [] : ([["Content-Type", type]] as [string, string][])),
      ...(body[0] === 0x1f ? ([["Content-Encoding", "gzip"]] as [string, string][]) : []),
    ];
    const setting = createSetting({ [URL_]: fetched(pageAt(URL_, { body, responseHeaders })) });
    await capture(setting);
    expect(setting.messages).toHaveLength(messages);
  });
});
