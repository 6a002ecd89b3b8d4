/** GET /save/status/<id>: what a job is said to have come to. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import { parseSaveId, toSaveId } from "../../../../functions/submit/spn/job-id.ts";
import type { Settlement } from "../../../../shared/index/job-store.ts";
import { AT, captureOf, later } from "../../../support/fixtures.ts";
import { createSetting, PAGE } from "../setting.ts";

let setting: ReturnType<typeof createSetting>;
beforeEach(() => {
  setting = createSetting();
});

const LOW = { authorization: "LOW key:pm_ana" };

async function save(form: Record<string, string> = {}): Promise<string> {
  const body = Buffer.from(new URLSearchParams({ url: PAGE, ...form }).toString());
  const answer = await setting.send("POST /save", { caller: null, headers: LOW, body });
  return answer.body.job_id;
}

const statusOf = async (id: string) => (await setting.send(`GET /save/status/${id}`, { caller: null })).body;

async function settle(settlement: Settlement): Promise<void> {
  const message = setting.sent.at(-1);
  if (message) await setting.jobs.settle(message.jobId, settlement, later(2345));
}

async function archive(changes = {}) {
  const capture = captureOf({ url: PAGE, ...changes });
  await setting.captures.put(capture);
  await settle({ status: "archived", captureId: capture.id });
  return capture;
}

describe("a status", () => {
  it("is pending until the job has ended", async () => {
    const id = await save();
    expect(await statusOf(id)).toEqual({ status: "pending", job_id: id, resources: [] });
  });

  it("is a success with every field that clients read", async () => {
    const id = await save();
    const capture = await archive();
    setting.requisites.set(capture.id, [
      { captureId: v7(), url: "https://paper.example/style.css" },
      { captureId: v7(), url: "https://paper.example/boat.png" },
    ]);
    expect(await statusOf(id)).toEqual({
      status: "success",
      job_id: id,
      original_url: PAGE,
      timestamp: "20260314093000",
      duration_sec: 2.345,
      http_status: 200,
      resources: [PAGE, "https://paper.example/boat.png", "https://paper.example/style.css"],
      outlinks: [],
      counters: { outlinks: 0, embeds: 2 },
      first_archive: true,
      not_done: ["outlinks"],
    });
  });

  it("is of the URL where redirects led, so that timestamp and URL name a memento", async () => {
    const id = await save();
    await archive({ url: "https://paper.example/moved", capturedAt: later(1000) });
    expect(await statusOf(id)).toMatchObject({
      original_url: "https://paper.example/moved",
      timestamp: "20260314093001",
    });
  });

  it("says whether the capture is the first, unless asked not to", async () => {
    await setting.captures.put(captureOf({ url: PAGE, capturedAt: later(-5000) }));
    const [id, without] = [await save(), await save({ skip_first_archive: "1" })];
    await archive();
    expect(await statusOf(without)).not.toHaveProperty("first_archive");
    const message = setting.sent[0];
    const newer = captureOf({ url: PAGE, capturedAt: later(5000) });
    await setting.captures.put(newer);
    if (message) await setting.endsAs({ status: "archived", captureId: newer.id })(message);
    expect(await statusOf(id)).toMatchObject({ first_archive: false });
  });

  it("of a page that is unchanged (304) has the status of the page itself", async () => {
    const holder = captureOf({ url: PAGE, capturedAt: later(-5000) });
    await setting.captures.put(holder);
    const id = await save();
    const revisitOf = { id: holder.id, url: holder.url, capturedAt: holder.capturedAt };
    await archive({ kind: "revisit", httpStatus: 304, revisitOf });
    expect(await statusOf(id)).toMatchObject({ status: "success", http_status: 200 });
  });

  it("is an error where the page was one, but a success with capture_all", async () => {
    const error = { code: "http-client-error" as const, message: "The server answered so. (404)", httpStatus: 404 };
    const capture = captureOf({ url: PAGE, httpStatus: 404 });
    await setting.captures.put(capture);
    const id = await save();
    await settle({ status: "failed", error, captureId: capture.id });
    expect(await statusOf(id)).toEqual({
      status: "error",
      status_ext: "error:not-found",
      message: "The server answered so (HTTP status=404).",
      job_id: id,
      original_url: PAGE,
      exception: null,
      http_status: 404,
      resources: [],
    });
    const all = await save({ capture_all: "1" });
    await settle({ status: "failed", error, captureId: capture.id });
    expect(await statusOf(all)).toMatchObject({ status: "success", http_status: 404, timestamp: "20260314093000" });
  });

  it("is an error where nothing was had, capture_all or not", async () => {
    const id = await save({ capture_all: "1" });
    await settle({ status: "failed", error: { code: "dns-not-found", message: "No such host." } });
    expect(await statusOf(id)).toMatchObject({ status: "error", status_ext: "error:invalid-host-resolution" });
  });

  it("names what was asked for and is not done", async () => {
    const id = await save({ capture_outlinks: "1", capture_screenshot: "1" });
    await archive();
    expect((await statusOf(id)).not_done).toEqual(["outlinks", "capture_outlinks", "capture_screenshot"]);
  });

  it.each(["block", "embargo", "erase"] as const)("tells nothing of a capture under %s", async (effect) => {
    const id = await save();
    const capture = await archive();
    const scope = { kind: "capture" as const, captureId: capture.id, url: PAGE };
    setting.restrictions = [{ id: v7(), effect, scope, reason: "Asked for", by: "ana", at: AT }];
    const status = await statusOf(id);
    expect(status).toMatchObject({ status: "error", status_ext: "error:blocked-url" });
    expect(status).not.toHaveProperty("timestamp");
  });

  it("lists no more requisites than an answer holds", async () => {
    const id = await save();
    const capture = await archive();
    const url = (index: number) => `https://paper.example/${index}${"a".repeat(2000)}`;
    setting.requisites.set(
      capture.id,
      Array.from({ length: 3000 }, (_, index) => ({ captureId: v7(), url: url(index) })),
    );
    expect((await statusOf(id)).resources).toHaveLength(1001);
  });
});

describe("an id", () => {
  it("may be that of a job of the API", async () => {
    const { uuid } = parseSaveId(await save()) ?? {};
    expect(await statusOf(uuid ?? "")).toMatchObject({ status: "pending" });
  });

  it("that nobody has is 404, and so is one of a capture that is not there", async () => {
    const old = "018e3c00-0000-7000-8000-000000000000";
    const none = { captureAll: false, skipFirstArchive: false, captureOutlinks: false, captureScreenshot: false };
    const lost = toSaveId({ ...none, uuid: v7(), isCapture: true });
    for (const id of [old, lost, "spn2-7", "ferry"]) {
      const answer = await setting.send(`GET /save/status/${id}`, { caller: null });
      expect([answer.status, answer.body.status_ext]).toEqual([404, "error:no-such-job"]);
    }
  });

  it("whose job has no row yet is pending", async () => {
    setting.now = () => new Date();
    expect(await statusOf(v7())).toMatchObject({ status: "pending" });
  });
});

describe("POST /save/status", () => {
  const ask = async (form: Record<string, string>) =>
    setting.send("POST /save/status", { caller: null, body: Buffer.from(new URLSearchParams(form).toString()) });

  it("answers for one job, or for several in their order", async () => {
    const [first, second] = [await save(), await save()];
    await archive();
    expect((await ask({ job_id: first })).body).toMatchObject({ status: "pending", job_id: first });
    expect((await ask({ job_ids: `${second},spn2-7,${first}` })).body).toMatchObject([
      { status: "success", job_id: second },
      { status: "error", status_ext: "error:no-such-job", job_id: "spn2-7" },
      { status: "pending", job_id: first },
    ]);
    expect((await ask({ job_id_outlinks: first })).body).toEqual([]);
  });

  it.each([[{}], [{ job_ids: "" }], [{ job_ids: "spn2-7,".repeat(101) }]])("refuses %#", async (form) => {
    const answer = await ask(form as Record<string, string>);
    expect([answer.status, answer.body.status_ext]).toEqual([400, "error:bad-option"]);
  });
});

it("says that the system works", async () => {
  expect((await setting.send("GET /save/status/system", { caller: null })).body).toEqual({ status: "ok" });
});
