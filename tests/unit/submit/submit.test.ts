/** POST /v1/captures: what is taken in, and what is refused. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import { captureRequestedSchema } from "../../../events/capture-requested.ts";
import { batchViewSchema, jobViewSchema } from "../../../shared/api/schemas.ts";
import { AT, captureOf, later } from "../../support/fixtures.ts";
import { BASE_URL, type Call } from "../../support/http.ts";
import { createMemoryJobs } from "../../support/memory-stores.ts";
import { createSetting, PAGE } from "./setting.ts";

let setting: ReturnType<typeof createSetting>;
beforeEach(() => {
  setting = createSetting();
});

describe("a URL", () => {
  it("becomes a message and then a job, which the answer names", async () => {
    const answer = await setting.post({ url: `${PAGE}#comments` });
    expect(answer.status).toBe(202);
    const job = jobViewSchema.parse(answer.body);
    expect(job).toMatchObject({ status: "queued", url: PAGE, origin: { kind: "on-demand", token: "ana" } });
    expect(job.links.self).toBe(`${BASE_URL}/v1/jobs/${job.id}`);
    expect(answer.headers.get("location")).toBe(job.links.self);
    expect(answer.headers.get("retry-after")).toBe("1");
    expect(setting.log).toEqual(["message", "job created"]);
    expect(captureRequestedSchema.parse(setting.sent[0])).toMatchObject({ jobId: job.id, url: PAGE, requestedAt: AT });
    await expect(setting.jobs.get(job.id)).resolves.toMatchObject({ status: "queued" });
  });

  it("that is asked for again is captured again", async () => {
    const [first, second] = [await setting.post({ url: PAGE }), await setting.post({ url: PAGE })];
    expect(first.body.id).not.toBe(second.body.id);
    expect(setting.sent).toHaveLength(2);
  });

  it("is read from a body in base64, which API Gateway makes of what curl calls a form", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await setting.post(Buffer.from(JSON.stringify({ url: PAGE })), { headers });
    expect([answer.status, answer.body.url]).toEqual([202, PAGE]);
  });

  it("makes no job where the frontier is down", async () => {
    setting.refuse = () => true;
    const answer = await setting.post({ url: PAGE });
    expect(answer.status).toBe(503);
    expect(answer.body.code).toBe("frontier-unavailable");
    expect(answer.headers.get("retry-after")).toBe("2");
    expect(setting.log).toEqual(["message"]);
  });

  it.each([
    [{ url: "ftp://paper.example/" }, "url-not-http"],
    [{ url: "https://ana:secret@paper.example/" }, "url-has-credentials"],
    [{ url: `https://paper.example/${"a".repeat(2048)}` }, "url-too-long"],
    [{ url: "ferry" }, "url-invalid"],
    [{ url: "" }, "url-invalid"],
    [{ urls: ["ferry", "ftp://paper.example/"] }, "url-invalid"],
    [{ urls: Array.from({ length: 101 }, () => PAGE) }, "too-many-urls"],
    [{ urls: [] }, "bad-request"],
    [{}, "bad-request"],
    [{ url: PAGE, urls: [PAGE] }, "bad-request"],
    [{ url: PAGE, depth: 3 }, "bad-request"],
    [{ url: 7 }, "bad-request"],
    [{ url: PAGE, ifNotArchivedWithin: "an hour" }, "bad-request"],
    [[PAGE], "bad-request"],
    ["null", "bad-request"],
    ['"https://paper.example/"', "bad-request"],
    ["{url:", "not-json"],
    ["url=https://paper.example/", "not-json"],
    ["", "not-json"],
    [undefined, "not-json"],
  ])("is refused of %j with %s, and nothing is queued", async (body, code) => {
    const answer = await setting.post(body);
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe(code);
    expect(answer.body.detail).not.toContain("secret");
    expect(setting.sent).toEqual([]);
    expect(setting.log).toEqual([]);
  });

  it("is refused with a bad preference before anything is queued", async () => {
    const answer = await setting.post({ url: PAGE }, { headers: { prefer: "wait=soon" } });
    expect([answer.status, answer.body.code]).toEqual([400, "bad-preference"]);
    expect(setting.sent).toEqual([]);
  });

  it("may be 100 in one call", async () => {
    const urls = Array.from({ length: 100 }, (_, index) => `https://paper.example/${index}`);
    const answer = await setting.post({ urls });
    expect(answer.status).toBe(202);
    expect(batchViewSchema.parse(answer.body).results.map(({ url }) => url)).toEqual(urls);
  });
});

describe("a bad URL among others", () => {
  it("is refused alone, in its place", async () => {
    setting.refuse = (url) => url.includes("unlucky");
    const answer = await setting.post({ urls: [PAGE, "ftp://paper.example/", "https://unlucky.example/"] });
    expect(answer.status).toBe(202);
    expect(batchViewSchema.parse(answer.body).results).toMatchObject([
      { url: PAGE, job: { status: "queued" } },
      { url: "ftp://paper.example/", error: { code: "url-not-http", status: 400 } },
      { url: "https://unlucky.example/", error: { code: "frontier-unavailable", status: 503 } },
    ]);
    expect(setting.sent.map(({ url }) => url)).toEqual([PAGE]);
  });

  it("is named in its place where all are bad", async () => {
    const answer = await setting.post({ urls: ["ftp://paper.example/", "ferry"] });
    expect(answer.body.issues).toMatchObject([{ path: "urls.0" }, { path: "urls.1" }]);
  });
});

describe("ifNotArchivedWithin", () => {
  const putCapture = async (ageMs: number, changes = {}) => {
    const capture = captureOf({ url: PAGE, capturedAt: later(-ageMs), ...changes });
    await setting.captures.put(capture);
    return capture;
  };

  it("answers 200 with a capture that is young enough, and fetches nothing", async () => {
    const capture = await putCapture(3_600_000);
    const answer = await setting.post({ url: PAGE, ifNotArchivedWithin: "PT1H" });
    expect([answer.status, answer.body.id]).toEqual([200, capture.id]);
    expect(setting.sent).toEqual([]);
  });

  it.each([
    ["one too old", 3_600_001, {}],
    ["an error", 1000, { httpStatus: 404 }],
  ])("captures where there is only %s", async (_, ageMs, changes) => {
    await putCapture(ageMs, changes);
    expect((await setting.post({ url: PAGE, ifNotArchivedWithin: "PT1H" })).status).toBe(202);
    expect(setting.sent).toHaveLength(1);
  });

  it("answers with where the URL redirected to, while the redirect itself is young enough", async () => {
    const moved = "https://paper.example/moved";
    await putCapture(2000, { httpStatus: 301, redirectTo: moved, extraction: { status: "none" } });
    const target = await putCapture(1000, { url: moved });
    const answer = await setting.post({ url: PAGE, ifNotArchivedWithin: "PT1H" });
    expect([answer.status, answer.body.id]).toEqual([200, target.id]);
    expect((await setting.post({ url: PAGE, ifNotArchivedWithin: "PT1S" })).status).toBe(202);
  });

  it("captures a URL that was only seen to redirect in a circle", async () => {
    await putCapture(1000, { httpStatus: 301, redirectTo: PAGE, extraction: { status: "none" } });
    expect((await setting.post({ url: PAGE, ifNotArchivedWithin: "PT1H" })).status).toBe(202);
  });

  it("answers 200 for many where nothing had to be captured", async () => {
    await putCapture(1000);
    const answer = await setting.post({ urls: [PAGE, PAGE], ifNotArchivedWithin: "PT1H" });
    expect(answer.status).toBe(200);
    expect(answer.body.results).toHaveLength(2);
  });
});

describe("an Idempotency-Key", () => {
  const keyed = (key: string, caller = { token: "ana", scopes: "capture" }): Call => ({
    headers: { "idempotency-key": key },
    caller,
  });

  it("that came with another URL at the same moment is refused, though both messages went out", async () => {
    const [first, second] = await Promise.all([
      setting.post({ url: PAGE }, keyed("k")),
      setting.post({ url: "https://paper.example/other" }, keyed("k")),
    ]);
    expect([first.status, second.status].toSorted()).toEqual([202, 422]);
  });

  it("makes two calls one job", async () => {
    const [first, second] = [
      await setting.post({ url: PAGE }, keyed("k1")),
      await setting.post({ url: PAGE }, keyed("k1")),
    ];
    expect(second.body).toEqual(first.body);
    expect(setting.sent).toHaveLength(1);
  });

  it("still makes the job of a call whose first try got no further than the message", async () => {
    const first = await setting.post({ url: PAGE }, keyed("k1"));
    setting.jobs = createMemoryJobs();
    const second = await setting.post({ url: PAGE }, keyed("k1"));
    expect(second.body.id).toBe(first.body.id);
    await expect(setting.jobs.get(first.body.id)).resolves.toMatchObject({ status: "queued" });
  });

  it("is each caller's own", async () => {
    const [ana, ben] = [
      await setting.post({ url: PAGE }, keyed("k1")),
      await setting.post({ url: PAGE }, keyed("k1", { token: "ben", scopes: "capture" })),
    ];
    expect(ana.body.id).not.toBe(ben.body.id);
  });

  it("is refused for another URL than before", async () => {
    await setting.post({ url: PAGE }, keyed("k1"));
    const answer = await setting.post({ url: "https://herald.example/" }, keyed("k1"));
    expect([answer.status, answer.body.code]).toEqual([422, "idempotency-key-reused"]);
    expect(setting.sent).toHaveLength(1);
  });
});

describe("resources", () => {
  it.each([
    [undefined, "all"],
    ["all", "all"],
    ["images", "images"],
    ["none", undefined],
  ])("asked for as %s go on the frontier as %s", async (resources, sent) => {
    await setting.post({ url: PAGE, resources });
    expect(captureRequestedSchema.parse(setting.sent[0]).resources).toBe(sent);
  });

  it.each([["some"], [null], [["all"]], [1]])("cannot be %j", async (resources) => {
    const answer = await setting.post({ url: PAGE, resources });
    expect([answer.status, answer.body.code]).toEqual([400, "bad-request"]);
    expect(setting.sent).toEqual([]);
  });

  it.each([
    [undefined, undefined, 200],
    [undefined, "none", 200],
    [undefined, "images", 202],
    ["images", "images", 200],
    ["images", "all", 202],
    ["all", "images", 200],
  ] as const)("that a young capture has (%s) are enough or not for who wants %s: %i", async (there, asked, status) => {
    await setting.captures.put(captureOf({ url: PAGE, capturedAt: later(-1000), resources: there }));
    expect((await setting.post({ url: PAGE, ifNotArchivedWithin: "PT1H", resources: asked })).status).toBe(status);
  });

  it("are shown with the capture, as far as they have come", async () => {
    const page = captureOf({ url: PAGE, capturedAt: later(-1000), resources: "all" });
    await setting.captures.put(page);
    await setting.pages.want(page.id, { url: `${PAGE}.png`, as: "image", depth: 1, status: "waiting" });
    const answer = await setting.post({ url: PAGE, ifNotArchivedWithin: "PT1H" });
    expect(answer.body.resources).toMatchObject({ wanted: "all", complete: false, found: 1, waiting: 1 });
  });

  it("are no answer for a page: what was captured for another one was never looked at as one", async () => {
    await setting.captures.put(captureOf({ url: PAGE, capturedAt: later(-1000), requisiteOf: v7() }));
    expect((await setting.post({ url: PAGE, ifNotArchivedWithin: "PT1H" })).status).toBe(202);
  });
});
