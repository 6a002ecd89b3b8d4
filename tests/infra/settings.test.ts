import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findContact, findStage, SettingsError } from "../../infra/stages.ts";

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
