/** Asking a site as a guest: robots.txt first, then the host's turn, one request, and the wait after it. */
import { describe, expect, it } from "vitest";
import { answered, createSetting, failed, redirected } from "./setting.ts";

const PAGE = { url: "https://paper.example/ferry", priority: "crawl" } as const;
const ROBOTS = "https://paper.example/robots.txt";
const robots = (text: string) => () => answered(200, text);

describe("a first request to a host", () => {
  it("is for its robots.txt, and the page waits for the next turn", async () => {
    const { politeness, asked, pass } = createSetting();
    await expect(politeness.fetch(PAGE)).resolves.toEqual({ kind: "wait", waitSeconds: 2, reason: "gap" });
    expect(asked).toEqual([{ url: ROBOTS, atSeconds: 0 }]);
    pass(2);
    await expect(politeness.fetch(PAGE)).resolves.toMatchObject({
      kind: "fetched",
      robots: { allowed: true, rule: null },
      waitSeconds: 2,
    });
    expect(asked.map(({ url }) => url)).toEqual([ROBOTS, PAGE.url]);
  });

  it("finds what another instance has learned of its robots.txt", async () => {
    const { politeness, another, asked, pass } = createSetting();
    await politeness.fetch(PAGE);
    pass(2);
    await expect(another().fetch(PAGE)).resolves.toMatchObject({ kind: "fetched" });
    expect(asked.filter(({ url }) => url === ROBOTS)).toHaveLength(1);
  });

  it("is never followed by another in one call, however free the hosts are: two slow ones would outlast the function", async () => {
    const elsewhere = "https://www.paper.example/robots.txt";
    const setting = createSetting({ [ROBOTS]: () => redirected(elsewhere) });
    for (let call = 0; call < 4; call += 1) {
      const before = setting.asked.length;
      await setting.politeness.fetch(PAGE);
      expect(setting.asked.length - before).toBeLessThanOrEqual(1);
      setting.pass(2);
    }
    expect(setting.asked.map(({ url }) => url)).toEqual([ROBOTS, elsewhere, PAGE.url, PAGE.url]);
  });

  it("asks for robots.txt again after a day, and not before", async () => {
    const { politeness, asked, pass } = createSetting();
    await politeness.fetch(PAGE);
    pass(86_399);
    await politeness.fetch(PAGE);
    pass(10);
    await politeness.fetch(PAGE);
    expect(asked.filter(({ url }) => url === ROBOTS).map(({ atSeconds }) => atSeconds)).toEqual([0, 86_409]);
  });
});

describe("robots.txt", () => {
  it("denies by its rule, without a request for the page", async () => {
    const setting = createSetting({ [ROBOTS]: robots("User-agent: Pressmark\nDisallow: /ferry\nAllow: /ferry/ok") });
    await expect(setting.politeness.fetch(PAGE)).resolves.toEqual({
      kind: "denied",
      robots: { allowed: false, rule: "Disallow: /ferry", group: "User-agent: Pressmark" },
    });
    expect(setting.asked.map(({ url }) => url)).toEqual([ROBOTS]);
  });

  it("is not even asked where it is overridden, and the verdict says by whom", async () => {
    const setting = createSetting({ [ROBOTS]: robots("User-agent: *\nDisallow: /") });
    const robotsOverride = { by: "ana", at: "2026-03-14T00:00:00.000Z" };
    await expect(setting.politeness.fetch({ ...PAGE, robotsOverride })).resolves.toMatchObject({
      kind: "fetched",
      robots: { allowed: true, override: robotsOverride },
    });
    expect(setting.asked.map(({ url }) => url)).toEqual([PAGE.url]);
  });

  it("sets the gap by its Crawl-delay, up to a minute", async () => {
    const setting = createSetting({ [ROBOTS]: robots("User-agent: *\nCrawl-delay: 7\nDisallow:") });
    await setting.politeness.fetch(PAGE);
    setting.pass(2);
    await expect(setting.politeness.fetch(PAGE)).resolves.toMatchObject({ kind: "fetched", waitSeconds: 7 });
    const greedy = createSetting({ [ROBOTS]: robots("User-agent: *\nCrawl-delay: 86400") });
    await greedy.politeness.fetch(PAGE);
    greedy.pass(2);
    await expect(greedy.politeness.fetch(PAGE)).resolves.toMatchObject({ kind: "fetched", waitSeconds: 60 });
  });

  it("that answers 5xx makes URLs wait, longer each time, and never denies them", async () => {
    const setting = createSetting({ [ROBOTS]: () => answered(503) });
    const waits: unknown[] = [];
    for (let time = 0; time < 4; time += 1) {
      const outcome = await setting.politeness.fetch(PAGE);
      if (outcome.kind !== "wait") throw new Error(outcome.kind);
      waits.push([outcome.reason, outcome.waitSeconds, outcome.code]);
      setting.pass(outcome.waitSeconds);
    }
    expect(waits).toEqual([
      ["robots", 10, "http-server-error"],
      ["robots", 20, "http-server-error"],
      ["robots", 40, "http-server-error"],
      ["robots", 80, "http-server-error"],
    ]);
    expect(setting.asked).toHaveLength(4);
  });

  it("that can never be had is told as the page's own failure", async () => {
    const setting = createSetting({ [ROBOTS]: () => failed("dns-not-found") });
    await expect(setting.politeness.fetch(PAGE)).resolves.toMatchObject({ kind: "unreachable", code: "dns-not-found" });
  });

  it("is followed where it redirects, each hop in the turn of its own host", async () => {
    const elsewhere = "https://www.paper.example/robots.txt";
    const setting = createSetting({
      [ROBOTS]: () => redirected(elsewhere),
      [elsewhere]: robots("User-agent: *\nDisallow: /ferry"),
    });
    await expect(setting.politeness.fetch(PAGE)).resolves.toMatchObject({ kind: "wait", waitSeconds: 1 });
    setting.pass(1);
    await expect(setting.politeness.fetch(PAGE)).resolves.toMatchObject({ kind: "denied" });
    expect(setting.asked).toEqual([
      { url: ROBOTS, atSeconds: 0 },
      { url: elsewhere, atSeconds: 1 },
    ]);
    const same = createSetting({
      [ROBOTS]: () => redirected("https://paper.example/r2"),
      "https://paper.example/r2": robots("User-agent: *\nDisallow: /ferry"),
    });
    await expect(same.politeness.fetch(PAGE)).resolves.toMatchObject({ kind: "wait", waitSeconds: 2 });
    same.pass(2);
    await expect(same.another().fetch(PAGE)).resolves.toMatchObject({ kind: "denied" });
    expect(same.asked.map(({ atSeconds }) => atSeconds)).toEqual([0, 2]);
  });

  it("that redirects in a circle counts as none", async () => {
    const setting = createSetting({ [ROBOTS]: () => redirected(ROBOTS) });
    let outcome = await setting.politeness.fetch(PAGE);
    for (let turn = 0; turn < 12 && outcome.kind === "wait"; turn += 1) {
      setting.pass(2);
      outcome = await setting.politeness.fetch(PAGE);
    }
    expect(outcome).toMatchObject({ kind: "fetched" });
  });

  it("that was cut off is not taken for whole, since half of it may lack the line that denies", async () => {
    const setting = createSetting({
      [ROBOTS]: () => {
        const outcome = answered(200, "User-agent: *\nAllow: /");
        const [exchange] = outcome.exchanges;
        return exchange ? { kind: "fetched", exchanges: [{ ...exchange, truncated: "disconnect" }] } : outcome;
      },
    });
    await expect(setting.politeness.fetch(PAGE)).resolves.toMatchObject({ kind: "wait", reason: "robots" });
  });
});

