/** What every function that answers HTTP does alike: tokens, scopes, errors, one log line. */
import { beforeEach, describe, expect, it } from "vitest";
import { createHttpHandler, json, type RouteHandler } from "../../../shared/api/http-handler.ts";
import { problemSchema } from "../../../shared/api/problems.ts";
import { BadCursorError } from "../../../shared/index/cursor.ts";
import { createObserverDouble } from "../../support/doubles.ts";
import { type Call, call } from "../../support/http.ts";

const JOB = "GET /v1/jobs/7";
const READER = { token: "ana", scopes: "read" };

let observer: ReturnType<typeof createObserverDouble>;
beforeEach(() => {
  observer = createObserverDouble();
});

function ask(target: string, options: Call, job: RouteHandler = async () => json(200, { ok: true })) {
  const other: RouteHandler = async () => json(200, {});
  const handler = createHttpHandler(
    "retrieve",
    {
      "GET /v1/jobs/{id}": job,
      "GET /v1/captures": other,
      "GET /v1/captures/{id}": other,
      "GET /v1/captures/{id}/resources": other,
      "GET /v1/captures/{id}/{form}": other,
      "GET /v1/articles": other,
      "GET /v1/sources/{id}/runs": other,
      "GET /v1/sources/{id}/runs/{runId}/ends": other,
      "GET /v1/coverage": other,
      "GET /v1/openapi.json": other,
    },
    observer,
  );
  return call(handler, target, options);
}

describe("a caller", () => {
  it.each([
    ["nobody knows", null],
    ["has no name", { token: "", scopes: "read" }],
  ])("that %s gets 401, and is told how to ask", async (_, caller) => {
    const answer = await ask(JOB, { caller });
    expect(answer.status).toBe(401);
    expect(problemSchema.parse(answer.body)).toMatchObject({ code: "unauthorized", status: 401 });
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer /);
  });

  it.each([
    "GET /v1/jobs/7/",
    "GET /v1/captures/",
    "GET /v1/captures/7/",
    "GET /v1/captures/7/text/",
    "GET /v1/articles/",
  ])("without a token gets nothing by a path that only ends in a slash: %s", async (target) => {
    // API Gateway sends such a path to $default, which has no authorizer; middy's router takes it for the route.
    const answer = await ask(target, { caller: null });
    expect([answer.status, answer.body.code]).toEqual([401, "unauthorized"]);
  });

  it.each(["", "capture", "admin", "reader"])("with the scopes %j gets 403 where read is needed", async (scopes) => {
    const answer = await ask(JOB, { caller: { token: "ana", scopes } });
    expect([answer.status, answer.body.code]).toEqual([403, "forbidden"]);
    expect(answer.headers.has("www-authenticate")).toBe(false);
  });

  it("with the scope gets the answer, and the route gets to know who calls and from where", async () => {
    const seen: unknown[] = [];
    const answer = await ask(JOB, { caller: READER }, async ({ caller, baseUrl, event }) => {
      seen.push(caller, baseUrl, event.pathParameters);
      return json(200, { ok: true });
    });
    expect([answer.status, answer.body]).toEqual([200, { ok: true }]);
    expect(seen).toEqual([{ token: "ana", scopes: ["read"] }, "https://archive.example", { id: "7" }]);
  });

  it("needs no token for what is public", async () => {
    expect((await ask("GET /v1/openapi.json", { caller: null })).status).toBe(200);
  });

  it("gets 404 for what is no route, token or none", async () => {
    for (const caller of [null, READER]) {
      const answer = await ask("GET /v2/jobs", { caller });
      expect([answer.status, answer.body.code]).toEqual([404, "not-found"]);
    }
  });
});

describe("an error", () => {
  it("that nobody foresaw is a 500 that tells nothing of the inside, and is logged whole", async () => {
    const failure = new Error("ResourceNotFound: table pressmark-dev at 10.0.0.7");
    const answer = await ask(JOB, { caller: READER }, async () => {
      throw failure;
    });
    expect(answer.status).toBe(500);
    expect(problemSchema.parse(answer.body)).toMatchObject({ code: "internal", status: 500 });
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(JSON.stringify(answer.body)).not.toMatch(/pressmark-dev|10\.0\.0\.7|at .*\.ts/);
    expect(observer.outcomes).toMatchObject([{ outcome: "failed", code: "internal", error: failure }]);
  });

  it("over a cursor is a 400 that says so", async () => {
    const answer = await ask(JOB, { caller: READER }, async () => {
      throw new BadCursorError("The cursor is not readable.");
    });
    expect([answer.status, answer.body.code]).toEqual([400, "bad-cursor"]);
    expect(answer.body.detail).toBe("The cursor is not readable.");
  });
});

describe("the log", () => {
  it.each([
    ["answered", JOB, READER, undefined],
    ["refused", JOB, null, "unauthorized"],
    ["refused", "GET /v2", READER, "not-found"],
  ])("has one line for each request: %s %s", async (outcome, target, caller, code) => {
    await ask(target, { caller, query: { url: "https://paper.example/?secret" } });
    expect(observer.outcomes).toMatchObject([{ outcome, code, ms: expect.any(Number) }]);
    expect(JSON.stringify(observer.outcomes)).not.toContain("secret");
    expect(observer.flushes).toBe(1);
  });
});
