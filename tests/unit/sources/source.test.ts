import { describe, expect, it } from "vitest";
import { needsAdmin, patchSource } from "../../../shared/sources/change-source.ts";
import {
  createSourceSchema,
  patchSourceSchema,
  SOURCE_DEFAULTS,
  SOURCE_LIMITS,
  SOURCE_TYPES,
  SUSPENSIONS,
  sourceSchema,
} from "../../../shared/sources/source.ts";
import { ANA, inMinutes, NOW, sourceOf, withStatus } from "./setting.ts";

const LATER = { by: "bo", now: inMinutes(90) };

describe("a request for a source", () => {
  const isTaken = (changes: Record<string, unknown>): boolean =>
    createSourceSchema.safeParse({ type: "feed", url: "https://paper.example/feed.xml", ...changes }).success;

  it.each([
    {},
    ...SOURCE_TYPES.map((type) => ({ type })),
    { schedule: "auto" },
    { schedule: { every: "PT1M" } },
    { schedule: { every: "P30D" } },
    { schedule: { cron: "*/15 6-22 * * 1-5" } },
    { schedule: { cron: "0 6 * * MON", timeZone: "Europe/Berlin" } },
    { schedule: { cron: "0 0 29 2 *" } },
    { scope: {} },
    { scope: { include: ["/politics/*"], exclude: ["*/video/*"], sameHost: true, maxNewPerRun: 1, maxAgeDays: 30 } },
    { scope: { maxAgeDays: null } },
    { revisits: [] },
    { revisits: ["P1Y", "PT5M"] },
    { labels: ["regional", "daily"] },
    { enabled: false },
    { ignoreRobots: true },
  ])("is taken with %j", (changes) => {
    expect(isTaken(changes)).toBe(true);
  });

  it.each([
    { type: "podcast" },
    { url: "/feed.xml" },
    { url: "ftp://paper.example/feed.xml" },
    { url: "https://ana:secret@paper.example/feed.xml" },
    { name: " " },
    { name: "n".repeat(SOURCE_LIMITS.nameLength + 1) },
    { schedule: "hourly" },
    { schedule: { every: "PT59S" } },
    { schedule: { every: "P31D" } },
    { schedule: { every: "1h" } },
    { schedule: { every: "PT1H", cron: "0 * * * *" } },
    { schedule: { cron: "0 6 * *" } },
    { schedule: { cron: "0 0 6 * * *" } },
    { schedule: { cron: "0 0 30 2 *" } },
    { schedule: { cron: "0 ? * * *" } },
    { schedule: { cron: "61 * * * *" } },
    { schedule: { cron: "0 6 * * *", timeZone: "Mars/Olympus" } },
    { scope: { include: ["/a b"] } },
    { scope: { include: [""] } },
    { scope: { exclude: ["a".repeat(SOURCE_LIMITS.patternLength + 1)] } },
    { scope: { maxNewPerRun: 0 } },
    { scope: { depth: 3 } },
    { revisits: ["PT1M"] },
    { revisits: ["PT60M", "PT1H"] },
    { revisits: ["soon"] },
    { labels: ["daily", "daily"] },
    { robotsOverride: { by: "ana", at: "2026-03-14T09:30:00.000Z" } },
    { status: { state: "active" } },
    { id: "mine" },
  ])("is refused with %j", (changes) => {
    expect(isTaken(changes)).toBe(false);
  });

  it("cannot change a type", () => {
    expect(patchSourceSchema.safeParse({ type: "page" }).success).toBe(false);
    expect(patchSourceSchema.safeParse({}).success).toBe(true);
  });
});

describe("a new source", () => {
  it.each(SOURCE_TYPES)("of type %s has every default, and is due at once", (type) => {
    const source = sourceOf({ type });
    expect(source).toMatchObject({
      name: "paper.example",
      schedule: "auto",
      scope: { include: [], exclude: [], sameHost: SOURCE_DEFAULTS.sameHost[type], maxNewPerRun: 500 },
      revisits: ["PT1H", "PT6H", "P1D", "P7D"],
      labels: [],
      enabled: true,
      createdAt: NOW.toISOString(),
      status: { state: "active", nextPollAt: NOW.toISOString(), failures: 0, etagTrusted: true },
    });
    expect(source.robotsOverride).toBeUndefined();
    expect(sourceSchema.parse(source)).toEqual(source);
  });

  it("by cron is due at its first moment, in its own time zone", () => {
    const source = sourceOf({ schedule: { cron: "0 6 * * *", timeZone: "Europe/Berlin" } });
    expect(source.status.nextPollAt).toBe("2026-03-15T05:00:00.000Z");
    expect(sourceOf({ schedule: { cron: "0 6 * * *" } }).status.nextPollAt).toBe("2026-03-15T06:00:00.000Z");
  });

  it("has its revisits in order, and its URL normalised", () => {
    const source = sourceOf({ url: "HTTPS://Paper.example/feed.xml#top", revisits: ["P1D", "PT90M", "PT1H"] });
    expect(source.revisits).toEqual(["PT1H", "PT90M", "P1D"]);
    expect(source.url).toBe("https://paper.example/feed.xml");
  });

  it("made disabled is paused, and due never", () => {
    const { status } = sourceOf({ enabled: false });
    expect(status.state).toBe("paused");
    expect(status.nextPollAt).toBeUndefined();
  });

  it("that ignores robots.txt says who wanted it, and when", () => {
    expect(sourceOf({ ignoreRobots: true }).robotsOverride).toEqual({ by: "ana", at: NOW.toISOString() });
  });
});

