/**
 * The process that one tool runs in, started by run-tool.ts: it gives back what the tool finds on each page, or how long
 * 1,000 pages take and what is left in memory after them.
 */
import { setImmediate } from "node:timers/promises";
import { type CorpusPage, readPage } from "./corpus.ts";
import type { Answer, Task } from "./run-tool.ts";
import { type Found, loadTool, type RunTool } from "./tools.ts";

process.once("message", async (task: Task) => {
  try {
    const run = await loadTool(task.tool);
    if (task.job === "find") await findAll(run, task.pages);
    else await measure(run, task.pages, task.warmUp, task.count);
  } catch (error) {
    await send({ kind: "broken", message: error instanceof Error ? error.message : String(error) });
  }
  process.disconnect();
});

/** Waits until it is sent: what is on its way is no memory of the tool's. */
async function send(answer: Answer): Promise<void> {
  await new Promise((sent) => process.send?.(answer, undefined, undefined, sent));
}

async function findAll(run: RunTool, pages: readonly CorpusPage[]): Promise<void> {
  // Not needed where tools are measured, and more than some of them take.
  const { renderHtml } = await import("./render-html.ts");
  for (const page of pages) {
    await send(await findOn(run, page, renderHtml));
    // jsdom's windows are let go in a turn of the event loop only.
    await setImmediate();
  }
}

type Render = (html: string, url: string) => string;

async function findOn(run: RunTool, page: CorpusPage, render: Render): Promise<Answer> {
  try {
    const found = await run(readPage(page), page);
    const rendered = found.html ? render(found.html, page.truth.url) : "";
    return { kind: "found", rendered, ...toPlain(found) };
  } catch {
    return { kind: "failed" };
  }
}

function toPlain({ text, title, author, date, quality }: Found) {
  return {
    own: text ?? "",
    title: title ?? null,
    author: toText(author),
    date: toText(date),
    quality: quality ?? null,
  };
}

/** Some give a list, or a Date. */
function toText(value: unknown): string | null {
  if (value instanceof Date) return value.toISOString();
  return value === null || value === undefined ? null : String(value);
}

async function measure(run: RunTool, pages: readonly CorpusPage[], warmUp: number, count: number): Promise<void> {
  for (let at = 0; at < warmUp; at += 1) await timePage(run, pages, at);
  const heapBefore = await settleHeap();
  const times: number[] = [];
  const cpuBefore = process.cpuUsage();
  for (let at = 0; at < count; at += 1) times.push(await timePage(run, pages, at));
  const { user, system } = process.cpuUsage(cpuBefore);
  const heapAfter = await settleHeap();
  const memory = { heapBefore, heapAfter, peakRss: process.resourceUsage().maxRSS * 1024 };
  await send({ kind: "measured", times, cpuMs: (user + system) / 1000 / count, ...memory });
}

/** In milliseconds, without reading the file. */
async function timePage(run: RunTool, pages: readonly CorpusPage[], at: number): Promise<number> {
  const page = pages[at % pages.length];
  if (page === undefined) return 0;
  const body = readPage(page);
  const startedAt = performance.now();
  await run(body, page).catch(() => undefined);
  const took = performance.now() - startedAt;
  await setImmediate();
  if (at % 20 === 0) await send({ kind: "alive" });
  return took;
}

async function settleHeap(): Promise<number> {
  for (let turn = 0; turn < 3; turn += 1) {
    await setImmediate();
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
}
