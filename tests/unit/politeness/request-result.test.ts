/** What the end of a fetch means for its host. */
import { expect, it } from "vitest";
import type { FailureCode } from "../../../shared/errors.ts";
import { requestResultOf } from "../../../shared/politeness/request-result.ts";
import { answered, failed, redirected } from "./setting.ts";

const NOW = new Date("2026-03-14T09:30:00.000Z");

it.each([
  [200, [], { kind: "ok" }],
  [304, [], { kind: "ok" }],
  [404, [], { kind: "ok" }],
  [500, [], { kind: "server-error" }],
  [503, [], { kind: "server-error" }],
  [503, [["Retry-After", "120"]], { kind: "retry-after", seconds: 120 }],
  [429, [["Retry-After", "Sat, 14 Mar 2026 09:31:00 GMT"]], { kind: "retry-after", seconds: 60 }],
  [429, [], { kind: "retry-after", seconds: undefined }],
  [429, [["Retry-After", "soon"]], { kind: "retry-after", seconds: undefined }],
  [999, [], { kind: "ok" }],
] as const)("%i with %j is %j", (status, headers, result) => {
  expect(requestResultOf(answered(status, "", headers), NOW)).toEqual(result);
});

it.each<[FailureCode, string]>([
  ["timeout", "failed"],
  ["connection-reset", "failed"],
  ["dns-not-found", "failed"],
  ["bad-response", "failed"],
  ["bad-redirect", "ok"],
  ["address-not-allowed", "ok"],
  ["port-not-allowed", "ok"],
])("a fetch that failed with %s is %s", (code, kind) => {
  expect(requestResultOf(failed(code), NOW)).toEqual({ kind });
});

it("a redirect is an answer", () => {
  expect(requestResultOf(redirected("https://b.example/"), NOW)).toEqual({ kind: "ok" });
});
