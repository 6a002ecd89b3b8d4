import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  findArchiveAccess,
  findContact,
  findMinGapMs,
  findOwnHosts,
  findStage,
  SettingsError,
} from "../../infra/stages.ts";

const APP = join(import.meta.dirname, "../../infra/app.ts");

describe("the stage", () => {
  it("lets dev alone delete data", () => {
    expect([findStage("dev").mayDeleteData, findStage("prod").mayDeleteData]).toEqual([true, false]);
  });

  it.each(["production", "", "constructor", undefined, 3])("names the stages there are when given %j", (name) => {
    expect(() => findStage(name)).toThrow(SettingsError);
    expect(() => findStage(name)).toThrow(/-c stage=dev or -c stage=prod/);
  });
});

describe("the contact", () => {
  it("has to be given in prod, where sites will see it", () => {
    expect(() => findContact(findStage("prod"), undefined)).toThrow(/-c contact=/);
    expect(() => findContact(findStage("prod"), "")).toThrow(/-c contact=/);
  });

  it("has a default in dev", () => {
    expect(findContact(findStage("dev"), undefined)).toMatch(/^https:/);
  });

  it.each(["https://archive.example/bot", "http://archive.example", "mail@archive.example"])("may be %s", (contact) => {
    expect(findContact(findStage("prod"), contact)).toBe(contact);
  });

  it.each([
    "ftp://archive.example",
    "nobody",
    "https://a.example/(x)",
    "a@b.example (me)",
    "https://a.example/\r\nx: y",
    7,
  ])("may not be %j, which is no address or would end the User-Agent's comment", (contact) => {
    expect(() => findContact(findStage("prod"), contact)).toThrow(SettingsError);
  });
});

describe("further hosts of the API", () => {
  it("are read from a list, and there need be none", () => {
    expect(findOwnHosts("archive.example, api.archive.example:8443")).toEqual([
      "archive.example",
      "api.archive.example:8443",
    ]);
    expect(findOwnHosts(undefined)).toEqual([]);
  });

  it.each(["https://archive.example", "archive.example/v1", "a b"])("may not be %j", (hosts) => {
    expect(() => findOwnHosts(hosts)).toThrow(SettingsError);
  });
});

describe("the gap between two requests to a host", () => {
  it("is the archive's own unless it is set, in seconds", () => {
    expect([findMinGapMs(undefined), findMinGapMs("2.5")]).toEqual([undefined, 2500]);
  });

  it.each(["0", "0.1", "soon", "3600"])("may not be %j", (seconds) => {
    expect(() => findMinGapMs(seconds)).toThrow(/from 1 to 60/);
  });
});

describe("node infra/app.ts", () => {
  it("says in one line what is wrong with a setting, and fails", () => {
    const run = spawnSync(process.execPath, [APP], {
      encoding: "utf8",
      env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ stage: "live" }) },
    });
    expect(run.status).toBe(1);
    expect(run.stderr.trim()).toBe('There is no stage "live". Use -c stage=dev or -c stage=prod.');
  });
});

describe("who may read by the protocols of web archives", () => {
  it("is whoever has a token, unless the operator opens the archive", () => {
    expect([findArchiveAccess(findStage("dev"), undefined), findArchiveAccess(findStage("prod"), "")]).toEqual([
      "token",
      "token",
    ]);
    expect(findArchiveAccess(findStage("prod"), "public")).toBe("public");
  });

  it("may not be anything else", () => {
    expect(() => findArchiveAccess(findStage("dev"), "open")).toThrow(/public and token/);
  });
});
