/** Taking down, embargoing, erasing and lifting over HTTP. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import type { ErasureRequested } from "../../../events/erasure-requested.ts";
import { restrictionListSchema, restrictionViewSchema } from "../../../shared/api/restriction-schemas.ts";
import { createObserverDouble, setHandlerEnv } from "../../support/doubles.ts";
import { AT, captureOf, later, restrictionOf } from "../../support/fixtures.ts";
import { type Call, call } from "../../support/http.ts";
import { createMemoryRestrictions } from "../../support/memory-restrictions.ts";
import { createMemoryCaptures } from "../../support/memory-stores.ts";

setHandlerEnv();
const { createHandler } = await import("../../../functions/restrictions/handler.ts");

const ADMIN = { token: "ana", scopes: "read capture admin" };
const BLOCK = { effect: "block", url: "https://paper.example/ferry", reason: "A court said so." };

let restrictions: ReturnType<typeof createMemoryRestrictions>;
let captures: ReturnType<typeof createMemoryCaptures>;
let sent: ErasureRequested[];
let queueWorks: boolean;

beforeEach(() => {
  [restrictions, captures, sent, queueWorks] = [createMemoryRestrictions(), createMemoryCaptures(), [], true];
});

const ask = (route: string, options: Call = {}) => {
  const sendErasure = async (message: ErasureRequested) => {
    if (!queueWorks) throw new Error("throttled");
    sent.push(message);
  };
  const deps = { restrictions, captures, sendErasure, now: () => new Date(AT) };
  return call(createHandler(deps, createObserverDouble()), route, { caller: ADMIN, ...options });
};
const post = (body: unknown, options: Call = {}) => ask("POST /v1/restrictions", { body, ...options });

describe("a restriction", () => {
  it("holds from the moment that it is asked for, and says who asked, and why", async () => {
    const { status, body, headers } = await post(BLOCK);
    expect(status).toBe(201);
    expect(restrictionViewSchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({ effect: "block", reason: "A court said so.", at: AT, inForce: true, lifted: null });
    expect(headers.get("location")).toBe(body.links.self);
    await expect(restrictions.ofSite("https://paper.example/")).resolves.toHaveLength(1);
  });

  it("is lifted, once, and stays on record", async () => {
    const { body: made } = await post(BLOCK);
    const { status, body } = await ask(`POST /v1/restrictions/${made.id}/lift`);
    expect([status, body]).toMatchObject([200, { inForce: false, lifted: { at: AT } }]);
    await ask(`POST /v1/restrictions/${made.id}/lift`);
    await expect(restrictions.get(made.id)).resolves.toMatchObject({ reason: "A court said so.", lifted: { at: AT } });
  });

  it("of one capture names its URL, so that it is found by its site", async () => {
    const capture = captureOf();
    await captures.put(capture);
    const { body } = await post({ effect: "block", captureId: capture.id, reason: "Names a child." });
    expect(body.scope).toEqual({ kind: "capture", captureId: capture.id, url: capture.url });
  });

  it("ends by itself where it is an embargo", async () => {
    const { body } = await post({ ...BLOCK, effect: "embargo", until: "2030-01-01T00:00:00+01:00" });
    expect(body.until).toBe("2029-12-31T23:00:00.000Z");
  });
});

describe("an erasure", () => {
  it("is queued before it is written down, and cannot be lifted", async () => {
    const { status, body } = await post({ ...BLOCK, effect: "erase" });
    expect([status, body.erasure]).toEqual([202, { status: "running", captures: 0, bytes: 0 }]);
    expect(sent).toMatchObject([{ version: 1, restriction: { id: body.id, scope: body.scope, effect: "erase" } }]);
    const lift = await ask(`POST /v1/restrictions/${body.id}/lift`);
    expect([lift.status, lift.body.code]).toEqual([409, "erased-for-good"]);
  });

  it("is not accepted where it cannot be queued", async () => {
    queueWorks = false;
    const { status, body } = await post({ ...BLOCK, effect: "erase" });
    expect([status, body.code]).toEqual([503, "queue-unavailable"]);
    await expect(restrictions.ofSite("https://paper.example/")).resolves.toEqual([]);
  });
});

describe("what is asked wrongly", () => {
  it.each([
    [{ ...BLOCK, reason: " " }, "bad-request"],
    [{ ...BLOCK, reason: "x".repeat(501) }, "bad-request"],
    [{ ...BLOCK, prefix: "https://paper.example/" }, "bad-request"],
    [{ effect: "block", reason: "None." }, "bad-request"],
    [{ ...BLOCK, effect: "embargo" }, "bad-request"],
    [{ ...BLOCK, effect: "erase", until: "2030-01-01T00:00:00Z" }, "bad-request"],
    [{ ...BLOCK, effect: "hide" }, "bad-request"],
    [{ ...BLOCK, until: AT }, "until-is-past"],
    [{ ...BLOCK, url: "ftp://paper.example/" }, "url-not-http"],
  ])("%j is refused", async (body, code) => {
    const answer = await post(body);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });

  it("of a capture or a restriction that there is not is 404", async () => {
    const missing = await post({ effect: "block", captureId: v7(), reason: "Gone." });
    expect([missing.status, missing.body.code]).toEqual([404, "capture-not-found"]);
    for (const route of [
      `GET /v1/restrictions/${v7()}`,
      `POST /v1/restrictions/${v7()}/lift`,
      "GET /v1/restrictions/x",
    ]) {
      expect((await ask(route)).body.code).toBe("restriction-not-found");
    }
  });

  it.each(["read capture", "read"])("by a token with %j only is 403", async (scopes) => {
    expect((await post(BLOCK, { caller: { token: "ben", scopes } })).status).toBe(403);
    expect((await ask("GET /v1/restrictions", { caller: { token: "ben", scopes } })).status).toBe(403);
  });
});

describe("the list", () => {
  it("has all, newest first, in pages, or those of one site", async () => {
    const put = [0, 1, 2].map((ms) => restrictionOf({ scope: { kind: "url", url: `https://s${ms}.example/` } }, ms));
    for (const restriction of put) await restrictions.put(restriction);
    const first = await ask("GET /v1/restrictions", { query: { limit: "2" } });
    expect(restrictionListSchema.parse(first.body)).toEqual(first.body);
    const second = await ask("GET /v1/restrictions", { query: { limit: "2", cursor: first.body.nextCursor } });
    const ids = [...first.body.restrictions, ...second.body.restrictions].map(({ id }: { id: string }) => id);
    expect(ids).toEqual(put.map(({ id }) => id).reverse());
    const ofSite = await ask("GET /v1/restrictions", { query: { url: "https://s1.example/page" } });
    expect(ofSite.body.restrictions.map(({ id }: { id: string }) => id)).toEqual([put[1]?.id]);
    expect(later(1)).toBe(ofSite.body.restrictions[0].at);
  });
});
