import { describe, expect, it } from "vitest";
import { decide } from "../../../functions/capture/decide.ts";
import { hasWaitedTooLong, MAX_ATTEMPTS } from "../../../functions/capture/retry-policy.ts";
import { FAILURES, type FailureCode, PressmarkError } from "../../../shared/errors.ts";
import { exchangeOf } from "../../support/fixtures.ts";

const redirect = exchangeOf({ status: 302 });
const past = (attempts: number, conditional = false, redirects = 0) => ({ attempts, conditional, redirects });

describe("decide", () => {
  it.each([200, 203, 206, 300])("keeps a page that answers %i", (status) => {
    const exchange = exchangeOf({ status });
    expect(decide({ kind: "fetched", exchanges: [redirect, exchange] }, past(0, false))).toEqual({
      kind: "settle",
      exchanges: [redirect, exchange],
      failure: undefined,
    });
  });

  it("takes a 304 for an answer only where the request had conditions", () => {
    const exchange = exchangeOf({ status: 304 });
    const alone = { kind: "fetched", exchanges: [exchange] } as const;
    const failure = { code: "bad-response", httpStatus: 304 };
    expect(decide(alone, past(0, true))).toMatchObject({ kind: "settle", failure: undefined });
    expect(decide(alone, past(0, false))).toMatchObject({ kind: "settle", exchanges: [exchange], failure });
  });

  it.each([
    [400, "http-client-error"],
    [404, "http-client-error"],
    [410, "http-client-error"],
    [451, "http-client-error"],
  ] as const)("keeps what answers %i, and fails the job with %s at once", (status, code) => {
    const exchange = exchangeOf({ status });
    expect(decide({ kind: "fetched", exchanges: [exchange] }, past(0, false))).toMatchObject({
      kind: "settle",
      exchanges: [exchange],
      failure: { code, httpStatus: status },
    });
  });

  it.each([
    [429, "http-throttled"],
    [500, "http-server-error"],
    [503, "http-server-error"],
    [599, "http-server-error"],
  ] as const)("tries again what answers %i, until the attempts are used up", (status, code) => {
    const outcome = { kind: "fetched", exchanges: [exchangeOf({ status })] } as const;
    for (let earlier = 0; earlier < MAX_ATTEMPTS - 1; earlier += 1) {
      expect(decide(outcome, past(earlier))).toMatchObject({ kind: "retry", failure: { code, httpStatus: status } });
    }
    expect(decide(outcome, past(MAX_ATTEMPTS - 1))).toMatchObject({
      kind: "settle",
      exchanges: outcome.exchanges,
      failure: { code, httpStatus: status },
    });
  });

  it.each(Object.entries(FAILURES) as [FailureCode, { transient: boolean }][])(
    "tries a fetch that failed with %s again only where it may pass: %j",
    (code, { transient }) => {
      const outcome = { kind: "failed", exchanges: [redirect], error: new PressmarkError(code, "why") } as const;
      expect(decide(outcome, past(0, false)).kind).toBe(transient ? "retry" : "settle");
      expect(decide(outcome, past(MAX_ATTEMPTS - 1))).toEqual({
        kind: "settle",
        exchanges: [redirect],
        failure: { code, message: "why" },
      });
    },
  );
});

describe("a redirect", () => {
  const outcome = { kind: "redirected", exchanges: [redirect], to: "https://b.example/", cookies: [] } as const;

  it("is kept and followed, whatever failed before", () => {
    expect(decide(outcome, past(2, false, 9))).toEqual({ ...outcome, kind: "follow" });
  });

  it("fails the job after so many, and is kept all the same", () => {
    expect(decide(outcome, past(0, false, 10))).toMatchObject({
      kind: "settle",
      exchanges: [redirect],
      failure: { code: "too-many-redirects" },
    });
  });
});

describe("hasWaitedTooLong", () => {
  it("is true before SQS would forget the message", () => {
    const request = { requestedAt: "2026-03-01T00:00:00.000Z" };
    expect(hasWaitedTooLong(request, new Date("2026-03-12T23:59:59.000Z"))).toBe(false);
    expect(hasWaitedTooLong(request, new Date("2026-03-13T00:00:01.000Z"))).toBe(true);
  });
});
