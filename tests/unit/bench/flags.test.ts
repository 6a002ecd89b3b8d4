/** What `npm run bench:extract` is asked for, and a corpus as it finds it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readPage } from "../../../bench/extract/corpus.ts";
import { readBenchFlags } from "../../../bench/extract/flags.ts";
import { UsageError } from "../../../local/commands/settings.ts";

let dir: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "pressmark-corpus-"));
  for (const set of ["news", "blogs"]) {
    mkdirSync(join(dir, set, "pages"), { recursive: true });
    const truths = ["a", "b", "c"].map((id) => JSON.stringify({ id, url: "https://paper.example/" }));
    writeFileSync(join(dir, set, "truth.jsonl"), `${truths.join("\n")}\n`);
    writeFileSync(join(dir, set, "pages/a.html.gz"), gzipSync("<p>Packed"));
    writeFileSync(join(dir, set, "pages/b.html"), "<p>Plain");
  }
  mkdirSync(join(dir, "empty"));
});

afterAll(() => rmSync(dir, { recursive: true }));

it("reads all sets of a folder, or one set, packed pages or plain", () => {
  const pages = readBenchFlags(["--corpus", dir, "--limit", "2"])?.pages ?? [];
  expect(pages.map(({ set, truth }) => `${set} ${truth.id}`)).toEqual(["blogs a", "blogs b", "news a", "news b"]);
  expect(pages.slice(0, 2).map((page) => readPage(page).toString())).toEqual(["<p>Packed", "<p>Plain"]);
  expect(readBenchFlags(["--corpus", join(dir, "news")])?.pages).toHaveLength(3);
});

it("parts the pages into two halves that hold all of them", () => {
  const idsOf = (half: string) =>
    readBenchFlags(["--corpus", join(dir, "news"), "--half", half])?.pages.map(({ truth }) => truth.id) ?? [];
  expect([...idsOf("even"), ...idsOf("odd")].sort()).toEqual(["a", "b", "c"]);
});

it("takes names of parts and tools", () => {
  const flags = readBenchFlags(["--corpus", dir, "--only", "quality", "--tools", "defuddle,pressmark"]);
  expect(flags).toMatchObject({
    parts: ["quality"],
    tools: [{ name: "pressmark" }, { name: "defuddle" }],
    count: 1000,
  });
});

it.each([
  [[], "Add --corpus DIR"],
  [["--corpus", "/nowhere"], "There is no truth.jsonl in /nowhere, nor in a folder of it."],
  [["--corpus", "DIR", "--only", "luck"], "--only: there is no luck; use quality"],
  [["--corpus", "DIR", "--tools", "word"], "--tools: there is no word; use pressmark"],
  [["--corpus", "DIR", "--half", "third"], "--half: there is no third; use even, odd"],
  [["--corpus", "DIR", "--limit", "0"], "--limit: 0 is not a whole number"],
  [["--colour"], "Unknown option"],
])("tells what makes no sense: %j", (args, sentence) => {
  const read = () => readBenchFlags(args.map((arg) => (arg === "DIR" ? dir : arg)));
  expect(read).toThrow(UsageError);
  expect(read).toThrow(sentence);
});
