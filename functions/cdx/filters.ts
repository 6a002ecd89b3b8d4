/**
 * Owns `filter=[!]field:regex`. The patterns come from strangers and a backtracking engine can run for years on a short
 * one, so they run in a context that V8 ends after a time: all of JavaScript's syntax serves, and none can hang. Pure.
 */
import { createContext, Script } from "node:vm";
import { badRequestOf } from "../../shared/api/problems.ts";
import { type CdxField, type CdxRow, fieldOf, findField, lineOf } from "./cdx-fields.ts";

const MAX_FILTERS = 20;
const MAX_PATTERN_LENGTH = 500;

/** For all patterns over one page of rows, in milliseconds. A common pattern takes less than 1 for a thousand rows. */
const PAGE_TIMEOUT_MS = 250;

export interface Filter {
  /** Undefined: the whole line. */
  readonly field: CdxField | undefined;
  readonly inverted: boolean;
  readonly pattern: RegExp;
}

/** @throws ProblemError `bad-request` */
export function readFilters(texts: readonly string[]): Filter[] {
  if (texts.length > MAX_FILTERS) throw badRequestOf(`filter: at most ${MAX_FILTERS} are taken`);
  return texts.map((text) => {
    const inverted = text.startsWith("!");
    const rest = inverted ? text.slice(1) : text;
    const colon = rest.indexOf(":");
    const field = colon < 0 ? undefined : findField(rest.slice(0, colon));
    if (colon >= 0 && !field) throw badRequestOf(`filter: there is no field ${JSON.stringify(rest.slice(0, colon))}`);
    return { field, inverted, pattern: compile(rest.slice(colon + 1)) };
  });
}

/** Matches a whole value, as Java's `matches` does; `(?i)` at the beginning is Java's for "whatever the case". */
function compile(source: string): RegExp {
  if (source.length > MAX_PATTERN_LENGTH) {
    throw badRequestOf(`filter: a pattern of more than ${MAX_PATTERN_LENGTH} characters`);
  }
  const ignoresCase = source.startsWith("(?i)");
  try {
    // Alone first: `a)|(b` would be no pattern, and yet one between our own brackets.
    const pattern = new RegExp(ignoresCase ? source.slice("(?i)".length) : source).source;
    return new RegExp(`^(?:${pattern})$`, ignoresCase ? "i" : "");
  } catch {
    throw badRequestOf(`filter: ${JSON.stringify(source)} is no regular expression`);
  }
}

const TEST_ALL = new Script("values.map((of, index) => of.map((value) => patterns[index].test(value)))");

/**
 * Which rows pass all filters.
 *
 * @throws ProblemError `bad-request` for a pattern that takes too long
 */
export function passFilters(rows: readonly CdxRow[], filters: readonly Filter[]): boolean[] {
  if (filters.length === 0) return rows.map(() => true);
  const values = filters.map(({ field }) => rows.map((row) => (field ? fieldOf(row, field) : lineOf(row))));
  const context = createContext({ values, patterns: filters.map(({ pattern }) => pattern) });
  let matches: boolean[][];
  try {
    matches = TEST_ALL.runInContext(context, { timeout: PAGE_TIMEOUT_MS });
  } catch {
    // The time is up, or the engine's stack is.
    throw badRequestOf(`filter: the patterns take longer than ${PAGE_TIMEOUT_MS} ms`);
  }
  return rows.map((_, row) => filters.every(({ inverted }, index) => matches[index]?.[row] !== inverted));
}
