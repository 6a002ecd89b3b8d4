import { describe, expect, it } from "vitest";
import { createJobIds } from "../../../functions/submit/job-id.ts";
import { MAX_WAIT_SECONDS, waitSecondsOf } from "../../../shared/api/prefer.ts";
import { ProblemError } from "../../../shared/api/problems.ts";

const problemOf = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    return error instanceof ProblemError ? error.problem.code : String(error);
  }
  return undefined;
};

describe("waitSecondsOf", () => {
  it.each([
    [undefined, 0],
    ["", 0],
    ["wait=20", 20],
    ["Wait = 7", 7],
    ['wait="5"', 5],
    ["wait=0", 0],
    ["respond-async, wait=10", 10],
    ["wait=10; foo=bar", 10],
    ["wait=3, wait=9", 3],
    ["respond-async", 0],
    ["waiting=9", 0],
    ['note="a, wait=9", wait=4', 4],
    ['note="a; wait=9"', 0],
    [String.raw`note="a \", wait=9", wait=4`, 4],
    ['note="a=b", wait="4"; why="x, y"', 4],
    ['wait=4; why="x, wait=9"', 4],
    // A quote that never ends takes the rest with it.
    ['note="a, wait=9', 0],
    ["wait=3600", MAX_WAIT_SECONDS],
    ["wait=99999999999999999999", MAX_WAIT_SECONDS],
  ])("reads %j as %i seconds", (prefer, seconds) => {
    expect(waitSecondsOf(prefer)).toBe(seconds);
  });

  it.each(["wait", "wait=", "wait=soon", "wait=-1", "wait=1.5", "wait=1e2", "wait=0x5", "wait=4=4", 'wait="4, 5"'])(
    "refuses %j",
    (prefer) => {
      expect(problemOf(() => waitSecondsOf(prefer))).toBe("bad-preference");
    },
  );
});

describe("createJobIds", () => {
  it("gives every URL a job of its own without a key", () => {
    const jobIdAt = createJobIds("ana", undefined);
    expect(new Set([0, 0, 1].map(jobIdAt)).size).toBe(3);
  });

  it("gives one caller's key the same jobs again, and nobody else's", () => {
    const ids = (caller: string, key: string) => [0, 1].map(createJobIds(caller, key));
    expect(ids("ana", "k1")).toEqual(ids("ana", "k1"));
    const all = [...ids("ana", "k1"), ...ids("ben", "k1"), ...ids("ana", "k2"), ...ids('ana","k', "1")];
    expect(new Set(all).size).toBe(8);
  });

  it.each([
    ["", true],
    ["k".repeat(256), true],
    ["k".repeat(255), false],
  ])("refuses an empty key and one over 255 characters", (key, refused) => {
    expect(problemOf(() => createJobIds("ana", key))).toBe(refused ? "bad-idempotency-key" : undefined);
  });
});
