/** POST /save and GET /save/<url>: what is taken in, and how it is answered. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../../../functions/submit/spn/errors.ts";
import { parseSaveId } from "../../../../functions/submit/spn/job-id.ts";
import type { Restriction } from "../../../../shared/restrictions/restriction.ts";
import { AT, captureOf, later } from "../../../support/fixtures.ts";
import type { Call } from "../../../support/http.ts";
import { createSetting, PAGE } from "../setting.ts";

const LOW = { authorization: "LOW key:pm_ana" };
const JSON_LOW = { ...LOW, accept: "application/json" };

let setting: ReturnType<typeof createSetting>;
beforeEach(() => {
  setting = createSetting();
});

const post = (form: Record<string, string>, headers: Record<string, string> = JSON_LOW, target = "POST /save") =>
  setting.send(target, { caller: null, headers, body: Buffer.from(new URLSearchParams(form).toString()) });
const get = (url: string, options: Call = {}) =>
  setting.send(`GET /save/${url}`, { caller: null, headers: LOW, ...options });

const restriction = (effect: Restriction["effect"], url = PAGE): Restriction => ({
  id: v7(),
  effect,
  scope: { kind: "url", url },
  reason: "A court order",
  by: "ana",
  at: AT,
});

/** Lets every job end as a capture of its URL. */
function captureEverything(changes = {}): void {
  setting.onSent = async (message) => {
    const capture = captureOf({ url: message.url, jobId: message.jobId, ...changes });
    await setting.captures.put(capture);
    return setting.endsAs({ status: "archived", captureId: capture.id })(message);
  };
}

describe("POST /save", () => {
  it.each(["POST /save", "POST /save/"])("by %s answers with the URL and an id, and makes a job", async (target) => {
    const answer = await post({ url: `${PAGE}#top` }, JSON_LOW, target);
    expect([answer.status, answer.body]).toEqual([200, { url: PAGE, job_id: expect.stringMatching(/^spn2-/) }]);
    expect(setting.sent).toMatchObject([{ url: PAGE, origin: { kind: "on-demand", token: "ana" } }]);
    expect(parseSaveId(answer.body.job_id)?.uuid).toBe(setting.sent[0]?.jobId);
  });

  it("takes the URL from the path too", async () => {
    const answer = await setting.send(`POST /save/${PAGE}`, { caller: null, headers: LOW, query: { page: "2" } });
    expect(answer.body.url).toBe(`${PAGE}?page=2`);
  });

  it.each([
    [{}, 401, "You need to be logged in to use Save Page Now."],
    [{ authorization: "LOW key:pm_wrong" }, 401, "You need to be logged in to use Save Page Now."],
    // A browser would send this along with whatever an archived page asks for.
    [{ authorization: `Basic ${btoa("ana:pm_ana")}` }, 401, "You need to be logged in to use Save Page Now."],
    [{ authorization: "LOW key:pm_reader" }, 403, "This token may read, but it may not save pages."],
  ])("is refused to %j with %i", async (headers, status, message) => {
    const answer = await post({ url: PAGE }, headers as Record<string, string>);
    expect([answer.status, answer.body]).toEqual([status, { message }]);
    expect(setting.log).toEqual([]);
  });

  it.each([
    [{}, "error:invalid-url-syntax"],
    [{ url: "ferry" }, "error:invalid-url-syntax"],
    [{ url: "ftp://paper.example/" }, "error:invalid-url-syntax"],
    [{ url: "https://ana:secret@paper.example/" }, "error:invalid-url-syntax"],
    [{ url: `https://paper.example/${"a".repeat(2048)}` }, "error:invalid-url-syntax"],
    [{ url: PAGE, capture_cookie: "a=b" }, "error:bad-option"],
    [{ url: PAGE, if_not_archived_within: "soon" }, "error:bad-option"],
    [{ url: PAGE, more: "a".repeat(70_000) }, "error:bad-option"],
  ])("refuses %j as %s without an id, and takes nothing in", async (form, status_ext) => {
    const answer = await post(form as Record<string, string>);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ status: "error", status_ext, message: expect.not.stringContaining("secret") });
    expect(setting.log).toEqual([]);
  });

  it("answers with the capture that is young enough, by an id whose status tells of it", async () => {
    const capture = captureOf({ url: PAGE, capturedAt: later(-3_600_000) });
    await setting.captures.put(capture);
    const answer = await post({ url: PAGE, if_not_archived_within: "2h" });
    expect(answer.body).toMatchObject({ url: PAGE, message: expect.stringContaining("same snapshot") });
    expect(setting.sent).toEqual([]);
    const status = await setting.send(`GET /save/status/${answer.body.job_id}`);
    expect(status.body).toMatchObject({ status: "success", timestamp: "20260314083000", duration_sec: 0 });
    expect((await post({ url: PAGE, if_not_archived_within: "59m" })).body.message).toBeUndefined();
  });

  it("captures anew where the one that is there is kept from readers", async () => {
    const capture = captureOf({ url: PAGE, capturedAt: later(-1000) });
    await setting.captures.put(capture);
    setting.restrictions = [{ ...restriction("block"), scope: { kind: "capture", captureId: capture.id, url: PAGE } }];
    await post({ url: PAGE, if_not_archived_within: "1h" });
    expect(setting.sent).toHaveLength(1);
  });

  it("refuses a URL that is blocked", async () => {
    setting.restrictions = [restriction("block")];
    const answer = await post({ url: PAGE });
    expect([answer.status, answer.body.status_ext]).toEqual([403, "error:blocked-url"]);
    expect(setting.sent).toEqual([]);
  });

  it("takes a URL whose captures were erased: what is captured from now on is not", async () => {
    setting.restrictions = [restriction("erase")];
    expect((await post({ url: PAGE })).status).toBe(200);
    expect(setting.sent).toHaveLength(1);
  });

  it("says what is not done of what was asked for", async () => {
    const answer = await post({ url: PAGE, capture_outlinks: "1", capture_screenshot: "1" });
    expect(answer.body.message).toBe("Not done here: capture_outlinks, capture_screenshot.");
  });

  it("accepts nothing where the frontier is down, and says so in a way that scripts try again", async () => {
    setting.refuse = () => true;
    const answer = await post({ url: PAGE });
    expect([answer.status, answer.body.status_ext]).toEqual([503, "error:celery"]);
    expect(answer.body.message).toMatch(/^Cannot start capture/);
    await expect(setting.saves.get("ana")).resolves.toMatchObject({ count: 0, open: {} });
  });

  it("answers a browser with a page, in which nothing of the URL is markup", async () => {
    const answer = await post({ url: "https://paper.example/?<b>'" }, { ...LOW, accept: "text/html,*/*;q=0.8" });
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(answer.headers.get("content-security-policy")).toBe("default-src 'none'");
    expect(answer.body).not.toContain("<b>");
    const refused = await post({ url: '"><script>' }, { ...LOW, accept: "text/html" });
    expect([refused.status, refused.body]).toEqual([400, expect.stringMatching(/<h2>Sorry<\/h2>\n<p>/)]);
  });

  it("is not any other path that ends in a slash", async () => {
    const answer = await setting.send("POST /v2/", { caller: null, headers: LOW });
    expect([answer.status, answer.body.code]).toEqual([404, "not-found"]);
  });
});

