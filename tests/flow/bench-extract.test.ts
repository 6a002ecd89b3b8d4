/** `npm run bench:extract` on a corpus of two pages of our own: that it runs, not what it says of speed. */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";

const PROJECT_DIR = resolve(import.meta.dirname, "../..");
const FIXTURES = join(PROJECT_DIR, "tests/fixtures/articles");

let corpus: string;

beforeAll(() => {
  corpus = mkdtempSync(join(tmpdir(), "pressmark-corpus-"));
  mkdirSync(join(corpus, "own/pages"), { recursive: true });
  const truths = ["plain-report", "plain-essay"].map((id) => {
    cpSync(join(FIXTURES, id, "page.html"), join(corpus, "own/pages", `${id}.html`));
    const { url, article } = JSON.parse(readFileSync(join(FIXTURES, id, "expected.json"), "utf8"));
    const text = readFileSync(join(FIXTURES, id, "expected.txt"), "utf8");
    return JSON.stringify({ id, url, text, title: article.title, author: article.authors[0], type: "article" });
  });
  writeFileSync(join(corpus, "own/truth.jsonl"), truths.join("\n"));
});

afterAll(() => rmSync(corpus, { recursive: true }));

const bench = (...args: string[]) =>
  promisify(execFile)(process.execPath, ["bench/extract.ts", "--corpus", corpus, ...args], { cwd: PROJECT_DIR });

it("scores texts, metadata and kinds of pages, each tool in a process of its own", async () => {
  const { stdout } = await bench("--only", "quality", "--tools", "pressmark,readability");
  expect(stdout).toContain("| text, own (2) | F1 | precision |");
  expect(stdout).toMatch(/\| Pressmark \| 1\.000 \| 1\.000 \| 1\.000 \| 1\.000 \| – \| – \| 0 \|/);
  expect(stdout).toMatch(/\| jsdom \+ Readability, block by block \| \.?\d/);
  expect(stdout).toMatch(/\| Pressmark \| 1\.000 \| 1\.000 \| 1\.000 \| 1\.000 \| – \| – \|\n/);
  expect(stdout).toContain("own, articles against the rest: F1 1.000, precision 1.000, recall 1.000.");
  expect(stdout).toContain("Of 2 real articles 0 are called a wall or an error");
});

it("measures time and memory over pages in a row", async () => {
  const { stdout } = await bench("--only", "speed", "--tools", "pressmark", "--count", "2");
  expect(stdout).toMatch(/\| 2 pages in a row \|.*\n.*\n\| Pressmark \| \d/);
});

it("tells what rules bring", async () => {
  const { stdout } = await bench("--ablation");
  expect(stdout).toContain("| brought on own (F1 1.0000) |");
});

it("has nothing to say without a corpus", async () => {
  await expect(bench("--corpus", "/nowhere")).rejects.toMatchObject({
    code: 2,
    stderr: "There is no truth.jsonl in /nowhere, nor in a folder of it.\n",
  });
});
