/** `npm run sources`, from what is typed to what is printed, with the API's real handlers. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "../../../local/commands/api-client.ts";
import { UsageError } from "../../../local/commands/settings.ts";
import type { SourceView } from "../../../shared/api/source-schemas.ts";
import { listKey } from "../../../shared/names.ts";
import { AT, later } from "../../support/fixtures.ts";
import { startApi } from "./setting.ts";

const FEED = "https://paper.example/feed.xml";

let api: Awaited<ReturnType<typeof startApi>>;
let folder: string;
beforeEach(async () => {
  api = await startApi();
  folder = await mkdtemp(join(tmpdir(), "pressmark-sources-"));
});
afterEach(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command and returns the first document that a program gets. */
async function document(...args: string[]): Promise<SourceView> {
  return (await api.run(...args)).documents?.[0] as SourceView;
}

async function fileOf(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe("add", () => {
  it("makes a feed with all defaults", async () => {
    const told = await api.run("add", FEED);
    expect(told.documents).toMatchObject([{ type: "feed", url: FEED, schedule: "auto" }]);
    expect(told.text).toContain(`  url        ${FEED}\n`);
    expect(told.text).toContain("  next poll  2026-03-14T09:30Z\n");
  });

  it("makes what its flags say", async () => {
    const flags = [
      ...["--type", "page", "--name", "Harbour news", "--label", "harbour", "--label", "news"],
      ...["--cron", "0 6 * * *", "--zone", "Europe/Berlin", "--include", "/news/*", "--exclude", "*.pdf"],
      ...["--max-new", "20", "--max-age-days", "30", "--any-host", "--ignore-robots"],
      ...["--obey-noarchive", "--resources", "images"],
    ];
    await expect(document("add", "https://paper.example/", ...flags)).resolves.toMatchObject({
      ...{ type: "page", name: "Harbour news", labels: ["harbour", "news"] },
      schedule: { cron: "0 6 * * *", timeZone: "Europe/Berlin" },
      scope: { include: ["/news/*"], exclude: ["*.pdf"], sameHost: false, maxNewPerRun: 20, maxAgeDays: 30 },
      robotsOverride: { by: "ada", at: AT },
      obeyNoarchive: true,
      resources: "images",
    });
    await expect(document("add", FEED, "--every", "PT15M", "--same-host")).resolves.toMatchObject({
      schedule: { every: "PT15M" },
      scope: { sameHost: true },
    });
  });
});

describe("a source", () => {
  it("is listed, shown, paused, resumed and removed", async () => {
    expect((await api.run("list")).text).toContain("No sources yet");
    const { id } = await document("add", FEED, "--name", "Paper");
    expect((await api.run("list")).text).toBe(
      [
        "ID                                    TYPE  STATE   NEXT POLL          NAME   URL",
        `${id}  feed  active  2026-03-14T09:30Z  Paper  ${FEED}`,
        "",
      ].join("\n"),
    );
    expect((await api.run("pause", id)).text).toMatch(/state +paused\n(?:.*\n)*? +next poll +-\n/);
    expect((await document("show", id)).state).toBe("paused");
    expect((await document("resume", id)).state).toBe("active");
    await expect(api.run("remove", id)).resolves.toMatchObject({ documents: [{ removed: id }] });
    await expect(api.run("show", id)).rejects.toThrow(new ApiError("There is no source of this id."));
  });

  it("says what is wrong with it", async () => {
    const { id } = await document("add", FEED);
    const stored = await api.sources.sources.get(id);
    if (!stored) throw new Error("it was just made");
    const suspension = { code: "keeps-failing" as const, message: "for two weeks", at: AT };
    const status = { ...stored.source.status, state: "suspended" as const, suspension, lastFailure: "timeout" };
    await api.sources.sources.replace({ ...stored, source: { ...stored.source, status } });
    const { text } = await api.run("show", id);
    expect(text).toMatch(/suspended +2026-03-14T09:30Z, keeps-failing: for two weeks\n/);
    expect(text).toMatch(/last failure +timeout\n/);
  });

  it("cannot play with the terminal by its name", async () => {
    await api.sources.create({ type: "feed", url: FEED, name: "Paper\u001b[2J\u202eRed" });
    for (const { text } of [await api.run("list"), await api.run("show", (await document("list")).id)]) {
      expect(text).toContain("Paper [2J Red");
      for (const unruly of ["\u001b", "\u202e"]) expect(text).not.toContain(unruly);
    }
  });

  it("is on the list, however many pages that has", async () => {
    for (let index = 0; index < 101; index += 1) await api.sources.create({ type: "list", name: `List ${index}` });
    expect((await api.run("list")).documents).toHaveLength(101);
  });
});

describe("runs", () => {
  it("says where each item went, newest run first", async () => {
    const { id } = await document("add", FEED);
    const ledger = { seen: 6, new: 4, known: 1, overLimit: 1, captured: 1, failed: { timeout: 2, "too-large": 1 } };
    const first = await api.ledger.addRun(id, { ledger });
    const second = await api.ledger.addRun(id, {
      ...{ startedAt: later(3_600_000), outcome: "failed", error: { code: "not-a-feed", message: "a page" } },
    });
    const [heading, ...rows] = (await api.run("runs", id)).text.trimEnd().split("\n");
    expect(heading?.split(/ {2,}/)).toEqual([
      ...["RUN", "STARTED", "KIND", "OUTCOME", "SEEN", "NEW", "CHANGED", "KNOWN", "CAPTURED", "UNCHANGED", "DENIED"],
      ...["OUT OF SCOPE", "LATE", "WAITING", "FAILED"],
    ]);
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
      [second.id, "2026-03-14T10:30Z", "poll", "failed: not-a-feed", ..."0".repeat(11)],
      [first.id, "2026-03-14T09:30Z", "poll", "polled", ..."6401100010", "3 (timeout 2, too-large 1)"],
    ]);
  });

  it("reads as many as are asked for, and no more", async () => {
    const { id } = await document("add", FEED);
    expect((await api.run("runs", id)).text).toBe("No runs yet.\n");
    for (let index = 0; index < 130; index += 1) await api.ledger.addRun(id, { startedAt: later(index) });
    expect((await api.run("runs", id)).documents).toHaveLength(20);
    expect((await api.run("runs", id, "--limit", "120")).documents).toHaveLength(120);
    expect(api.requests.slice(-2).map((request) => /limit=\d+/.exec(request)?.[0])).toEqual(["limit=100", "limit=20"]);
  });

  it("says so when the numbers do not add up", async () => {
    const { id } = await document("add", FEED);
    await api.ledger.addRun(id, { ledger: { seen: 2, new: 1, captured: 1 } });
    expect((await api.run("runs", id)).text).toContain("DOES NOT ADD UP");
  });
});

