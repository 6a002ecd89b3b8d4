/** POST /v1/sources/discover: asking what feeds and sitemaps a site has. */
import { beforeEach, describe, expect, it } from "vitest";
import { siteSearchViewSchema } from "../../../shared/api/source-schemas.ts";
import { BASE_URL } from "../../support/http.ts";
import { createSetting, FEED } from "./setting.ts";

const SITE = "https://paper.example/";
const PATH = "POST /v1/sources/discover";
const FOUND = { type: "feed", url: FEED, title: "News", from: "link" } as const;

let setting: ReturnType<typeof createSetting>;
beforeEach(() => {
  setting = createSetting();
});

/** The search ends when its caller looks for the first time. */
function endAs(end: object): void {
  setting.onSent = async (message) => {
    const search = message.kind === "site" ? await setting.searches.get(message.searchId) : undefined;
    if (search) await setting.searches.put({ ...search, ...end });
  };
}

describe("a search", () => {
  it("answers with what was found, and how to have it polled", async () => {
    endAs({ status: "found", found: [FOUND] });
    const answer = await setting.call(PATH, { body: { url: "https://Paper.example#top" } });
    expect(answer.status).toBe(200);
    const search = siteSearchViewSchema.parse(answer.body);
    expect(search).toMatchObject({ url: SITE, status: "found", error: null, found: [FOUND] });
    expect(setting.sent).toEqual([{ version: 1, kind: "site", searchId: search.id, url: SITE }]);
    const made = await setting.call("POST /v1/sources", { body: search.found[0]?.create });
    expect(made.body).toMatchObject({ type: "feed", url: FEED, name: "News" });
    expect((await setting.call(`GET /v1/sources/discover/${search.id}`)).body).toEqual(answer.body);
  });

  it("makes a body of a title that is longer than a name may be", async () => {
    endAs({ status: "found", found: [{ ...FOUND, title: `${"n".repeat(199)}\u{1f4f0}`.repeat(3) }] });
    const { found } = (await setting.call(PATH, { body: { url: SITE } })).body;
    expect(found[0].create.name.isWellFormed()).toBe(true);
    expect((await setting.call("POST /v1/sources", { body: found[0].create })).status).toBe(201);
  });

  it("answers with why nothing could be found", async () => {
    const error = { code: "dns-not-found", message: "No such host" };
    endAs({ status: "failed", error });
    const answer = await setting.call(PATH, { body: { url: SITE } });
    expect([answer.status, answer.body.status, answer.body.error]).toEqual([200, "failed", error]);
  });

  it.each(["wait=0", "wait=1", 'note="a, wait=20", wait=0'])(
    "answers 202 with where to look when it takes longer: %s",
    async (prefer) => {
      const answer = await setting.call(PATH, { body: { url: SITE }, headers: { prefer } });
      expect([answer.status, answer.body.status]).toEqual([202, "searching"]);
      expect(answer.headers.get("location")).toBe(`${BASE_URL}/v1/sources/discover/${answer.body.id}`);
      expect(answer.headers.get("retry-after")).toBe("2");
    },
  );

  it("is refused with 503 where the queue is down", async () => {
    setting.isQueueDown = true;
    const answer = await setting.call(PATH, { body: { url: SITE } });
    expect([answer.status, answer.body.code]).toEqual([503, "frontier-unavailable"]);
  });

  it.each<[unknown, string, Record<string, string>?]>([
    [{ url: "paper" }, "url-invalid"],
    [{ url: "ftp://paper.example/" }, "url-not-http"],
    [{ url: "https://a:b@paper.example/" }, "url-has-credentials"],
    [{ url: `https://paper.example/${"a".repeat(2048)}` }, "url-too-long"],
    [{}, "bad-request"],
    [{ url: SITE, deep: true }, "bad-request"],
    ["{", "not-json"],
    [{ url: SITE }, "bad-preference", { prefer: "wait=long" }],
  ])("for %j is refused with %s", async (body, code, headers = {}) => {
    const answer = await setting.call(PATH, { body, headers });
    expect([answer.status, answer.body.code]).toEqual([400, code]);
    expect(setting.sent).toEqual([]);
  });
});
