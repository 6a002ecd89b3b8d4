/** Sources over HTTP: made, read, listed, changed, removed, and by whom. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import { ROUTES, routeKey } from "../../../shared/api/routes.ts";
import { sourceListSchema, sourceViewSchema } from "../../../shared/api/source-schemas.ts";
import { AT } from "../../support/fixtures.ts";
import { BASE_URL } from "../../support/http.ts";
import { ADMIN, createSetting, FEED, READER } from "./setting.ts";

let setting: ReturnType<typeof createSetting>;
beforeEach(() => {
  setting = createSetting();
});

describe("a source that is made", () => {
  it("has every default filled in, is due at once, and says where it is", async () => {
    const answer = await setting.call("POST /v1/sources", { body: { type: "feed", url: `${FEED}#top` } });
    expect(answer.status).toBe(201);
    const source = sourceViewSchema.strict().parse(answer.body);
    const self = `${BASE_URL}/v1/sources/${source.id}`;
    expect(answer.headers.get("location")).toBe(self);
    expect(source).toMatchObject({
      ...{ type: "feed", url: FEED, name: "paper.example", schedule: "auto", enabled: true, state: "active" },
      ...{ nextPollAt: AT, lastPolledAt: null, failures: 0, lastFailure: null, silentSince: null, suspension: null },
      ...{ robotsOverride: null, obeyNoarchive: false, resources: "none", createdAt: AT, updatedAt: AT },
      scope: { include: [], exclude: [], sameHost: false },
      links: { self, runs: `${self}/runs`, articles: `${BASE_URL}/v1/articles?source=${source.id}` },
    });
    expect((await setting.call(`GET /v1/sources/${source.id}`, { caller: READER })).body).toEqual(source);
  });

  it("does not show what polls remember of its answers", async () => {
    const id = await setting.create();
    const stored = await setting.sources.get(id);
    if (!stored) throw new Error("it was just made");
    const status = { ...stored.source.status, etag: '"v1"', bodySha256: "ab", lastModified: AT };
    await setting.sources.replace({ ...stored, source: { ...stored.source, status } });
    const { body } = await setting.call(`GET /v1/sources/${id}`);
    expect(sourceViewSchema.strict().parse(body)).toEqual(body);
    expect(JSON.stringify(body)).not.toMatch(/v1\\"|bodySha256|lastModified/);
  });

  it("shows why it is not polled any more", async () => {
    const id = await setting.create();
    const stored = await setting.sources.get(id);
    if (!stored) throw new Error("it was just made");
    const suspension = { code: "gone" as const, message: "410 for a week", at: AT };
    const status = { ...stored.source.status, state: "suspended" as const, suspension, nextPollAt: undefined };
    await setting.sources.replace({ ...stored, source: { ...stored.source, status } });
    const { body } = await setting.call(`GET /v1/sources/${id}`);
    expect(body).toMatchObject({ state: "suspended", suspension, nextPollAt: null });
  });

  it.each<[string, unknown, string]>([
    ["no JSON", "{", "not-json"],
    ["no url", { type: "feed" }, "bad-request"],
    ["a list without url and name", { type: "list" }, "bad-request"],
    ["a type that there is not", { type: "blog", url: FEED }, "bad-request"],
    ["credentials in its url", { type: "feed", url: "https://a:b@paper.example/" }, "bad-request"],
    ["a schedule faster than discover wakes", { type: "feed", url: FEED, schedule: { every: "PT30S" } }, "bad-request"],
    ["a cron that never comes", { type: "feed", url: FEED, schedule: { cron: "0 0 31 2 *" } }, "bad-request"],
    ["what nobody knows", { type: "feed", url: FEED, colour: "red" }, "bad-request"],
  ])("is refused for %s", async (_, body, code) => {
    const answer = await setting.call("POST /v1/sources", { body });
    expect([answer.status, answer.body.code]).toEqual([400, code]);
    expect((await setting.call("GET /v1/sources")).body.sources).toEqual([]);
  });
});

describe("an override of robots.txt", () => {
  const body = { type: "feed", url: FEED, ignoreRobots: true };

  it("needs the admin scope, and is on record with who asked for it", async () => {
    const refused = await setting.call("POST /v1/sources", { body });
    expect([refused.status, refused.body.code]).toEqual([403, "forbidden"]);
    expect(refused.body.detail).toContain("admin");
    const made = await setting.call("POST /v1/sources", { body, caller: ADMIN });
    expect(made.body.robotsOverride).toEqual({ by: "ada", at: AT });
  });

  it("is neither added nor widened without the admin scope, but may be given up", async () => {
    const plain = await setting.create();
    const added = await setting.call(`PATCH /v1/sources/${plain}`, { body: { ignoreRobots: true } });
    expect([added.status, added.body.code]).toEqual([403, "forbidden"]);
    const id = await setting.create(body);
    const widened = await setting.call(`PATCH /v1/sources/${id}`, { body: { scope: { sameHost: false } } });
    expect([widened.status, widened.body.code]).toEqual([403, "forbidden"]);
    const renamed = await setting.call(`PATCH /v1/sources/${id}`, { body: { name: "Paper" } });
    expect(renamed.body).toMatchObject({ name: "Paper", robotsOverride: { by: "ada" } });
    const given = await setting.call(`PATCH /v1/sources/${id}`, { body: { ignoreRobots: false } });
    expect([given.status, given.body.robotsOverride]).toEqual([200, null]);
  });
});

describe("the list of sources", () => {
  it("is paged, oldest first, by a cursor that only this list takes", async () => {
    const ids = [await setting.create(), await setting.create(), await setting.create()];
    const first = await setting.call("GET /v1/sources", { query: { limit: "2" }, caller: READER });
    expect(sourceListSchema.parse(first.body)).toEqual(first.body);
    const query = { limit: "2", cursor: first.body.nextCursor };
    const second = await setting.call("GET /v1/sources", { query });
    expect([...first.body.sources, ...second.body.sources].map(({ id }) => id)).toEqual(ids);
    expect(second.body.nextCursor).toBeNull();
  });

  it.each<[Record<string, string>, string]>([
    [{ limit: "0" }, "bad-request"],
    [{ limit: "101" }, "bad-request"],
    [{ order: "name" }, "bad-request"],
    [{ cursor: "next" }, "bad-cursor"],
  ])("is refused for %j with %s", async (query, code) => {
    const answer = await setting.call("GET /v1/sources", { query });
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });
});

describe("a change", () => {
  it("leaves what it does not name", async () => {
    const id = await setting.create({ type: "feed", url: FEED, labels: ["harbour"], scope: { include: ["/news/*"] } });
    const answer = await setting.call(`PATCH /v1/sources/${id}`, { body: { scope: { maxNewPerRun: 5 } } });
    expect(answer.body).toMatchObject({ labels: ["harbour"], scope: { include: ["/news/*"], maxNewPerRun: 5 } });
  });

  it("pauses a source, which frees it of its poll, and resumes it", async () => {
    const id = await setting.create();
    await lease(id);
    const paused = await setting.call(`PATCH /v1/sources/${id}`, { body: { enabled: false } });
    expect(paused.body).toMatchObject({ state: "paused", nextPollAt: null, enabled: false });
    expect((await setting.sources.get(id))?.lease).toBeUndefined();
    const resumed = await setting.call(`PATCH /v1/sources/${id}`, { body: { enabled: true } });
    expect(resumed.body).toMatchObject({ state: "active", nextPollAt: AT });
  });

  it("of its name lets the poll under way go on; of its address does not", async () => {
    const id = await setting.create();
    await lease(id);
    await setting.call(`PATCH /v1/sources/${id}`, { body: { name: "Paper" } });
    expect((await setting.sources.get(id))?.lease?.runId).toBe("a-run");
    await setting.call(`PATCH /v1/sources/${id}`, { body: { url: "https://paper.example/atom.xml" } });
    expect((await setting.sources.get(id))?.lease).toBeUndefined();
  });

  it("is made of the source as it is, when a poll ends at the same moment", async () => {
    const id = await setting.create();
    let others = 2;
    setting.beforeReplace = async () => {
      others -= 1;
      if (others >= 0) await touch(id, `poll ${others}`);
    };
    const answer = await setting.call(`PATCH /v1/sources/${id}`, { body: { labels: ["late"] } });
    expect([answer.status, answer.body.labels, answer.body.lastFailure]).toEqual([200, ["late"], "poll 0"]);
  });

  it("is given up with 409 where others change the source all the time", async () => {
    const id = await setting.create();
    setting.beforeReplace = () => touch(id, "again");
    const answer = await setting.call(`PATCH /v1/sources/${id}`, { body: { labels: ["late"] } });
    expect([answer.status, answer.body.code]).toEqual([409, "source-changed"]);
  });

  it.each([[{ type: "sitemap" }], [{ url: "ftp://paper.example/" }], [{ scope: { maxNewPerRun: 0 } }]])(
    "to %j is refused",
    async (body) => {
      const id = await setting.create();
      const answer = await setting.call(`PATCH /v1/sources/${id}`, { body });
      expect([answer.status, answer.body.code]).toEqual([400, "bad-request"]);
    },
  );

  async function lease(id: string): Promise<void> {
    const stored = await setting.sources.get(id);
    if (stored) await setting.sources.replace({ ...stored, lease: { runId: "a-run", until: AT } });
  }

  async function touch(id: string, lastFailure: string): Promise<void> {
    const stored = await setting.sources.get(id);
    if (!stored) return;
    const status = { ...stored.source.status, lastFailure };
    await setting.sources.replace({ ...stored, source: { ...stored.source, status } });
  }
});

it("is gone once it is removed", async () => {
  const id = await setting.create();
  const answer = await setting.call(`DELETE /v1/sources/${id}`);
  expect([answer.status, answer.body]).toEqual([204, ""]);
  expect((await setting.call(`GET /v1/sources/${id}`)).status).toBe(404);
  expect((await setting.call(`DELETE /v1/sources/${id}`)).status).toBe(404);
});

// DynamoDB refuses keys that are too long, and that must not look like a failure of ours.
describe.each([
  ["no id", "nope"],
  ["the id of none", v7()],
  ["an endless id", "x".repeat(3000)],
])("%s", (_, id) => {
  it.each([
    ["GET", "", "source-not-found"],
    ["PATCH", "", "source-not-found"],
    ["DELETE", "", "source-not-found"],
    ["PUT", "/list", "source-not-found"],
    ["GET discover", "", "site-search-not-found"],
  ])("is a 404 to %s …%s", async (method, end, code) => {
    const [verb, folder] = method.split(" ");
    const path = `/v1/sources/${folder ? `${folder}/` : ""}${id}${end}`;
    const body = verb === "PUT" ? `${FEED}\n` : {};
    const answer = await setting.call(`${verb} ${path}`, { body });
    expect([answer.status, answer.body.code]).toEqual([404, code]);
  });
});

describe("a token", () => {
  const routes = ROUTES.filter((route) => route.function === "sources");

  it.each(routes.map((route) => [routeKey(route), route.access] as const))("for %s needs %s", async (key, access) => {
    const target = key.replace("{id}", v7());
    const scopes = access === "read" ? "capture admin" : "read admin";
    const answer = await setting.call(target, { body: {}, caller: { token: "x", scopes } });
    expect([answer.status, answer.body.code]).toEqual([403, "forbidden"]);
    expect((await setting.call(target, { body: {}, caller: null })).status).toBe(401);
  });
});