describe("a host's turn", () => {
  const inTurn = async (setting: ReturnType<typeof createSetting>) => {
    await setting.politeness.fetch(PAGE);
    setting.pass(2);
  };

  it("is one request at a time, over all instances", async () => {
    const setting = createSetting();
    await inTurn(setting);
    const inside = Promise.withResolvers<void>();
    const first = setting.politeness.fetch({
      ...PAGE,
      prepare: async () => {
        await inside.promise;
        return {};
      },
    });
    await expect(setting.another().fetch(PAGE)).resolves.toMatchObject({ kind: "wait", reason: "busy" });
    inside.resolve();
    await expect(first).resolves.toMatchObject({ kind: "fetched" });
  });

  it("is given back where the request is left, or its preparation fails", async () => {
    const setting = createSetting();
    await inTurn(setting);
    await expect(setting.politeness.fetch({ ...PAGE, prepare: async () => undefined })).resolves.toEqual({
      kind: "left",
    });
    setting.pass(2);
    const prepare = () => Promise.reject(new Error("the table does not answer"));
    await expect(setting.politeness.fetch({ ...PAGE, prepare })).rejects.toThrow("does not answer");
    setting.pass(2);
    await expect(setting.politeness.fetch(PAGE)).resolves.toMatchObject({ kind: "fetched" });
  });

  it("is not to be had while the host asked to be left alone, by seconds or by date", async () => {
    const until = new Date("2026-03-14T10:00:00.000Z");
    const values = ["600", until.toUTCString()];
    for (const value of values) {
      const setting = createSetting({ [PAGE.url]: () => answered(429, "", [["Retry-After", value]]) });
      await inTurn(setting);
      const { waitSeconds } = (await setting.politeness.fetch(PAGE)) as { waitSeconds: number };
      expect(waitSeconds).toBe(value === "600" ? 600 : 1798);
      setting.pass(waitSeconds - 1);
      await expect(setting.politeness.fetch(PAGE)).resolves.toMatchObject({ kind: "wait", reason: "paused" });
      setting.pass(1);
      await expect(setting.politeness.fetch(PAGE)).resolves.toMatchObject({ kind: "fetched" });
    }
  });

  it("opens the circuit of a host that fails again and again: few requests in hours, and one that tries", async () => {
    const setting = createSetting({ [PAGE.url]: () => failed("connection-reset") });
    await inTurn(setting);
    const start = setting.asked.length;
    for (let passed = 0; passed < 6 * 3600; ) {
      const { waitSeconds } = (await setting.politeness.fetch(PAGE)) as { waitSeconds: number };
      setting.pass(Math.max(1, waitSeconds));
      passed += Math.max(1, waitSeconds);
    }
    expect(setting.asked.length - start).toBeLessThan(15);
  });

  it("is not spoiled by what was refused before anything was sent", async () => {
    const setting = createSetting({ [PAGE.url]: () => failed("address-not-allowed") });
    await inTurn(setting);
    await expect(setting.politeness.fetch(PAGE)).resolves.toMatchObject({ kind: "fetched", waitSeconds: 2 });
  });

  it("comes to what is asked for now before what a crawl has brought", async () => {
    const setting = createSetting();
    await inTurn(setting);
    await setting.politeness.fetch(PAGE);
    await expect(setting.politeness.fetch({ ...PAGE, priority: "on-demand" })).resolves.toMatchObject({ kind: "wait" });
    setting.pass(2);
    await expect(setting.politeness.fetch(PAGE)).resolves.toMatchObject({ kind: "wait", reason: "yielding" });
    await expect(setting.politeness.fetch({ ...PAGE, priority: "on-demand" })).resolves.toMatchObject({
      kind: "fetched",
    });
  });
});