describe("a patch", () => {
  const polled = withStatus(sourceOf({ scope: { include: ["/a/*"], maxAgeDays: 7 } }), {
    nextPollAt: inMinutes(60).toISOString(),
    etag: '"one"',
    failures: 3,
    etagTrusted: false,
  });

  it("of nothing changes nothing but the date", () => {
    expect(patchSource(polled, {}, LATER)).toEqual({ ...polled, updatedAt: LATER.now.toISOString() });
  });

  it("changes of a scope what it names", () => {
    const { scope } = patchSource(polled, { scope: { exclude: ["*/video/*"] } }, LATER);
    expect(scope).toEqual({ ...polled.scope, exclude: ["*/video/*"] });
    expect(patchSource(polled, { scope: { maxAgeDays: null } }, LATER).scope.maxAgeDays).toBeUndefined();
  });

  it("to another URL forgets the old one's answers, and polls at once", () => {
    const { status } = patchSource(polled, { url: "https://paper.example/atom.xml" }, LATER);
    expect(status).toMatchObject({ etagTrusted: true, failures: 0, nextPollAt: LATER.now.toISOString() });
    expect(status.etag).toBeUndefined();
  });

  it("pauses, and goes on", () => {
    const paused = patchSource(polled, { enabled: false }, LATER);
    expect(paused.status).toMatchObject({ state: "paused", etag: '"one"' });
    expect(paused.status.nextPollAt).toBeUndefined();
    const resumed = patchSource(paused, { enabled: true }, LATER);
    expect(resumed.status).toMatchObject({ state: "active", failures: 0, nextPollAt: LATER.now.toISOString() });
  });

  it("keeps a paused source paused, whatever else it changes", () => {
    const paused = patchSource(polled, { enabled: false }, LATER);
    const { status } = patchSource(paused, { schedule: { every: "PT1H" }, url: "https://paper.example/b" }, LATER);
    expect(status.state).toBe("paused");
    expect(status.nextPollAt).toBeUndefined();
  });

  it.each(SUSPENSIONS)("ends a suspension (%s) by enabling it or by a new URL, not by anything else", (code) => {
    const suspension = { code, message: "It failed.", at: NOW.toISOString() };
    const suspended = withStatus(polled, { state: "suspended", suspension, nextPollAt: undefined });
    expect(patchSource(suspended, { name: "Paper", schedule: "auto" }, LATER).status).toEqual(suspended.status);
    for (const patch of [{ enabled: true }, { url: "https://paper.example/new.xml" }]) {
      const { status } = patchSource(suspended, patch, LATER);
      expect(status).toMatchObject({ state: "active", nextPollAt: LATER.now.toISOString() });
      expect(status.suspension).toBeUndefined();
    }
  });
});

describe("an override of robots.txt", () => {
  const ignoring = sourceOf({ ignoreRobots: true });

  it("needs an admin to be made, not to be ended", () => {
    expect(needsAdmin({ type: "feed", url: "https://paper.example/", ignoreRobots: true })).toBe(true);
    expect(needsAdmin({ ignoreRobots: true }, sourceOf())).toBe(true);
    expect(needsAdmin({ ignoreRobots: false }, ignoring)).toBe(false);
    expect(needsAdmin({ type: "feed", url: "https://paper.example/" })).toBe(false);
  });

  it("needs an admin to be widened", () => {
    expect(needsAdmin({ scope: { sameHost: false } }, ignoring)).toBe(true);
    expect(needsAdmin({ scope: { sameHost: false } }, sourceOf())).toBe(false);
    expect(needsAdmin({ name: "Paper" }, ignoring)).toBe(false);
  });

  it("keeps who made it, is ended by word, and does not follow to another URL", () => {
    expect(patchSource(ignoring, { ignoreRobots: true }, LATER).robotsOverride?.by).toBe(ANA.by);
    expect(patchSource(ignoring, { ignoreRobots: false }, LATER).robotsOverride).toBeUndefined();
    expect(patchSource(ignoring, { url: "https://other.example/" }, LATER).robotsOverride).toBeUndefined();
  });
});