describe("the limits of a token", () => {
  it("let so many be open at once, and more when some have ended", async () => {
    for (let count = 0; count < LIMITS.open; count += 1) await post({ url: `${PAGE}?${count}` });
    const full = await post({ url: PAGE });
    expect([full.status, full.body.status_ext]).toEqual([429, "error:user-session-limit"]);
    expect(full.body.message).toMatch(/You have already reached the limit of active sessions/);
    expect(full.headers.get("retry-after")).toBe("20");
    const [first] = setting.sent;
    if (first) await setting.endsAs({ status: "archived", captureId: v7() })(first);
    expect((await post({ url: PAGE })).status).toBe(200);
    const user = await setting.send("GET /save/status/user", { caller: null, headers: LOW });
    expect(user.body).toEqual({
      available: 0,
      processing: LIMITS.open,
      daily_captures: LIMITS.open + 1,
      daily_captures_limit: LIMITS.daily,
    });
  });

  it("hold for a day", async () => {
    await setting.saves.startDay("ana", "2026-03-14");
    setting.saves.enter = async () => false;
    setting.saves.get = async () => ({ day: "2026-03-14", count: LIMITS.daily, open: {} });
    const answer = await post({ url: PAGE });
    expect([answer.status, answer.body.status_ext]).toEqual([429, "error:too-many-daily-captures"]);
    expect(answer.body.message).toMatch(/You cannot make more than 100,000 captures per day/);
  });

  it("begin anew the next day", async () => {
    await post({ url: PAGE });
    setting.now = () => new Date(later(86_400_000));
    await post({ url: PAGE });
    const user = await setting.send("POST /save/status/user", { caller: null, headers: LOW });
    expect(user.body).toMatchObject({ processing: 2, daily_captures: 1 });
  });

  it("are nobody's business who has no token", async () => {
    expect((await setting.send("GET /save/status/user", { caller: null })).status).toBe(401);
  });
});

