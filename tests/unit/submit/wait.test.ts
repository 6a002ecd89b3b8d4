/** POST /v1/captures with Prefer: wait. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import { batchViewSchema, captureViewSchema, jobViewSchema } from "../../../shared/api/schemas.ts";
import { AT, captureOf, extractionOf } from "../../support/fixtures.ts";
import { BASE_URL } from "../../support/http.ts";
import { createSetting, PAGE } from "./setting.ts";

let setting: ReturnType<typeof createSetting>;
beforeEach(() => {
  setting = createSetting();
});

describe("a call that waits", () => {
  const wait = { headers: { prefer: "wait=1" } };

  it("answers 201 with the capture", async () => {
    const capture = captureOf({ url: PAGE });
    await setting.captures.put(capture);
    await setting.captures.recordExtraction(capture, extractionOf());
    setting.onSent = setting.endsAs({ status: "archived", captureId: capture.id });
    const answer = await setting.post({ url: PAGE }, wait);
    expect(answer.status).toBe(201);
    expect(captureViewSchema.parse(answer.body)).toMatchObject({ id: capture.id, status: "archived", wordCount: 4 });
    expect(answer.headers.get("location")).toBe(`${BASE_URL}/v1/captures/${capture.id}`);
    expect(answer.headers.get("preference-applied")).toBe("wait=1");
  });

  it("answers an unchanged page with the revisit, and the article of what it repeats", async () => {
    const holder = captureOf({ url: PAGE });
    const revisit = captureOf({
      url: PAGE,
      kind: "revisit",
      revisitOf: { id: holder.id, url: PAGE, capturedAt: AT },
      extraction: { status: "none" },
    });
    for (const each of [holder, revisit]) await setting.captures.put(each);
    await setting.captures.recordExtraction(holder, extractionOf());
    setting.onSent = setting.endsAs({ status: "unchanged", captureId: revisit.id });
    const answer = await setting.post({ url: PAGE }, wait);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ id: revisit.id, status: "unchanged", revisitOf: holder.id });
    expect(answer.body).toMatchObject({ title: "The ferry ran late", extraction: { status: "done" } });
    expect(answer.body.links.text).toBe(`${BASE_URL}/v1/captures/${revisit.id}/text`);
  });

  it("answers 200 with the job that failed, with its code and its capture", async () => {
    const captureId = v7();
    const error = { code: "http-client-error", message: "404", httpStatus: 404 } as const;
    setting.onSent = setting.endsAs({ status: "failed", error, captureId });
    const answer = await setting.post({ url: PAGE }, wait);
    expect(answer.status).toBe(200);
    expect(jobViewSchema.parse(answer.body)).toMatchObject({ status: "failed", error, captureId });
    expect(answer.headers.has("retry-after")).toBe(false);
  });

  it("answers 202 with the job as it stands when the time is up", async () => {
    setting.onSent = (message) =>
      setting.jobs.recordAttempt(message.jobId, { at: AT, code: "timeout", message: "slow" });
    const answer = await setting.post({ url: PAGE }, wait);
    expect(answer.status).toBe(202);
    expect(answer.body.attempts[0]).toMatchObject({ code: "timeout" });
    expect(answer.headers.get("preference-applied")).toBe("wait=1");
  });

  it("answers 201 for many when any was captured and none is open", async () => {
    const capture = captureOf({ url: PAGE });
    await setting.captures.put(capture);
    const error = { code: "timeout", message: "slow" } as const;
    setting.onSent = (message) =>
      setting.endsAs(
        message.url === PAGE ? { status: "archived", captureId: capture.id } : { status: "failed", error },
      )(message);
    const answer = await setting.post({ urls: [PAGE, "https://slow.example/"] }, wait);
    expect(answer.status).toBe(201);
    expect(batchViewSchema.parse(answer.body).results).toMatchObject([
      { capture: { id: capture.id } },
      { job: { status: "failed" } },
    ]);
  });
});
