/** What a source may not be: each bad field of a request is named by its path, and nothing is made or changed. */
import { beforeEach, describe, expect, it } from "vitest";
import { createSetting, FEED } from "./setting.ts";

let setting: ReturnType<typeof createSetting>;
beforeEach(() => {
  setting = createSetting();
});

/** Fields of a request, and where their problem is. */
const BAD: [object, string][] = [
  [{ url: "ftp://paper.example/" }, "url"],
  [{ url: "https://ana:secret@paper.example/" }, "url"],
  [{ url: 5 }, "url"],
  [{ name: "" }, "name"],
  [{ name: "n".repeat(201) }, "name"],
  [{ schedule: "daily" }, "schedule"],
  [{ schedule: {} }, "schedule"],
  [{ schedule: { every: "PT30S" } }, "schedule.every"],
  [{ schedule: { every: "P31D" } }, "schedule.every"],
  [{ schedule: { every: "PT5M", cron: "0 6 * * *" } }, "schedule"],
  [{ schedule: { cron: "0 0 31 2 *" } }, "schedule"],
  [{ schedule: { cron: "0 6 * * *", timeZone: "Mars/Olympus" } }, "schedule"],
  [{ labels: "harbour" }, "labels"],
  [{ labels: ["harbour", " harbour "] }, "labels"],
  [{ name: "half \ud83d" }, "name"],
  [{ labels: ["\ud83d"] }, "labels.0"],
  [{ scope: { include: ["/\ud83d*"] } }, "scope.include.0"],
  [{ labels: ["harbour", ""] }, "labels.1"],
  [{ labels: Array.from({ length: 21 }, (_, index) => `${index}`) }, "labels"],
  [{ scope: { include: ["/news/*", "a b"] } }, "scope.include.1"],
  [{ scope: { exclude: ["/".repeat(301)] } }, "scope.exclude.0"],
  [{ scope: { sameHost: "yes" } }, "scope.sameHost"],
  [{ scope: { maxNewPerRun: 0 } }, "scope.maxNewPerRun"],
  [{ scope: { maxNewPerRun: 10_001 } }, "scope.maxNewPerRun"],
  [{ scope: { maxAgeDays: 0.5 } }, "scope.maxAgeDays"],
  [{ scope: { depth: 3 } }, "scope"],
  [{ revisits: ["PT1H", "PT1M"] }, "revisits.1"],
  [{ revisits: ["PT60M", "PT1H"] }, "revisits"],
  [{ enabled: "no" }, "enabled"],
  [{ ignoreRobots: 1 }, "ignoreRobots"],
  [{ obeyNoarchive: null }, "obeyNoarchive"],
  [{ resources: "some" }, "resources"],
  [{ colour: "red" }, ""],
];

describe.each(BAD)("%j", (fields, path) => {
  it(`is a problem of "${path}" when a source is made`, async () => {
    const answer = await setting.call("POST /v1/sources", { body: { type: "feed", url: FEED, ...fields } });
    expect([answer.status, answer.body.code]).toEqual([400, "bad-request"]);
    expect(answer.body.issues.map((issue: { path: string }) => issue.path)).toEqual([path]);
    expect(answer.body.detail.startsWith(path)).toBe(true);
    expect(answer.body.detail).not.toContain("secret");
    expect((await setting.call("GET /v1/sources")).body.sources).toEqual([]);
  });

  it(`is a problem of "${path}" when one is changed`, async () => {
    const id = await setting.create();
    const before = await setting.stored(id);
    const answer = await setting.call(`PATCH /v1/sources/${id}`, { body: fields });
    expect([answer.status, answer.body.code]).toEqual([400, "bad-request"]);
    expect(answer.body.issues.map((issue: { path: string }) => issue.path)).toEqual([path]);
    await expect(setting.stored(id)).resolves.toEqual(before);
  });
});

it.each<[object, string]>([
  [{ type: "blog", url: FEED }, "type"],
  [{ url: FEED }, "type"],
  [{ type: "feed" }, "url"],
  [{ type: "list" }, "name"],
])("%j is no source that can be made: %s", async (body, path) => {
  const answer = await setting.call("POST /v1/sources", { body });
  expect(answer.status).toBe(400);
  expect(answer.body.issues.map((issue: { path: string }) => issue.path)).toContain(path);
});

it("names every bad field at once", async () => {
  const body = { type: "feed", url: "paper", name: "", scope: { maxNewPerRun: 0 } };
  const { issues } = (await setting.call("POST /v1/sources", { body })).body;
  expect(issues.map((issue: { path: string }) => issue.path)).toEqual(["url", "name", "scope.maxNewPerRun"]);
});

it.each(["POST /v1/sources", "PATCH"])("%s takes no body that is not JSON", async (target) => {
  const id = await setting.create();
  for (const body of ["{", "", undefined, Buffer.from("url=paper")]) {
    const answer = await setting.call(target === "PATCH" ? `PATCH /v1/sources/${id}` : target, { body });
    expect([answer.status, answer.body.code]).toEqual([400, "not-json"]);
  }
});

it.each(["0x5", "1e1", "5.0", "+5", " 5", "", "101", "9".repeat(400)])("%j is no length of a list", async (limit) => {
  const answer = await setting.call("GET /v1/sources", { query: { limit } });
  expect([answer.status, answer.body.code]).toEqual([400, "bad-request"]);
  expect(answer.body.issues).toEqual([{ path: "limit", message: "is not a whole number from 1 to 100" }]);
});
