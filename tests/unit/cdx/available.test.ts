/** What the Wayback Machine's availability API promises. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import { ProblemError } from "../../../shared/api/problems.ts";
import { createSetting, PAGE } from "./setting.ts";

let archive: ReturnType<typeof createSetting>;
beforeEach(() => {
  archive = createSetting();
});

const ask = async (query: string) => archive.get(`/wayback/available?${query}`);

describe("availability", () => {
  it("tells the closest capture: that it is there, its status, address and timestamp", async () => {
    await archive.put(["03-01"], ["03-14"]);
    const reply = await ask("url=paper.example/ferry&timestamp=20260302");
    expect(reply.status).toBe(200);
    expect(reply.json()).toEqual({
      url: "paper.example/ferry",
      archived_snapshots: {
        closest: {
          status: "200",
          available: true,
          url: `https://archive.example/web/20260301120000/${PAGE}`,
          timestamp: "20260301120000",
        },
      },
      timestamp: "20260302",
    });
  });

  it("tells the latest where no timestamp is named", async () => {
    await archive.put(["03-01"], ["03-14"], ["03-15", { quality: "consent-wall" }]);
    const { archived_snapshots, ...rest } = (await ask(`url=${encodeURIComponent(PAGE)}`)).json();
    expect(archived_snapshots.closest.timestamp).toBe("20260314120000");
    expect(rest).toEqual({ url: PAGE });
  });

  it("has no snapshots where there is no capture, or none that may be read", async () => {
    expect((await ask("url=paper.example/ferry")).json()).toEqual({
      url: "paper.example/ferry",
      archived_snapshots: {},
    });
    await archive.put(["03-01"]);
    const scope = { kind: "url", url: PAGE } as const;
    archive.restrictions.push({ id: v7(), effect: "block", scope, reason: "", by: "ana", at: "2026-01-01T00:00:00Z" });
    expect((await ask("url=paper.example/ferry")).json().archived_snapshots).toEqual({});
  });

  it("may be read by scripts of any page", async () => {
    expect((await ask("url=paper.example/ferry")).headers.get("access-control-allow-origin")).toBe("*");
  });

  it.each([
    ["", "bad-request"],
    ["url=paper.example&timestamp=202613", "bad-request"],
    ["url=paper.example&timestamp=now", "bad-request"],
    ["url=ftp://paper.example/", "url-not-http"],
  ])("of %j is a 400", async (query, code) => {
    const reply = await ask(query);
    expect([reply.status, reply.json().code]).toEqual([400, code]);
  });
});

describe("an archive that is not open to all", () => {
  it("asks for a token before it answers any of this", async () => {
    const locked = createSetting({
      door: async (authorization) => {
        if (authorization !== "Bearer ana") throw new ProblemError("archive-locked");
        return { token: "ana", scopes: ["read"] };
      },
    });
    const paths = ["/cdx/search/cdx?url=a.example", "/wayback/available?url=a.example", `/web/timemap/link/${PAGE}`];
    for (const path of paths) {
      const refused = await locked.get(path);
      expect([refused.status, refused.json().code]).toEqual([401, "archive-locked"]);
      expect((await locked.get(path, { authorization: "Bearer ana" })).status).not.toBe(401);
    }
  });
});
