/**
 * Owns what a cold start costs: the bundle of functions/extract as the stacks deploy it, its size, and the time from the
 * start of a fresh process to its first article.
 */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { v7 } from "uuid";
import { ensureSynthesized, TEMPLATES_DIR } from "../../local/synth.ts";
import { loadAssembly } from "../../local/template/load.ts";
import type { Exchange } from "../../shared/fetch/exchange.ts";
import { ENV } from "../../shared/names.ts";
import { writeExchangeRecords } from "../../shared/warc/exchange-records.ts";
import { type CorpusPage, readPage } from "./corpus.ts";
import { formatMs, percentile, toMarkdownTable } from "./tables.ts";

const RUNS = 7;
const PROJECT_DIR = join(import.meta.dirname, "../..");
const AT = "2026-01-01T00:00:00.000Z";

interface FirstPage {
  readonly loadedMs: { readonly node: number; readonly bundle: number };
  readonly firstMs: number;
  readonly quality: string | null;
  readonly peakRss: number;
}

/** Of the page of median size among those given. */
export async function reportFirstPage(pages: readonly CorpusPage[]): Promise<string> {
  await ensureSynthesized({ outDir: TEMPLATES_DIR });
  const folder = findBundle();
  const page = medianPage(pages);
  const runs = await runFresh(join(folder, "index.mjs"), page);
  const row = (name: string, of: (run: FirstPage) => number) => {
    const values = runs.map(of);
    return [name, formatMs(Math.min(...values)), formatMs(percentile(values, 0.5))];
  };
  const header = [
    `a fresh process, ms (${RUNS} runs; a page of ${kilobytes(readPage(page).length)})`,
    "least",
    "median",
  ];
  const times = toMarkdownTable(header, [
    row("Node starts", ({ loadedMs }) => loadedMs.node),
    row("bundle loaded", ({ loadedMs }) => loadedMs.bundle),
    row("first article", ({ firstMs }) => firstMs),
  ]);
  const sizes = toMarkdownTable(["bundle", "size"], await sizeRows(folder));
  const odd = runs.some(({ quality }) => quality === null) ? "The page gave no article.\n" : "";
  return `${times}\n${sizes}${odd}`;
}

/** The folder that is deployed as functions/extract. */
function findBundle(): string {
  for (const { resources, assets } of loadAssembly(TEMPLATES_DIR)) {
    for (const { type, properties } of resources.values()) {
      const { Code: code, FunctionName: name } = properties as { Code?: { S3Key?: string }; FunctionName?: string };
      const folder = assets.get(code?.S3Key ?? "");
      if (type === "AWS::Lambda::Function" && name?.endsWith("-extract") && folder !== undefined) return folder;
    }
  }
  throw new Error("The stacks deploy no function that is called extract");
}

function medianPage(pages: readonly CorpusPage[]): CorpusPage {
  const articles = pages.filter(({ truth }) => truth.text !== undefined);
  const sized = (articles.length > 0 ? articles : pages).map((page) => ({ page, bytes: readPage(page).length }));
  const [median] = sized.sort((one, other) => one.bytes - other.bytes).slice(Math.floor(sized.length / 2));
  if (median === undefined) throw new Error("The corpus has no page");
  return median.page;
}

async function runFresh(bundle: string, page: CorpusPage): Promise<FirstPage[]> {
  const dir = await mkdtemp(join(tmpdir(), "pressmark-bench-"));
  try {
    const task = join(dir, "task.json");
    await writeFile(
      task,
      JSON.stringify({ bundle: pathToFileURL(bundle).href, extractedAt: AT, ...(await toTask(page)) }),
    );
    const script = join(import.meta.dirname, "first-page-process.mjs");
    const settings = Object.fromEntries(Object.values(ENV).map((name) => [name, "bench"]));
    const env = { ...process.env, ...settings, AWS_REGION: "us-east-1", POWERTOOLS_METRICS_DISABLED: "true" };
    const runs: FirstPage[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const { stdout } = await promisify(execFile)(process.execPath, [script, task], { env });
      runs.push(JSON.parse(stdout) as FirstPage);
    }
    return runs;
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** The message, the capture's row and the WARC record that the function is given. */
async function toTask(page: CorpusPage) {
  const [captureId, jobId, url] = [v7(), v7(), page.truth.url];
  const response = { key: "captures/bench.warc.gz", offset: 0, length: 1 };
  const exchange: Exchange = {
    ...{ url, method: "GET", startedAt: new Date(AT), requestHeaders: [], remoteAddress: "192.0.2.7" },
    ...{ httpVersion: "HTTP/1.1", status: 200, statusText: "OK", responseHeaders: [["Content-Type", "text/html"]] },
    ...{ body: readPage(page), truncated: null, durationMs: 1 },
  };
  const ids = { request: v7(), response: captureId, metadata: v7() };
  const { members } = await writeExchangeRecords({ exchange, ids, warcinfoId: v7() });
  const record = Buffer.from(members[0]?.bytes ?? []).toString("base64");
  return {
    message: { version: 1, captureId, jobId, url, capturedAt: AT, response, redirectIds: [] },
    capture: { id: captureId, jobId, url, capturedAt: AT, extraction: { status: "pending" } },
    record,
  };
}

async function sizeRows(folder: string): Promise<string[][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((file) => join(file.parentPath, file.name));
  const sizes = await Promise.all(
    files.sort().map(async (file) => [relative(folder, file), (await stat(file)).size] as const),
  );
  return [
    ...sizes.map(([file, size]) => [`functions/extract, ${file}`, kilobytes(size)]),
    ["extraction alone, minified, without jsdom", kilobytes(await sizeOfExtraction())],
  ];
}

async function sizeOfExtraction(): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [join(PROJECT_DIR, "shared/article/extract-article.ts")],
    ...{ bundle: true, write: false, minify: true, platform: "node", format: "esm", target: "node24" },
    mainFields: ["module", "main"],
    external: ["jsdom"],
    logLevel: "error",
  });
  return outputFiles.reduce((sum, { contents }) => sum + contents.length, 0);
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1024)} KB`;
}
