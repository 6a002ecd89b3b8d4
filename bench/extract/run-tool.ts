/** Owns running a tool in a process of its own, and what becomes of the pages that it dies of, or never finishes. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { EXTRACT_NODE_OPTIONS } from "../../shared/names.ts";
import type { CorpusPage } from "./corpus.ts";

/** What is asked of a process. */
export type Task = { readonly tool: string; readonly pages: readonly CorpusPage[] } & (
  | { readonly job: "find" }
  | { readonly job: "measure"; readonly warmUp: number; readonly count: number }
);

export interface FoundOnPage {
  readonly own: string;
  readonly rendered: string;
  readonly title: string | null;
  readonly author: string | null;
  readonly date: string | null;
  readonly quality: string | null;
}

export interface Measured {
  /** Of each page, in milliseconds of the clock, decoding included. */
  readonly times: readonly number[];
  /** Of all cores, in milliseconds a page, garbage collection included. */
  readonly cpuMs: number;
  /** Bytes after collection: before and after the measured pages. */
  readonly heapBefore: number;
  readonly heapAfter: number;
  /** Bytes, Node itself included. */
  readonly peakRss: number;
}

/** What a process answers with: one of `found` and `failed` for each page in order, or `measured` once. */
export type Answer =
  | ({ readonly kind: "found" } & FoundOnPage)
  | { readonly kind: "failed" }
  | { readonly kind: "alive" }
  | { readonly kind: "broken"; readonly message: string }
  | ({ readonly kind: "measured" } & Measured);

/** Longest that a page may take before its process is ended, in milliseconds; 20 pages where they are only timed. */
const MAX_SILENCE_MS = 120_000;

const NOTHING: FoundOnPage = { own: "", rendered: "", title: null, author: null, date: null, quality: null };

/**
 * What a tool finds on each page, in order. A page that it fails on, or dies of, has nothing, and is counted.
 *
 * @throws Error where the tool cannot be run at all.
 */
export async function findAll(
  tool: string,
  pages: readonly CorpusPage[],
): Promise<{ found: FoundOnPage[]; failed: number }> {
  const found: FoundOnPage[] = [];
  let failed = 0;
  while (found.length < pages.length) {
    const begun = found.length;
    await runProcess({ job: "find", tool, pages: pages.slice(begun) }, (answer) => {
      if (answer.kind === "failed") failed += 1;
      if (answer.kind === "found") found.push(answer);
      else if (answer.kind === "failed") found.push(NOTHING);
    });
    // It died of the page that comes next.
    if (found.length < pages.length) {
      failed += 1;
      found.push(NOTHING);
    }
  }
  return { found, failed };
}

/** Null where the process died of it. */
export async function measure(
  tool: string,
  pages: readonly CorpusPage[],
  counts: { readonly warmUp: number; readonly count: number },
): Promise<Measured | null> {
  let measured: Measured | null = null;
  await runProcess({ job: "measure", tool, pages, ...counts }, (answer) => {
    if (answer.kind === "measured") measured = answer;
  });
  return measured;
}

async function runProcess(task: Task, onAnswer: (answer: Answer) => void): Promise<void> {
  const child = fork(join(import.meta.dirname, "tool-process.ts"), {
    // The rivals get the same heap as Pressmark has where it is deployed.
    execArgv: ["--expose-gc", ...EXTRACT_NODE_OPTIONS.split(" ")],
    // Tools complain of what they cannot parse.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  let broken: string | null = null;
  let silence = endLater(child);
  child.on("message", (answer: Answer) => {
    clearTimeout(silence);
    silence = endLater(child);
    if (answer.kind === "broken") broken = answer.message;
    else onAnswer(answer);
  });
  child.send(task);
  await once(child, "close");
  clearTimeout(silence);
  if (broken !== null) throw new Error(`${task.tool} cannot be run: ${broken}`);
}

function endLater(child: ChildProcess): NodeJS.Timeout {
  return setTimeout(() => child.kill("SIGKILL"), MAX_SILENCE_MS);
}
