/** What `npm run export` asks for. */
import { describe, expect, it } from "vitest";
import { type ExportFlags, toExportBody } from "../../../local/commands/export-request.ts";
import { UsageError } from "../../../local/commands/settings.ts";

const ID = "019e4d5a-1c1e-7a3b-9d52-3f6f0c1b2a90";

describe("the flags of an export", () => {
  it.each<[ExportFlags, object]>([
    [
      { host: "paper.example", from: "2026-03-01" },
      { host: "paper.example", from: "2026-03-01", requisites: true },
    ],
    [
      { id: [ID], "pages-only": true, title: "One" },
      { ids: [ID], requisites: false, title: "One" },
    ],
    [{ to: "2026-03-01" }, { to: "2026-03-01", requisites: true }],
  ])("%j ask for %j", (flags, body) => {
    expect(toExportBody(flags)).toEqual(body);
  });

  it.each<[ExportFlags, string]>([
    [{}, "Say what"],
    [{ url: "https://paper.example/", host: "paper.example" }, "Say what"],
    [{ id: ["7"] }, "--id: "],
    [{ from: "yesterday" }, "--from: is not an ISO 8601 date"],
  ])("%j are told apart: %s", (flags, sentence) => {
    expect(() => toExportBody(flags)).toThrow(UsageError);
    expect(() => toExportBody(flags)).toThrow(sentence);
  });
});
