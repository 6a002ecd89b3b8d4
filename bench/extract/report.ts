/** Owns what is said of what the tools found: scores a set, by tool, as tables. Pure. */
import type { CorpusPage } from "./corpus.ts";
import type { FoundOnPage, Measured } from "./run-tool.ts";
import { scoreMetadata } from "./score-metadata.ts";
import { countMisjudged, scoreQuality } from "./score-quality.ts";
import { countSnippets, scoreTexts } from "./score-text.ts";
import { formatMb, formatMs, formatShare, NOTHING, percentile, toMarkdownTable } from "./tables.ts";
import type { Row, Tool } from "./tools.ts";

/** What one tool found on all pages, in their order. */
export interface ToolResult {
  readonly tool: Tool;
  readonly found: readonly FoundOnPage[];
  readonly failed: number;
}

type Pair = readonly [page: CorpusPage, found: FoundOnPage];

const setsOf = (pages: readonly CorpusPage[]): string[] => [...new Set(pages.map(({ set }) => set))];

function pairsOf(pages: readonly CorpusPage[], { found }: ToolResult, set: string): Pair[] {
  return pages.flatMap((page, at): Pair[] => {
    const here = found[at];
    return page.set === set && here ? [[page, here]] : [];
  });
}

/** For each set that has texts or snippets, a table with a row for each kind of text of each tool. */
export function reportTexts(pages: readonly CorpusPage[], results: readonly ToolResult[]): string {
  const tables = setsOf(pages).map((set) => {
    const rows = results.flatMap((result) =>
      result.tool.rows.map((row) => [row.label, ...scoreCells(row, pairsOf(pages, result, set))]),
    );
    const count = pages.filter((page) => page.set === set && page.truth.text !== undefined).length;
    if (count === 0 && !pages.some((page) => page.set === set && page.truth.with)) return "";
    const header = [`text, ${set} (${count})`, "F1", "precision", "recall", "exact", "kept", "leaked", "empty"];
    return `${toMarkdownTable(header, rows)}\n`;
  });
  return tables.join("");
}

function scoreCells(row: Row, pairs: readonly Pair[]): string[] {
  const textOf = (found: FoundOnPage) => (row.text === "own" ? found.own : found.rendered);
  const scored = pairs.flatMap(([{ truth }, found]) =>
    truth.text === undefined ? [] : [{ truth: truth.text, found: textOf(found), optional: truth.optional_text }],
  );
  const { f1, precision, recall, exact, empty } = scoreTexts(scored);
  const share = (name: "with" | "without") => {
    const counts = pairs.map(([{ truth }, found]) => countSnippets(truth[name] ?? [], textOf(found)));
    return counts.reduce((sum, each) => sum + each.found, 0) / counts.reduce((sum, each) => sum + each.all, 0);
  };
  const shares = scored.length === 0 ? [null, null, null, null] : [f1, precision, recall, exact];
  return [...shares, share("with"), share("without")].map(formatShare).concat(String(empty));
}

/** For each set that has any metadata. */
export function reportMetadata(pages: readonly CorpusPage[], results: readonly ToolResult[]): string {
  const known = setsOf(pages).filter((set) =>
    pages.some((page) => page.set === set && (page.truth.title || page.truth.author || page.truth.date)),
  );
  const header = ["title exact", "loose", "author recall", "precision", "date recall", "precision"];
  const tables = known.map((set) => {
    const rows = results.map((result) => {
      const score = scoreMetadata(pairsOf(pages, result, set).map(([{ truth }, found]) => [truth, found]));
      const { titleExact, titleLoose, authorRecall, authorPrecision, dateRecall, datePrecision } = score;
      const shares = [titleExact, titleLoose, authorRecall, authorPrecision, dateRecall, datePrecision];
      return [nameOf(result.tool), ...shares.map(formatShare)];
    });
    return `${toMarkdownTable([`metadata, ${set}`, ...header], rows)}\n`;
  });
  return tables.join("");
}

/** Articles against the rest, what became of each type, and real articles that were called something else. */
export function reportQuality(pages: readonly CorpusPage[], result: ToolResult): string {
  const judged = (set: string) =>
    pairsOf(pages, result, set).map(([{ truth }, { quality }]) => [truth, quality ?? "failed"] as const);
  const tables = setsOf(pages).flatMap((set) => {
    const { f1, precision, recall, confusion } = scoreQuality(judged(set));
    if (confusion.size === 0) return [];
    const qualities = [...new Set([...confusion.values()].flatMap((row) => [...row.keys()]))].sort();
    const rows = [...confusion].map(([type, row]) => [
      type,
      ...qualities.map((quality) => String(row.get(quality) ?? 0)),
    ]);
    const shares = `F1 ${formatShare(f1)}, precision ${formatShare(precision)}, recall ${formatShare(recall)}`;
    return [
      `${set}, articles against the rest: ${shares}.\n\n${toMarkdownTable([`${set}: type`, ...qualities], rows)}\n`,
    ];
  });
  const { articles, walls, others } = countMisjudged(setsOf(pages).flatMap(judged));
  const list = [...others].map(([quality, count]) => `${count} ${quality}`).join(", ") || "none";
  const misjudged =
    articles === 0
      ? ""
      : `Of ${articles} real articles ${walls} are called a wall or an error; called something else: ${list}.\n`;
  return `${tables.join("")}${misjudged}`;
}

/** @param count - Of the pages in a row. */
export function reportSpeed(results: readonly { tool: Tool; measured: Measured | null }[], count: number): string {
  const header = [
    `${count} pages in a row`,
    "median, ms",
    "p95, ms",
    "CPU, ms",
    "peak memory, MB",
    "heap before, MB",
    "after, MB",
  ];
  const rows = results.map(({ tool, measured }) => {
    if (measured === null) return [nameOf(tool), ...header.slice(1).map(() => NOTHING)];
    const { times, cpuMs, peakRss, heapBefore, heapAfter } = measured;
    const ms = [percentile(times, 0.5), percentile(times, 0.95), cpuMs].map(formatMs);
    return [nameOf(tool), ...ms, ...[peakRss, heapBefore, heapAfter].map(formatMb)];
  });
  return `${toMarkdownTable(header, rows)}\n`;
}

/** Of a tool, where its kinds of text make no difference. */
function nameOf({ rows: [row] }: Tool): string {
  return row?.label.split(",")[0] ?? "";
}
