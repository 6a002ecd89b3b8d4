/** The commands as a person runs them: processes with flags, output and exit codes. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { faultsOf } from "../support/read-wacz.ts";
import { makeDataDir } from "./support/archive.ts";
import { articleHtml, html, startWeb, type Web } from "./support/web.ts";

const PROJECT_DIR = resolve(import.meta.dirname, "../..");
const TOKEN = "a-token-of-our-own";

let web: Web;
let dataDir: string;

beforeAll(async () => {
  web = await startWeb();
  dataDir = await makeDataDir();
});

afterAll(async () => {
  await web.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts a command of local/commands and collects what it prints. */
function run(name: string, args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [`local/commands/${name}.ts`, ...args], {
    cwd: PROJECT_DIR,
    env: { ...process.env, npm_lifecycle_event: undefined, ...env },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  return { child, output };
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await once(child, "exit");
  return child.exitCode;
}

async function finish(name: string, args: readonly string[], env: Record<string, string> = {}) {
  const { child, output } = run(name, args, env);
  return { code: await exitOf(child), ...output };
}

it("serves the archive and the sample newspaper until it is told to stop", async () => {
  const { child, output } = run("start", ["--port", "0", "--data", dataDir, "--token", TOKEN]);
  await expect.poll(() => output.stdout, { timeout: 60_000 }).toContain("pressmark ready");
  const [, apiUrl = ""] = /^pressmark ready (http:\/\/127\.0\.0\.1:\d+)$/m.exec(output.stdout) ?? [];
  const [, body = ""] = /-d '(.*)'/.exec(output.stdout) ?? [];
  const response = await fetch(`${apiUrl}/v1/captures`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, prefer: "wait=20" },
    body,
  });
  expect(response.status).toBe(201);
  expect(await response.json()).toMatchObject({ title: "The tide clock at Saltmarsh Quay runs again" });

  const second = await finish("start", ["--port", "0", "--data", dataDir]);
  expect(second).toMatchObject({ code: 2, stderr: expect.stringContaining("runs on") });

  const [, sample = ""] = /sample +(\S+)/.exec(output.stdout) ?? [];
  const archived = await finish("archive", ["--data", dataDir, `${sample}2026/night-ferry`]);
  expect(archived).toMatchObject({ code: 0, stdout: expect.stringContaining("words · article") });

  const wacz = join(dataDir, "ferry.wacz");
  const exported = await finish("export", ["--data", dataDir, wacz, "--url", `${sample}2026/night-ferry`]);
  expect(exported).toMatchObject({ code: 0, stdout: expect.stringContaining("1 page, 1 capture, ") });
  expect(await faultsOf(await readFile(wacz))).toEqual([]);

  const found = await finish("sources", ["--data", dataDir, "find", sample]);
  expect(found).toMatchObject({ code: 0, stdout: expect.stringContaining(`${sample}feed.xml`) });
  const added = await finish("sources", ["--data", dataDir, "--json", "add", `${sample}feed.xml`, "--label", "sample"]);
  const { id } = JSON.parse(added.stdout);
  const opml = await finish("sources", ["--data", dataDir, "export"]);
  expect(opml.stdout).toContain(`<outline text="sample">`);
  expect(await finish("sources", ["--data", dataDir, "remove", id])).toMatchObject({ code: 0 });
  const gone = await finish("sources", ["--data", dataDir, "show", id]);
  expect(gone).toMatchObject({ code: 1, stdout: "", stderr: "There is no source of this id.\n" });

  child.kill("SIGINT");
  expect(await exitOf(child)).toBe(0);
}, 120_000);

it("archives by itself when nothing runs, a line of JSON for each URL, and fails when one fails", async () => {
  const url = web.page("/by-itself", html(articleHtml("Archived by itself")));
  const env = { PRESSMARK_DATA: dataDir, PRESSMARK_ALLOW_PRIVATE: web.hostPort };
  const { code, stdout } = await finish("archive", ["--json", url, `${web.url}/missing`, "ftp://paper.example/"], env);
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    { url, capture: { title: "Archived by itself" } },
    { url: `${web.url}/missing`, error: { code: "http-client-error" } },
    { url: "ftp://paper.example/", error: { code: "url-not-http" } },
  ]);
  expect(code).toBe(1);
}, 60_000);

it("runs one function on a message of events/", async () => {
  const args = ["--data", dataDir, "requisites", "events/requisites-found.sample.json"];
  const { code, stdout } = await finish("invoke", args);
  expect([code, JSON.parse(stdout)]).toEqual([0, { batchItemFailures: [] }]);
}, 60_000);

it.each([
  ["start", ["--port", "many"], "is not a port number"],
  ["start", ["--allow-private", "localhost"], "is not HOST:PORT"],
  ["start", ["--colour", "red"], "Unknown option"],
  ["start", ["what"], "takes no what"],
  ["start", ["--data", "package.json"], "cannot be used as a folder"],
  ["archive", [], "Which URL?"],
  ["invoke", ["capture", "no-such-file.json"], "cannot be read"],
  ["token", ["create"], "Makes a token"],
  ["export", [], "Which file?"],
  ["export", ["a.wacz"], "Say what"],
  ["sources", [], "Which command?"],
  ["sources", ["add", "paper"], "is not an http(s) URL"],
  ["sources", ["list", "--every", "PT5M"], "list takes no --every"],
])("%s %j is told apart in a line, without a stack trace", async (name, args, sentence) => {
  const { code, stderr } = await finish(name, [...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(sentence);
  expect(stderr).not.toContain("    at ");
});
