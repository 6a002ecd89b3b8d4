/** The lists that archivists read, from the request to the answer. */

import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import { createReadable } from "../../../shared/api/readable.ts";
import { articleListSchema, captureListSchema } from "../../../shared/api/schemas.ts";
import type { ArticleQuery } from "../../../shared/index/article-list.ts";
import { createMemoryObjects, createObserverDouble, setHandlerEnv } from "../../support/doubles.ts";
import { AT, captureOf, later, restrictionOf } from "../../support/fixtures.ts";
import { type Call, call } from "../../support/http.ts";
import { createMemoryCrawl } from "../../support/memory-crawl-stores.ts";
import { createMemoryPages } from "../../support/memory-pages.ts";
import { createMemoryRestrictions } from "../../support/memory-restrictions.ts";
import { createMemoryCaptures, createMemoryJobs } from "../../support/memory-stores.ts";

setHandlerEnv();
const { createHandler } = await import("../../../functions/retrieve/handler.ts");

const PAGE = "https://paper.example/ferry";

let captures: ReturnType<typeof createMemoryCaptures>;
/** What the list of articles was asked for, and where it says that it goes on. */
let queries: ArticleQuery[];
let after: string | undefined;

beforeEach(() => {
  [captures, queries, after] = [createMemoryCaptures(), [], undefined];
  restrictions = createMemoryRestrictions();
});

let restrictions: ReturnType<typeof createMemoryRestrictions>;

const get = (path: string, options?: Call) => {
  const listArticles = async (query: ArticleQuery) => {
    queries.push(query);
    return { rows: [{ id: v7(), url: PAGE, capturedAt: AT, title: "The ferry ran late" }], after };
  };
  const deps = {
    jobs: createMemoryJobs(),
    pages: createMemoryPages(),
    captures,
    objects: createMemoryObjects(),
    listArticles,
    readable: createReadable(restrictions, () => new Date()),
    ...createMemoryCrawl(),
  };
  return call(createHandler(deps, createObserverDouble()), `GET ${path}`, options);
};

describe("the captures of a URL", () => {
  it("are paged by a cursor that only this list takes", async () => {
    const put = [0, 1, 2].map((ms) => captureOf({ url: PAGE, capturedAt: later(ms) }));
    for (const capture of put) await captures.put(capture);
    const first = await get("/v1/captures", { query: { url: PAGE, limit: "2" } });
    expect(captureListSchema.parse(first.body)).toEqual(first.body);
    const cursor: string = first.body.nextCursor;
    const second = await get("/v1/captures", { query: { url: PAGE, limit: "2", cursor } });
    const ids = [...first.body.captures, ...second.body.captures].map(({ id }: { id: string }) => id);
    expect(ids).toEqual(put.map(({ id }) => id).toReversed());
    expect(second.body.nextCursor).toBeNull();
    const other = await get("/v1/captures", { query: { url: "https://herald.example/", cursor } });
    expect([other.status, other.body.code]).toEqual([400, "bad-cursor"]);
  });

  it.each([
    [{}, "bad-request"],
    [{ url: "ferry" }, "url-invalid"],
    [{ url: "ftp://paper.example/" }, "url-not-http"],
    [{ url: PAGE, limit: "0" }, "bad-request"],
    [{ url: PAGE, limit: "101" }, "bad-request"],
    [{ url: PAGE, limit: "many" }, "bad-request"],
    [{ url: PAGE, limit: "0x5" }, "bad-request"],
    [{ url: PAGE, limit: "1e1" }, "bad-request"],
    [{ url: PAGE, limit: " 5" }, "bad-request"],
    [{ url: PAGE, limit: "" }, "bad-request"],
    [{ url: PAGE, limit: "9".repeat(400) }, "bad-request"],
    [{ url: PAGE, sort: "up" }, "bad-request"],
    [{ url: PAGE, cursor: "next" }, "bad-cursor"],
  ])("are refused for %j with %s", async (query: Record<string, string>, code) => {
    const answer = await get("/v1/captures", { query });
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });
});

describe("the articles", () => {
  it.each([
    ["a day, whole", { from: "2026-03-14", to: "2026-03-14" }, "2026-03-14T00:00:00.000Z", "2026-03-15T00:00:00.000Z"],
    [
      "moments, to their millisecond",
      { from: "2026-03-14T10:30:00+01:00", to: "2026-03-14T09:30:00.412Z" },
      "2026-03-14T09:30:00.000Z",
      "2026-03-14T09:30:00.413Z",
    ],
    ["all time", { from: "0000-01-01", to: "9999-12-31" }, "0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"],
    [
      "times that a zone pushes over the edge of the calendar",
      { from: "0000-01-01T00:00:00+02:00", to: "9999-12-31T23:59:59-02:00" },
      "0000-01-01T00:00:00.000Z",
      "9999-12-31T23:59:59.999Z",
    ],
  ])("are asked for from and to %s", async (_, query, from, to) => {
    expect((await get("/v1/articles", { query })).status).toBe(200);
    expect(queries).toMatchObject([{ from, to, limit: 20 }]);
  });

  it.each([
    ["www.Paper.example", "paper.example"],
    ["paper.example:8080", "paper.example:8080"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["[2001:db8::1]", "[2001:db8::1]"],
  ])("of host %s are those of %s", async (host, listed) => {
    const answer = await get("/v1/articles", { query: { host, source: "harbour" } });
    expect(articleListSchema.parse(answer.body)).toEqual(answer.body);
    expect(queries).toMatchObject([{ host: listed, source: "harbour" }]);
  });

  it("go on where the cursor says, in the same list only", async () => {
    after = `20260314093000000 ${v7()}`;
    const { nextCursor: cursor } = (await get("/v1/articles", { query: { host: "paper.example" } })).body;
    await get("/v1/articles", { query: { host: "www.paper.example", cursor, limit: "5" } });
    expect(queries[1]).toMatchObject({ after, limit: 5 });
    const answer = await get("/v1/articles", { query: { cursor } });
    expect([answer.status, answer.body.code]).toEqual([400, "bad-cursor"]);
  });

  it.each<Record<string, string>>([
    { host: "paper.example/ferry" },
    { host: "a b" },
    { host: "ana@paper.example" },
    { host: "paper.example?x" },
    { host: "" },
    { source: "" },
    { from: "yesterday" },
    { from: "2026-02-30" },
    { to: "2026-03-14T09:30" },
    { limit: "-1" },
    { limit: "0x5" },
    { limit: "5.0" },
    { day: "2026-03-14" },
  ])("are refused for %j", async (query) => {
    const answer = await get("/v1/articles", { query });
    expect([answer.status, answer.body.code]).toEqual([400, "bad-request"]);
    expect(queries).toEqual([]);
  });
});

it("neither list shows what is kept from readers", async () => {
  const [open, blocked] = [captureOf({ url: PAGE }), captureOf({ url: PAGE, capturedAt: later(1) })];
  await captures.put(open);
  await captures.put(blocked);
  await restrictions.put(restrictionOf({ scope: { kind: "capture", captureId: blocked.id, url: PAGE } }));
  const { body } = await get("/v1/captures", { query: { url: PAGE } });
  expect(body.captures.map(({ id }: { id: string }) => id)).toEqual([open.id]);
  await restrictions.put(restrictionOf({ scope: { kind: "prefix", url: "https://paper.example/" } }));
  expect((await get("/v1/articles")).body.articles).toEqual([]);
});