describe("GET /save/<url>", () => {
  it("waits, and names the memento where the clients of old look for it", async () => {
    captureEverything();
    const answer = await get(PAGE);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-location")).toBe(`/web/20260314093000/${PAGE}`);
    expect(answer.headers.get("link")).toContain(
      `<https://archive.example/web/20260314093000/${PAGE}>; rel="memento"; datetime="Sat, 14 Mar 2026 09:30:00 GMT"`,
    );
    expect(answer.headers.get("x-page-cache")).toBe("MISS");
    expect(answer.body).toContain(`/web/20260314093000/${PAGE}`);
  });

  it("sends a browser there", async () => {
    captureEverything();
    const answer = await get(PAGE, { headers: { ...LOW, accept: "text/html,*/*" } });
    expect([answer.status, answer.headers.get("location")]).toEqual([302, `/web/20260314093000/${PAGE}`]);
  });

  it("has headers that API Gateway takes, also of the longest URL", async () => {
    captureEverything();
    for (const length of [1000, 1001, 2048]) {
      const url = "https://paper.example/".padEnd(length, "a");
      const { headers } = await get(url, { headers: { ...LOW, accept: "text/html" } });
      expect([...headers].flat().join("").length).toBeLessThan(10_240);
      expect(headers.get("link")).toMatch(/rel="memento"/);
    }
  });

  it("answers with JSON too, and a HEAD without a body", async () => {
    captureEverything();
    const answer = await get(PAGE, { headers: JSON_LOW });
    expect(answer.body).toEqual({ url: PAGE, job_id: expect.stringMatching(/^spn2-/) });
    const head = await setting.send(`HEAD /save/${PAGE}`, { caller: null, headers: LOW });
    expect([head.status, head.body]).toEqual([200, ""]);
    expect(head.headers.get("content-location")).toBe(`/web/20260314093000/${PAGE}`);
  });

  it("takes the query for the page's own", async () => {
    captureEverything();
    const answer = await get(PAGE, { query: { page: "2" } });
    expect(answer.headers.get("content-location")).toBe(`/web/20260314093000/${PAGE}?page=2`);
  });

  it("answers a second call with what the first one made, and says that it was there", async () => {
    captureEverything();
    await get(PAGE);
    const again = await get(PAGE);
    expect([again.status, again.headers.get("x-page-cache")]).toEqual([200, "HIT"]);
    setting.now = () => new Date(later(299_000));
    expect((await get(PAGE)).headers.get("x-page-cache")).toBe("HIT");
    expect(setting.sent).toHaveLength(1);
    setting.now = () => new Date(later(601_000));
    await get(PAGE);
    expect(setting.sent).toHaveLength(2);
  });

  it("twice at a time is one job", async () => {
    captureEverything();
    const answers = await Promise.all([get(PAGE, { headers: JSON_LOW }), get(PAGE, { headers: JSON_LOW })]);
    expect(new Set(answers.map(({ body }) => body.job_id)).size).toBe(1);
    // SQS drops the second message: its deduplication id is the job's.
    expect(new Set(setting.sent.map(({ jobId }) => jobId)).size).toBe(1);
  });

  it.each([
    ["robots-denied", undefined, "RobotAccessControlException: Blocked By Robots"],
    ["http-client-error", 404, "Not there (HTTP status=404)."],
    ["dns-not-found", undefined, "Not there."],
  ] as const)("of a page that fails with %s is 520, and says why in a header", async (code, httpStatus, header) => {
    setting.onSent = setting.endsAs({ status: "failed", error: { code, message: "Not there.", httpStatus } });
    const answer = await get(PAGE);
    expect([answer.status, answer.headers.get("x-archive-wayback-runtime-error")]).toEqual([520, header]);
    expect(answer.headers.has("content-location")).toBe(false);
    const asJson = await get(PAGE, { headers: JSON_LOW });
    expect(asJson.body).toMatchObject({ status: "error", job_id: expect.any(String), message: expect.any(String) });
  });

  it("is refused without a token, and of what is no URL", async () => {
    expect((await get(PAGE, { headers: {} })).status).toBe(401);
    expect((await get("ferry")).status).toBe(400);
    expect((await get("status/no/such")).status).toBe(400);
  });
});
