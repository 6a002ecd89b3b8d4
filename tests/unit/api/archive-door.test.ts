/** Who may read by the protocols of web archives, and how a token is sent by the clients that there are. */
import { describe, expect, it, vi } from "vitest";
import { createArchiveDoor } from "../../../shared/api/archive-door.ts";
import { type Scheme, tokenOf } from "../../../shared/api/credentials.ts";
import type { Scope } from "../../../shared/names.ts";

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString("base64")}`;

describe("the token of an Authorization header", () => {
  it.each<[string, Scheme, string]>([
    ["Bearer pm_a", "bearer", "pm_a"],
    ["bearer   pm_a", "bearer", "pm_a"],
    ["LOW anything:pm_a", "low", "pm_a"],
    ["low pm_a", "low", "pm_a"],
    [basic("reader:pm_a"), "basic", "pm_a"],
    [basic(":pm:a"), "basic", "pm:a"],
  ])("is read from %j", (authorization, scheme, token) => {
    expect(tokenOf(authorization, [scheme])).toBe(token);
  });

  it.each<[string | undefined, readonly Scheme[]]>([
    [undefined, ["bearer", "low", "basic"]],
    ["", ["bearer", "low", "basic"]],
    ["pm_a", ["bearer", "low", "basic"]],
    ["Bearer pm_a b", ["bearer"]],
    ["Digest pm_a", ["bearer", "low", "basic"]],
    [basic("reader:pm_a"), ["bearer", "low"]],
    [basic("reader:"), ["basic"]],
    ["LOW key:", ["low"]],
  ])("is none in %j for %j", (authorization, schemes) => {
    expect(tokenOf(authorization, schemes)).toBeUndefined();
  });
});

describe("the archive's door", () => {
  const find = vi.fn(async (token: string) => {
    const scopes: Record<string, Scope[]> = { pm_reader: ["read"], pm_crawler: ["capture"] };
    return scopes[token] && { name: token.slice(3), scopes: scopes[token] };
  });

  it("is open to anyone where the archive is public, without looking a token up", async () => {
    find.mockClear();
    await expect(createArchiveDoor("public", { find })("Bearer pm_x")).resolves.toEqual({ token: "", scopes: [] });
    expect(find).not.toHaveBeenCalled();
  });

  it.each([basic("me:pm_reader"), "Bearer pm_reader", "LOW me:pm_reader"])("opens to a reader by %j", async (sent) => {
    await expect(createArchiveDoor("token", { find })(sent)).resolves.toEqual({ token: "reader", scopes: ["read"] });
  });

  it.each([undefined, "Bearer pm_x", basic("pm_reader:")])("has a browser ask for a token after %j", async (sent) => {
    await expect(createArchiveDoor("token", { find })(sent)).rejects.toMatchObject({
      statusCode: 401,
      headers: { "WWW-Authenticate": 'Basic realm="archive", charset="UTF-8"' },
      problem: { code: "archive-locked" },
    });
  });

  it("stays shut to a token that may not read", async () => {
    await expect(createArchiveDoor("token", { find })("Bearer pm_crawler")).rejects.toMatchObject({ statusCode: 403 });
  });
});
