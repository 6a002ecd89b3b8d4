import { describe, expect, it } from "vitest";
import { MissingEnvironmentError, readAllowPrivate, readEnv, readMinGapMs, readOwnHosts } from "../../shared/env.ts";
import { ENV, ENV_ALLOW_PRIVATE } from "../../shared/names.ts";

describe("readEnv", () => {
  it("gives back what was asked for, and nothing else", () => {
    const source = { [ENV.tableName]: "archive", [ENV.bucketName]: "bytes", [ENV.stage]: "dev" };
    expect(readEnv(["tableName", "bucketName"], source)).toEqual({ tableName: "archive", bucketName: "bytes" });
  });

  it("names all that is missing or empty at once", () => {
    const read = () => readEnv(["tableName", "bucketName", "contact"], { [ENV.bucketName]: "b", [ENV.contact]: "" });
    expect(read).toThrow(MissingEnvironmentError);
    expect(read).toThrow(`Missing environment: ${ENV.tableName}, ${ENV.contact}`);
  });
});

describe("readAllowPrivate", () => {
  it.each([
    [undefined, []],
    ["", []],
    ["127.0.0.1:4401", ["127.0.0.1:4401"]],
    [" localhost:1 , ,[::1]:2,", ["localhost:1", "[::1]:2"]],
  ])("reads %j as %j", (value, pairs) => {
    expect(readAllowPrivate({ [ENV_ALLOW_PRIVATE]: value })).toEqual(pairs);
  });
});

describe("the settings of what fetches", () => {
  it("are none where nothing is set", () => {
    expect([readOwnHosts({}), readMinGapMs({}), readAllowPrivate({})]).toEqual([[], undefined, []]);
  });

  it("are lists and milliseconds", () => {
    expect(readOwnHosts({ [ENV.ownHosts]: "api.example, archive.example:8443," })).toEqual([
      "api.example",
      "archive.example:8443",
    ]);
    expect(readMinGapMs({ [ENV.minGapMs]: "2500" })).toBe(2500);
  });

  it.each(["soon", "-1", "1.5"])("are refused at start where the gap is %j", (text) => {
    expect(() => readMinGapMs({ [ENV.minGapMs]: text })).toThrow(RangeError);
  });
});