describe("ends", () => {
  it("says how each item of a run ended, and why, all of them or those of a kind", async () => {
    const { id } = await document("add", FEED);
    const run = await api.ledger.addRun(id);
    expect((await api.run("ends", id, run.id)).text).toBe("No such ends.\n");
    const failed = { kind: "failed", code: "http-client-error", message: "404\u001b[2J" } as const;
    await api.ledger.addEnd(run, { ...failed, url: "https://paper.example/gone" });
    for (let index = 0; index < 130; index += 1) await api.ledger.addEnd(run);
    expect((await api.run("ends", id, run.id)).documents).toHaveLength(131);
    const { text, documents } = await api.run("ends", id, run.id, "--kind", "failed");
    expect(documents).toMatchObject([{ ...failed, url: "https://paper.example/gone" }]);
    expect(text.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
      ["ENDED", "KIND", "TAKEN AS", "URL", "WHY"],
      ["2026-03-14T09:30Z", "failed", "new", "https://paper.example/gone", "http-client-error: 404 [2J"],
      [""],
    ]);
    const unknown = api.run("ends", id, "nope");
    await expect(unknown).rejects.toThrow("There is no run of this id");
  });
});

describe("coverage", () => {
  it("has a row for each source and one for all, revisits apart", async () => {
    const { id } = await document("add", FEED, "--name", "Paper");
    await api.ledger.addRun(id, { ledger: { seen: 3, new: 2, known: 1, captured: 2 } });
    const day = { id: "revisits-2026-03-14", kind: "revisits", startedAt: "2026-03-14T00:00:00.000Z" } as const;
    await api.ledger.addRun(id, { ...day, ledger: { seen: 1, changed: 1, unchanged: 1 } });
    const [first, , , ...rows] = (await api.run("coverage", "--to", "2026-03-14")).text.trimEnd().split("\n");
    expect(first).toBe("2026-03-08 to 2026-03-14: 2 runs, 0 of them failed");
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
      ["Paper", "polls", ..."32012000000"],
      ["Paper", "revisits", ..."10100100000"],
      ["all sources", "polls", ..."32012000000"],
      ["all sources", "revisits", ..."10100100000"],
    ]);
    expect(api.requests.at(-1)).toBe("GET /v1/coverage?to=2026-03-14");
  });
});

