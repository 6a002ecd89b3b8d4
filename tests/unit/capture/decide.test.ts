import { describe, expect, it } from "vitest";
import { decide } from "../../../functions/capture/decide.ts";
import { MAX_ATTEMPTS, retryDelaySeconds } from "../../../functions/capture/retry-policy.ts";
import { FAILURES, type FailureCode, PressmarkError } from "../../../shared/errors.ts";
import { exchangeOf } from "../../support/fixtures.ts";

const redirect = exchangeOf({ status: 302 });

describe("decide", () => {
  it.each([200, 203, 206, 300])("keeps a page that answers %i", (status) => {
    const exchange = exchangeOf({ status });
    expect(decide({ kind: "fetched", exchanges: [redirect, exchange] }, 0, false)).toEqual({
      kind: "settle",
      exchanges: [redirect, exchange],
      failure: undefined,
    });
  });

  it("takes a 304 for an answer only where the one request there was had conditions", () => {
    const exchange = exchangeOf({ status: 304 });
    const alone = { kind: "fetched", exchanges: [exchange] } as const;
    const failure = { code: "bad-response", httpStatus: 304 };
    expect(decide(alone, 0, true)).toMatchObject({ kind: "settle", failure: undefined });
    expect(decide(alone, 0, false)).toMatchObject({ kind: "settle", exchanges: [exchange], failure });
    const redirected = { kind: "fetched", exchanges: [redirect, exchange] } as const;
    expect(decide(redirected, 0, true)).toMatchObject({ kind: "settle", failure });
  });

  it.each([
    [400, "http-client-error"],
    [404, "http-client-error"],
    [410, "http-client-error"],
    [451, "http-client-error"],
  ] as const)("keeps what answers %i, and fails the job with %s at once", (status, code) => {
    const exchange = exchangeOf({ status });
    expect(decide({ kind: "fetched", exchanges: [exchange] }, 0, false)).toMatchObject({
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
      expect(decide(outcome, earlier, false)).toMatchObject({ kind: "retry", failure: { code, httpStatus: status } });
    }
    expect(decide(outcome, MAX_ATTEMPTS - 1, false)).toMatchObject({
      kind: "settle",
      exchanges: outcome.exchanges,
      failure: { code, httpStatus: status },
    });
  });

  it.each(Object.entries(FAILURES) as [FailureCode, { transient: boolean }][])(
    "tries a fetch that failed with %s again only where it may pass: %j",
    (code, { transient }) => {
      const outcome = { kind: "failed", exchanges: [redirect], error: new PressmarkError(code, "why") } as const;
      expect(decide(outcome, 0, false).kind).toBe(transient ? "retry" : "settle");
      expect(decide(outcome, MAX_ATTEMPTS - 1, false)).toEqual({
        kind: "settle",
        exchanges: [redirect],
        failure: { code, message: "why" },
      });
    },
  );
});

describe("retryDelaySeconds", () => {
  it("grows with each attempt", () => {
    expect([1, 2].map((attempt) => retryDelaySeconds(attempt, 0))).toEqual([2, 8]);
  });

  it("is spread over the upper half, in whole seconds, and never nothing", () => {
    for (const attempt of [1, 2, 3]) {
      const [longest, shortest] = [retryDelaySeconds(attempt, 0), retryDelaySeconds(attempt, 0.999999)];
      expect(shortest).toBeGreaterThanOrEqual(1);
      expect(shortest).toBe(longest / 2);
      expect(Number.isInteger(retryDelaySeconds(attempt, 0.3))).toBe(true);
    }
  });
});
