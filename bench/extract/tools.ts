/** Owns which extractors are measured side by side, how each is called, and under what names its results are shown. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { decodeHtml } from "../../shared/article/page/decode-html.ts";
import type { CorpusPage } from "./corpus.ts";
import type { Metadata } from "./score-metadata.ts";

/** The private package of the others: its own dependencies, none of the project's. */
export const RIVALS_DIR = join(import.meta.dirname, "rivals");

export const RIVALS_INSTALL = "npm ci --ignore-scripts --prefix bench/extract/rivals";

/** All pages were served as HTML; what their servers said of the encoding was not kept, so no tool is told. */
const CONTENT_TYPE = "text/html";

export interface Found extends Metadata {
  /** Plain text of the tool's own making. */
  readonly text?: string | null;
  /** Content that is HTML; the bench renders it as text, the same way for every tool. */
  readonly html?: string | null;
  /** Pressmark's verdict on the page. */
  readonly quality?: string;
}

/** One row of the tables: which of a tool's texts it is about. */
export interface Row {
  readonly label: string;
  readonly text: "own" | "rendered";
}

export interface Tool {
  readonly name: string;
  /** The npm package that does the work; undefined for Pressmark. */
  readonly packageName?: string;
  readonly rows: readonly Row[];
}

export const TOOLS: readonly Tool[] = [
  { name: "pressmark", rows: [{ label: "Pressmark", text: "own" }] },
  {
    name: "readability",
    packageName: "@mozilla/readability",
    rows: [
      { label: "jsdom + Readability, `textContent`", text: "own" },
      { label: "jsdom + Readability, block by block", text: "rendered" },
    ],
  },
  { name: "defuddle", packageName: "defuddle", rows: [{ label: "defuddle", text: "rendered" }] },
  {
    name: "postlight-parser",
    packageName: "@postlight/parser",
    rows: [{ label: "@postlight/parser", text: "rendered" }],
  },
  {
    name: "mercury-parser",
    packageName: "@jocmp/mercury-parser",
    rows: [{ label: "@jocmp/mercury-parser", text: "rendered" }],
  },
  {
    name: "article-extractor",
    packageName: "@extractus/article-extractor",
    rows: [{ label: "@extractus/article-extractor", text: "rendered" }],
  },
];

/** The version that is installed, of the bench's own packages or the project's; null where there is none. */
export function versionOf({ packageName }: Tool): string | null {
  if (packageName === undefined) return null;
  for (const dir of [RIVALS_DIR, join(import.meta.dirname, "../..")]) {
    const file = join(dir, "node_modules", packageName, "package.json");
    if (existsSync(file)) return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
  }
  return null;
}

export function isInstalled(tool: Tool): boolean {
  return tool.packageName === undefined || versionOf(tool) !== null;
}

export type RunTool = (body: Uint8Array, page: CorpusPage) => Promise<Found>;

/** Loads a tool into this process: one process, one tool. */
export async function loadTool(name: string): Promise<RunTool> {
  if (name === "pressmark") return loadPressmark();
  const file = pathToFileURL(join(RIVALS_DIR, `${name}.mjs`)).href;
  const { extract } = (await import(file)) as { extract: (html: string, url: string) => Promise<Found> };
  return (body, { truth }) => extract(decodeHtml(body, CONTENT_TYPE).html, truth.url);
}

/** Loaded only in its own process: what it takes is not the others'. */
async function loadPressmark(): Promise<RunTool> {
  const { extractPage } = await import("../../local/commands/extract-page.ts");
  return async (body, { truth: { url } }) => {
    const { title, authors, published, text, quality } = await extractPage({ url, contentType: CONTENT_TYPE, body });
    return { title, author: authors.join(", "), date: published, text, quality };
  };
}
