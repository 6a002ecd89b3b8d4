/** `npm run extract` as a person runs it: a process with a file or a stream, its output and its exit code. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";

const PROJECT_DIR = resolve(import.meta.dirname, "../..");
const FIXTURE = "tests/fixtures/articles/plain-essay";
const PAGE_URL = "https://walks.example/essays/paper-map";

async function run(args: readonly string[], input: string | Buffer = "") {
  const child = spawn(process.execPath, ["local/commands/extract.ts", ...args], { cwd: PROJECT_DIR });
  child.stdin.end(input);
  const outputs = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, "close");
  const [stdout, stderr] = await outputs;
  return { code, stdout, stderr };
}

it("prints a page's Markdown, and nothing else", async () => {
  const expected = await readFile(`${FIXTURE}/expected.md`, "utf8");
  expect(await run([`${FIXTURE}/page.html`, "--url", PAGE_URL])).toEqual({ code: 0, stdout: expected, stderr: "" });
});

it("decodes a page as its server, or it itself, says", async () => {
  // "Привет" in windows-1251.
  const page = Buffer.concat([Buffer.from("<p>"), Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2])]);
  const args = ["-", "--url", PAGE_URL, "--json", "--content-type", "text/html; charset=windows-1251"];
  const { code, stdout, stderr } = await run(args, page);
  expect(JSON.parse(stdout)).toMatchObject({ url: PAGE_URL, text: "Привет", encoding: "windows-1251" });
  expect([code, stderr]).toEqual([0, "Not an article: thin.\n"]);
});

it("answers a stream line by line, and fails at the end when one line failed", async () => {
  const html = await readFile(`${FIXTURE}/page.html`, "utf8");
  const { code, stdout, stderr } = await run(
    ["--stdin-jsonl"],
    `{\n${JSON.stringify({ id: 1, url: PAGE_URL, html })}\n`,
  );
  const lines = stdout.split("\n", 2).map((line) => JSON.parse(line));
  expect(lines).toMatchObject([{ error: { code: "bad-line" } }, { id: 1, author: "Jorun Vale", quality: "article" }]);
  expect([code, stderr]).toEqual([1, ""]);
});

it.each([
  [["no-such-file.html", "--url", PAGE_URL], 2, "no-such-file.html cannot be read\n"],
  [["README.md"], 2, "Where was the page found? Add --url URL\n"],
  [["docs/images", "--url", PAGE_URL], 2, "docs/images cannot be read\n"],
])("%j is told in a line, without a stack trace", async (args, code, stderr) => {
  expect(await run(args)).toEqual({ code, stdout: "", stderr });
});

it("tells a page that is none by the pipeline's code", async () => {
  const { code, stderr } = await run(["-", "--url", PAGE_URL], "%PDF-1.7");
  expect([code, stderr]).toEqual([1, "extraction-failed: extract: the body is not text\n"]);
});
