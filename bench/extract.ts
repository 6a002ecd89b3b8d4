/**
 * `npm run bench:extract -- --corpus DIR`: how good and how fast extraction is on pages whose truth is known, beside
 * others in the same run: texts, metadata, what pages are taken for, time, memory, and the first page of a fresh bundle.
 */
import { cpus } from "node:os";
import { printProgress, runMain } from "../local/commands/main.ts";
import type { CorpusPage } from "./extract/corpus.ts";
import { type BenchFlags, HELP, readBenchFlags } from "./extract/flags.ts";
import { reportMetadata, reportQuality, reportSpeed, reportTexts, type ToolResult } from "./extract/report.ts";
import { findAll, type Measured, measure } from "./extract/run-tool.ts";
import { isInstalled, RIVALS_INSTALL, type Tool, versionOf } from "./extract/tools.ts";

/** Compiled by then: the times of the next hundred pages are no lower. */
const WARM_UP_PAGES = 50;

await runMain(async () => {
  const flags = readBenchFlags(process.argv.slice(2));
  if (flags === null) {
    process.stdout.write(HELP);
    return 0;
  }
  const { pages, parts, tools, count } = flags;
  printSetting(flags);
  if (flags.ablation) {
    await printAblation(pages);
    return 0;
  }
  const installed = tools.filter(isInstalled);
  if (parts.includes("quality")) await printQuality(pages, installed);
  if (parts.includes("speed")) await printSpeed(pages, installed, count);
  if (parts.includes("bundle")) await printBundle(pages);
  return 0;
});

function printSetting({ pages, tools, ablation }: BenchFlags): void {
  const [cpu] = cpus();
  const sets = Map.groupBy(pages, ({ set }) => set);
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpu?.model.trim()}, ${new Date().toISOString().slice(0, 10)}`,
  );
  console.log(`Pages: ${[...sets].map(([set, { length }]) => `${length} ${set}`).join(", ")}`);
  if (!ablation) printTools(tools);
  console.log();
}

function printTools(tools: readonly Tool[]): void {
  const versions = tools.filter(isInstalled).flatMap((tool) => {
    const version = versionOf(tool);
    return version === null ? [] : [`${tool.packageName} ${version}`];
  });
  if (versions.length > 0) console.log(`Beside: ${versions.join(", ")}`);
  const missing = tools.filter((tool) => !isInstalled(tool)).map(({ packageName }) => packageName);
  if (missing.length > 0) console.log(`Not installed: ${missing.join(", ")}; ${RIVALS_INSTALL}`);
}

async function printQuality(pages: readonly CorpusPage[], tools: readonly Tool[]): Promise<void> {
  const results: ToolResult[] = [];
  const notes: string[] = [];
  for (const tool of tools) {
    printProgress(`${tool.name}: ${pages.length} pages`);
    const result = await orNote(notes, () => findAll(tool.name, pages));
    if (result) results.push({ tool, ...result });
    if (result && result.failed > 0) notes.push(`${tool.name} failed on ${result.failed} pages, which count as empty.`);
  }
  console.log(reportTexts(pages, results));
  for (const note of notes) console.log(`${note}\n`);
  console.log(reportMetadata(pages, results));
  const own = results.find(({ tool }) => tool.packageName === undefined);
  if (own) console.log(reportQuality(pages, own));
}

async function printSpeed(pages: readonly CorpusPage[], tools: readonly Tool[], count: number): Promise<void> {
  const results: { tool: Tool; measured: Measured | null }[] = [];
  const notes: string[] = [];
  for (const tool of tools) {
    printProgress(`${tool.name}: ${count} pages in a row`);
    const measured = await orNote(notes, () => measure(tool.name, pages, { warmUp: WARM_UP_PAGES, count }));
    results.push({ tool, measured });
  }
  console.log(reportSpeed(results, count));
  for (const note of notes) console.log(`${note}\n`);
}

/** The whole of extraction is loaded for this, and esbuild for the next: only where they are asked for. */
async function printAblation(pages: readonly CorpusPage[]): Promise<void> {
  const { ablate, reportAblation } = await import("./extract/ablation.ts");
  const ablated = await ablate(pages, (done) => done % 100 === 0 && printProgress(`${done} of ${pages.length} pages`));
  console.log(reportAblation(ablated));
}

async function printBundle(pages: readonly CorpusPage[]): Promise<void> {
  const { reportFirstPage } = await import("./extract/first-page.ts");
  console.log(await reportFirstPage(pages));
}

/** A tool that cannot be run is a line under the table; the others still have their rows. */
async function orNote<T>(notes: string[], run: () => Promise<T>): Promise<T | null> {
  try {
    return await run();
  } catch (error) {
    notes.push(error instanceof Error ? error.message : String(error));
    return null;
  }
}
