/** PATCH /v1/sources/{id}: each setting alone, and what becomes of an override and of the poll under way. */
import { beforeEach, describe, expect, it } from "vitest";
import { AT, later } from "../../support/fixtures.ts";
import { ADMIN, createSetting, FEED } from "./setting.ts";

const RUN = { runId: "a-run", until: later(900_000) };
const ELSEWHERE = "https://paper.example/atom.xml";

let setting: ReturnType<typeof createSetting>;
let id: string;
beforeEach(async () => {
  setting = createSetting();
  id = await setting.create({
    ...{ type: "feed", url: FEED, name: "Paper", labels: ["harbour"], schedule: { every: "PT15M" } },
    scope: { include: ["/news/*"], exclude: ["*.pdf"], sameHost: true, maxNewPerRun: 7, maxAgeDays: 30 },
    ...{ revisits: ["PT1H"], obeyNoarchive: true, ignoreRobots: true },
    resources: "all",
  });
  // As polls have left it: what they know must outlive a change of anything else.
  const stored = await setting.sources.get(id);
  if (!stored) throw new Error("it was just made");
  const known = { etag: '"v1"', bodySha256: "ab", lastPolledAt: AT, nextPollAt: later(60_000), autoSeconds: 777 };
  const source = { ...stored.source, createdAt: "2026-01-01T00:00:00.000Z", updatedAt: "2026-01-01T00:00:00.000Z" };
  await setting.sources.replace({ ...stored, source: { ...source, status: { ...source.status, ...known } } });
});

const patch = (body: unknown, caller = ADMIN) => setting.call(`PATCH /v1/sources/${id}`, { body, caller });
const leaseOf = async () => (await setting.sources.get(id))?.lease;

async function lease(): Promise<void> {
  const stored = await setting.sources.get(id);
  if (stored) await setting.sources.replace({ ...stored, lease: RUN });
}

describe("a change", () => {
  const scope = { include: ["/news/*"], exclude: ["*.pdf"], sameHost: true, maxNewPerRun: 7, maxAgeDays: 30 };

  it.each<[object, object]>([
    [{}, {}],
    [{ name: "Herald" }, { name: "Herald" }],
    [{ labels: [] }, { labels: [] }],
    [{ revisits: [] }, { revisits: [] }],
    [{ obeyNoarchive: false }, { obeyNoarchive: false }],
    [{ resources: "images" }, { resources: "images" }],
    [{ resources: "none" }, { resources: "none" }],
    [{ ignoreRobots: false }, { robotsOverride: undefined }],
    [{ ignoreRobots: true }, {}],
    [{ enabled: true }, {}],
    [{ scope: {} }, {}],
    [{ scope: { include: [] } }, { scope: { ...scope, include: [] } }],
    [{ scope: { exclude: ["/old/*"] } }, { scope: { ...scope, exclude: ["/old/*"] } }],
    [{ scope: { sameHost: false } }, { scope: { ...scope, sameHost: false } }],
    [{ scope: { maxNewPerRun: 9 } }, { scope: { ...scope, maxNewPerRun: 9 } }],
    [{ scope: { maxAgeDays: null } }, { scope: { ...scope, maxAgeDays: undefined } }],
    [{ url: FEED }, {}],
  ])("to %j touches nothing else", async (body, changed) => {
    await lease();
    const before = await setting.stored(id);
    expect((await patch(body)).status).toBe(200);
    expect(await setting.stored(id)).toEqual({ ...before, updatedAt: AT, ...changed });
    expect(await leaseOf()).toEqual(RUN);
  });

  it("of the schedule makes it due anew, and keeps what polls know", async () => {
    const { status } = await setting.stored(id);
    const answer = await patch({ schedule: { every: "PT1H" } });
    expect(answer.body).toMatchObject({ schedule: { every: "PT1H" }, nextPollAt: AT });
    expect((await setting.stored(id)).status).toMatchObject({ etag: status.etag, autoSeconds: status.autoSeconds });
  });

  it("of the address forgets what the old one answered, the override, and the poll under way", async () => {
    await lease();
    const answer = await patch({ url: `${ELSEWHERE}#top` });
    expect(answer.body).toMatchObject({ url: ELSEWHERE, robotsOverride: null, lastPolledAt: null, nextPollAt: AT });
    const { status } = await setting.stored(id);
    expect([status.etag, status.bodySha256]).toEqual([undefined, undefined]);
    expect(await leaseOf()).toBeUndefined();
  });

  it("that pauses ends the poll under way, and nothing is due", async () => {
    await lease();
    await patch({ enabled: false });
    expect(await leaseOf()).toBeUndefined();
    await expect(setting.sources.listDue(new Date(later(86_400_000)), 10)).resolves.toEqual([]);
  });
});

describe("without the admin scope, an override", () => {
  const asCapture = (body: unknown) => patch(body, { token: "cap", scopes: "read capture" });

  it.each<object>([
    { ignoreRobots: true },
    { scope: { sameHost: false } },
    { scope: { include: [] } },
    { scope: { maxNewPerRun: 9 } },
    { name: "Herald", scope: {} },
    { url: ELSEWHERE, ignoreRobots: true },
  ])("is neither asked for nor widened: %j", async (body) => {
    const before = await setting.stored(id);
    const answer = await asCapture(body);
    expect([answer.status, answer.body.code]).toEqual([403, "forbidden"]);
    await expect(setting.stored(id)).resolves.toEqual(before);
  });

  it("is given up, also together with a new scope", async () => {
    const answer = await asCapture({ ignoreRobots: false, scope: { sameHost: false } });
    expect([answer.status, answer.body.robotsOverride]).toEqual([200, null]);
  });

  it("does not come along to another address", async () => {
    const answer = await asCapture({ url: ELSEWHERE });
    expect([answer.status, answer.body.robotsOverride]).toEqual([200, null]);
  });
});

it("keeps who decided on an override, and when, though another asks for it again", async () => {
  const answer = await patch({ ignoreRobots: true }, { token: "eve", scopes: "read capture admin" });
  expect(answer.body.robotsOverride).toEqual({ by: "ada", at: AT });
});