describe("find", () => {
  it("waits for a search that takes longer than a call, and prints what was found", async () => {
    let looks = 0;
    api.sources.onSent = async (message) => {
      looks += 1;
      const search = message.kind === "site" ? await api.sources.searches.get(message.searchId) : undefined;
      const found = [{ type: "feed", url: FEED, title: "News", from: "link" } as const];
      if (search && looks > 2) await api.sources.searches.put({ ...search, status: "found", found });
    };
    const { text, failed, documents } = await api.run("find", "https://paper.example/");
    expect(failed).toBe(false);
    expect(text).toContain(`TYPE  URL                             TITLE\nfeed  ${FEED}  News\n`);
    expect(documents).toMatchObject([{ found: [{ create: { type: "feed", url: FEED } }] }]);
  });

  it("fails where the site could not be asked", async () => {
    const error = { code: "dns-not-found", message: "No such host" };
    api.sources.onSent = async (message) => {
      const search = message.kind === "site" ? await api.sources.searches.get(message.searchId) : undefined;
      if (search) await api.sources.searches.put({ ...search, status: "failed", error });
    };
    await expect(api.run("find", "https://paper.example/")).resolves.toMatchObject({
      failed: true,
      text: "✗ https://paper.example/\n  dns-not-found: No such host\n",
    });
  });
});

describe("import", () => {
  it.each(["feeds.opml", "FEEDS.XML"])("makes feeds of %s, and tells what it left out", async (name) => {
    const outlines = `<outline text="News" xmlUrl="${FEED}"/><outline text="Mail" xmlUrl="mailto:x"/>`;
    const file = await fileOf(name, `<opml version="2.0"><body>${outlines}</body></opml>`);
    expect((await api.run("import", file)).text).toBe(
      `1 source made, 0 there already, 1 skipped\n  + News  ${FEED}\n  no http(s) URL: mailto:x\n`,
    );
    expect((await api.run("import", file)).text).toMatch(/^0 sources made, 1 there already/);
  });

  it("makes one source of a list of URLs, named after its file, whose list later imports replace", async () => {
    const file = await fileOf("urls.txt", `${FEED}\nnope\n`);
    const first = await api.run("import", file, "--label", "mine", "--max-new", "5");
    const [source, ...more] = (await api.run("list")).documents as SourceView[];
    expect(source).toMatchObject({ type: "list", name: "urls.txt", labels: ["mine"], scope: { maxNewPerRun: 5 } });
    expect(more).toEqual([]);
    expect(first.text).toBe(`urls.txt: 1 URL taken\n  ${source?.id}\n  line 2 is left out, url-invalid: nope\n`);
    await writeFile(file, `${FEED}?two\n`);
    await api.run("import", file, "--label", "ours");
    expect((await api.run("list")).documents).toMatchObject([{ id: source?.id, labels: ["ours"] }]);
    const list = api.sources.objects.stored.get(listKey(source?.id ?? ""));
    expect(Buffer.from(list ?? []).toString()).toBe(`${FEED}?two\n`);
    await api.run("import", file, "--name", "Other");
    expect((await api.run("list")).documents).toHaveLength(2);
  });

  it("takes no settings for an OPML list: its sources are many", async () => {
    const file = await fileOf("feeds.opml", "");
    await expect(api.run("import", file, "--name", "x")).rejects.toThrow(
      new UsageError("An OPML list takes no --name"),
    );
  });

  it("leaves no source behind where the list cannot be taken", async () => {
    const file = await fileOf("empty.txt", "# none\n");
    await expect(api.run("import", file)).rejects.toThrow(new ApiError("The list holds no http(s) URL."));
    expect((await api.run("list")).documents).toEqual([]);
  });
});

it("exports feeds to standard output or a file, which import takes", async () => {
  await api.run("add", FEED, "--name", "Paper");
  const { text, documents } = await api.run("export");
  expect([text.includes(`xmlUrl="${FEED}"`), documents]).toEqual([true, undefined]);
  const file = join(folder, "out.opml");
  expect((await api.run("export", file)).text).toContain(file);
  expect(await readFile(file, "utf8")).toBe(text);
  expect((await api.run("import", file)).text).toMatch(/^0 sources made, 1 there already/);
  await expect(api.run("export", join(folder, "no", "out.opml"))).rejects.toThrow(UsageError);
});
