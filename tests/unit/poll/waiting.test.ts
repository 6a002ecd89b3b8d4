/** A poll whose host has no turn: it waits on its queue, or is put off. */
import { beforeEach, describe, expect, it } from "vitest";
import { POLLS_MAX_RECEIVES } from "../../../shared/names.ts";
import { later } from "../../support/fixtures.ts";
import { createSetting, type Setting } from "./setting.ts";

const FEED = "https://paper.example/feed.xml";

let setting: Setting;
beforeEach(() => {
  setting = createSetting();
});

describe("a host that has no turn", () => {
  it("for seconds: the message waits on its queue", async () => {
    setting.web[FEED] = { kind: "wait", waitSeconds: 30, reason: "gap" };
    await expect(setting.once(await setting.addSource())).resolves.toBe("rejected");
    expect(setting.givenBack).toEqual([30]);
    expect(setting.outcomes()).toEqual(["waiting"]);
    expect(setting.runs.all()).toEqual([]);
  });

  it("for seconds, again and again: the source is polled later, before the queue takes the waiting for a crash", async () => {
    setting.web[FEED] = { kind: "wait", waitSeconds: 30, reason: "gap" };
    const poll = await setting.addSource();
    await expect(setting.once(poll, POLLS_MAX_RECEIVES - 11)).resolves.toBe("rejected");
    await expect(setting.once(poll, POLLS_MAX_RECEIVES - 10)).resolves.toBe("fulfilled");
    expect(setting.outcomes()).toEqual(["waiting", "postponed"]);
    expect((await setting.sources.get("a-source"))?.source.status).toMatchObject({ nextPollAt: later(30_000) });
  });

  it("for longer: the source is polled later, and there was no run", async () => {
    setting.web[FEED] = { kind: "wait", waitSeconds: 7200, reason: "circuit-open" };
    await setting.deliver(await setting.addSource());
    expect(setting.outcomes()).toEqual(["postponed"]);
    expect(setting.runs.all()).toEqual([]);
    const stored = await setting.sources.get("a-source");
    expect(stored?.lease).toBeUndefined();
    expect(stored?.source.status).toMatchObject({ nextPollAt: later(7_200_000), failures: 0 });
  });
});
