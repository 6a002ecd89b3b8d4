/** `npm run sources` as a person runs it: processes against one running archive, with the sample newspaper to poll. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REGION } from "../../local/aws-names.ts";
import { noteRunning } from "../../local/commands/running.ts";
import { type SampleSite, startSampleSite } from "../../local/sample-site/sample-site.ts";
import type {
  CoverageView,
  EndListView,
  OpmlImportView,
  RunView,
  SiteSearchView,
  SourceView,
  UploadedListView,
} from "../../shared/api/source-schemas.ts";
import { makeDataDir, startTestArchive, type TestArchive, TOKEN } from "./support/archive.ts";

const PROJECT_DIR = resolve(import.meta.dirname, "../..");
const TODAY = new Date().toISOString().slice(0, 10);

let sample: SampleSite;
let archive: TestArchive;
let dataDir: string;

beforeAll(async () => {
  sample = await startSampleSite({ port: 0 });
  dataDir = await makeDataDir();
  archive = await startTestArchive({ allowPrivate: [sample.hostPort], dataDir, timeScale: 30 });
  const { awsEndpoint: endpoint, credentials, apiUrl } = archive.cloud;
  const aws = { endpoint, region: REGION, tableName: "not-asked-for", ...credentials };
  await noteRunning(dataDir, { pid: process.pid, apiUrl, token: TOKEN, aws });
}, 120_000);

afterAll(async () => {
  await archive?.stop();
  await sample?.stop();
  if (dataDir) await rm(dataDir, { recursive: true, force: true });
});

/** Runs a command to its end. */
async function sources(...args: string[]) {
  const child = spawn(process.execPath, ["local/commands/sources.ts", "--data", dataDir, ...args], {
    cwd: PROJECT_DIR,
    env: { ...process.env, npm_lifecycle_event: undefined },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  const [code] = await once(child, "close");
  return { code, ...output };
}

/** What a command that succeeds says to a person. */
async function said(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await sources(...args);
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
}

/** What a command that succeeds says to a program: a document a line. */
async function documents<T>(...args: string[]): Promise<T[]> {
  const lines = (await said("--json", ...args)).split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as T);
}

async function fileOf(name: string, content: string): Promise<string> {
  const path = join(dataDir, name);
  await writeFile(path, content);
  return path;
}

it("finds what the newspaper declares", async () => {
  const page = `${sample.url}/`;
  const text = await said("find", page);
  expect(text).toMatch(new RegExp(`^feed +${sample.url}/feed\\.xml`, "m"));
  expect(text).toMatch(new RegExp(`^sitemap +${sample.url}/sitemap\\.xml`, "m"));
  const [search] = await documents<SiteSearchView>("find", page);
  expect(search).toMatchObject({ status: "found", url: page });
}, 90_000);

describe("a feed", () => {
  let id: string;

  it("is added, listed and shown", async () => {
    expect(await said("list")).toContain("No sources yet");
    const flags = ["--name", "The Lantern", "--label", "harbour", "--every", "PT1H", "--max-new", "2"];
    const [source] = await documents<SourceView>("add", `${sample.url}/feed.xml`, ...flags);
    expect(source).toMatchObject({
      ...{ type: "feed", name: "The Lantern", labels: ["harbour"], schedule: { every: "PT1H" } },
      scope: { maxNewPerRun: 2 },
    });
    id = source?.id ?? "";
    expect(await said("list")).toMatch(
      new RegExp(`^${id} +feed +active .*The Lantern +${sample.url}/feed\\.xml$`, "m"),
    );
    expect(await said("show", id)).toMatch(/^ {2}schedule +every PT1H$/m);
  });

  it("says in its runs and in coverage where each item went", async () => {
    let run: RunView | undefined;
    const isDone = async () => {
      [run] = await documents<RunView>("runs", id);
      return run?.ledger.waiting === 0;
    };
    await expect.poll(isDone, { timeout: 60_000, interval: 500 }).toBe(true);
    expect(run).toMatchObject({ kind: "poll", outcome: "polled", ledger: { new: 2, captured: 2, addsUp: true } });
    const { seen = 0, late } = run?.ledger ?? {};
    expect(late).toBe(seen - 2);

    const [heading = "", row = ""] = (await said("runs", id)).split("\n");
    expect(heading).toMatch(/ SEEN +NEW .* LATE +WAITING +FAILED$/);
    expect(row).toMatch(new RegExp(`^${run?.id} .* poll +polled +${seen} +2 +0 `));

    const ends = await documents<EndListView["ends"][number]>("ends", id, run?.id ?? "");
    expect(ends.map(({ kind, takenAs }) => `${kind} ${takenAs}`)).toEqual(["captured new", "captured new"]);
    expect(await said("ends", id, run?.id ?? "", "--kind", "failed")).toBe("No such ends.\n");

    const [coverage] = await documents<CoverageView>("coverage", "--from", TODAY);
    expect(coverage?.sources).toMatchObject([{ sourceId: id, name: "The Lantern", polls: { captured: 2 } }]);
    expect(await said("coverage")).toMatch(/^all sources +polls /m);
  }, 90_000);

  it("is paused and resumed", async () => {
    expect(await said("pause", id)).toMatch(/^ {2}state +paused$/m);
    expect(await documents<SourceView>("show", id)).toMatchObject([{ enabled: false, nextPollAt: null }]);
    expect(await said("resume", id)).toMatch(/^ {2}state +active$/m);
  });

  it("is exported as OPML, to a file and to standard output, and imported again", async () => {
    const file = join(dataDir, "ours.opml");
    await said("export", file);
    const opml = await readFile(file, "utf8");
    expect(opml).toContain(`xmlUrl="${sample.url}/feed.xml"`);
    expect(await said("export")).toBe(opml);
    const more = opml.replace("</body>", '<outline text="Mail" xmlUrl="mailto:ana@paper.example"/></body>');
    const [imported] = await documents<OpmlImportView>("import", await fileOf("more.opml", more));
    expect(imported).toMatchObject({
      created: [],
      existing: [{ sourceId: id }],
      skipped: ["mailto:ana@paper.example"],
    });
  });

  it("is removed, and what is removed cannot be shown", async () => {
    expect(await said("remove", id)).toContain(id);
    const gone = { code: 1, stdout: "", stderr: "There is no source of this id.\n" };
    for (const command of ["show", "pause", "remove"]) expect(await sources(command, id)).toMatchObject(gone);
    expect(await said("list")).not.toContain(id);
  });
});

it("keeps one source for a file of URLs, however often it is imported", async () => {
  const file = await fileOf("urls.txt", `# ours\n${sample.firstArticleUrl}\nnot a URL\n`);
  const [first] = await documents<UploadedListView>("import", file);
  expect(first).toMatchObject({ urls: 1, skipped: [{ line: 3 }], source: { type: "list", name: "urls.txt" } });
  const [second] = await documents<UploadedListView>("import", file);
  expect(second?.source.id).toBe(first?.source.id);
  expect(await documents("list")).toHaveLength(1);
  const empty = await sources("import", await fileOf("empty.txt", "# nothing\n"));
  expect(empty).toMatchObject({ code: 1, stdout: "", stderr: "The list holds no http(s) URL.\n" });
  expect(await documents("list")).toHaveLength(1);
});

it.each([
  [[], "Which command?"],
  [["lst"], "There is no command lst"],
  [["add"], "Write: npm run sources -- add URL"],
  [["add", "paper"], "is not an http(s) URL"],
  [["add", "https://paper.example/", "--every", "often"], "--every: "],
  [["add", "https://paper.example/", "--same-host", "--any-host"], "not both"],
  [["list", "--colour", "red"], "Unknown option"],
  [["ends", "one"], "Write: npm run sources -- ends ID RUN"],
  [["import", "no-such-file.opml"], "cannot be read"],
  [["coverage", "--from", "yesterday"], "--from: is not a day"],
])("%j is a slip of the hand: one line, and exit code 2", async (args, sentence) => {
  const { code, stdout, stderr } = await sources(...args);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(sentence);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
});
