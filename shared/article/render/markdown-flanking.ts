/**
 * Owns where a delimiter of emphasis may stand: it opens only before what is no blank, and before punctuation only after
 * a blank or punctuation; it closes likewise (CommonMark 0.31, section 6.2). Pure; linear.
 */
import { type Atom, type Emphasis, isBlank, mergeAlike, type Run, runsOf, unmark } from "./markdown-atoms.ts";

const PUNCTUATION = /^[\p{P}\p{S}]/u;
const LEADING = /^[\p{P}\p{S} \u3000]+/u;

function isPunctuation(char: string): boolean {
  return PUNCTUATION.test(char);
}

function isSpace(char: string): boolean {
  return char === "" || /\s/.test(char);
}

/** Parsers differ on symbols and on what lies outside of Unicode's first plane; where one sees a letter, it is one. */
const SURE_PUNCTUATION = /^[!-/:-@[-`{-~]|^(?![\u{10000}-\u{10ffff}])\p{P}/u;

function isAtEdge(outside: string): boolean {
  return isSpace(outside) || SURE_PUNCTUATION.test(outside);
}

/** True where a delimiter between the two belongs to what is inside. */
function holds(outside: string, inside: string): boolean {
  return !isSpace(inside) && (!isPunctuation(inside) || isAtEdge(outside));
}

/** For each atom, the run of each mark that it is in. */
type Runs = Readonly<Record<"link" | Emphasis, ReadonlyArray<Run | undefined>>>;

function mapRuns(atoms: readonly Atom[]): Runs {
  const of = (mark: "link" | Emphasis) => {
    const runs: Array<Run | undefined> = new Array(atoms.length).fill(undefined);
    for (const run of runsOf(atoms, mark)) runs.fill(run, run.start, run.end);
    return runs;
  };
  return { link: of("link"), deleted: of("deleted"), emphasis: of("emphasis"), strong: of("strong") };
}

/** What an atom shows first and last in Markdown, without its marks. */
function edgesOf({ kind, text, marks }: Atom): { first: string; last: string } {
  if (kind === "image") return { first: "!", last: ")" };
  if (kind === "break") return { first: "\n", last: "\n" };
  if (marks.code) return { first: "`", last: "`" };
  if (marks.script !== null) return { first: "<", last: ">" };
  const low = text.charCodeAt(text.length - 1);
  return {
    first: String.fromCodePoint(text.codePointAt(0) ?? 32),
    last: low >= 0xdc00 && low <= 0xdfff ? text.slice(-2) : text.slice(-1),
  };
}

/** What a mark begins and ends with, for the rules of flanking. */
const SIGNS = { strong: "*", emphasis: "*", deleted: "~", link: "]" } as const;

type Side = "start" | "end";

/** The characters on both sides of a mark's delimiter, at one end of what it covers. */
class Edges {
  readonly #atoms: readonly Atom[];
  readonly #runs: Runs;

  constructor(atoms: readonly Atom[]) {
    this.#atoms = atoms;
    this.#runs = mapRuns(atoms);
  }

  link(at: number): Run | undefined {
    return this.#runs.link[at];
  }

  /** @param run - The mark's atoms, which may be fewer than it had when this was made. */
  at(side: Side, run: Run, mark: Emphasis): { outside: string; inside: string } {
    const at = side === "start" ? run.start : run.end - 1;
    const beyond = side === "start" ? at - 1 : at + 1;
    const [own, other] = [this.#atoms[at], this.#atoms[beyond]];
    let inside = own === undefined ? "" : edgesOf(own)[side === "start" ? "first" : "last"];
    let outside = other === undefined ? "" : edgesOf(other)[side === "start" ? "last" : "first"];
    let reach = 0;
    for (const name of ["strong", "emphasis", "deleted", "link"] as const) {
      const around = this.#runs[name][beyond];
      // Of what ends where this one starts, or the reverse, the outermost.
      if (name === mark || around === undefined || around === this.#runs[name][at]) continue;
      if (around.end - around.start >= reach) [outside, reach] = [SIGNS[name], around.end - around.start];
    }
    for (const name of ["strong", "emphasis", "deleted", "link"] as const) {
      const around = this.#runs[name][at];
      if (name === mark || around === undefined || around === this.#runs[name][beyond]) continue;
      // `***` is one delimiter: what matters is what stands around all of it.
      if (SIGNS[name] === "*" && mark !== "deleted") continue;
      const isOuter = around.end - around.start >= run.end - run.start;
      [inside, outside] = isOuter ? [inside, SIGNS[name]] : [SIGNS[name], outside];
    }
    return { inside, outside };
  }
}

/** Takes a mark from the punctuation at its ends, and from pictures, code and links there, until its delimiters count. */
export function shrink(atoms: readonly Atom[], mark: Emphasis): readonly Atom[] {
  const edges = new Edges(atoms);
  const shrunk: Atom[] = [];
  let written = 0;
  for (const run of runsOf(atoms, mark)) {
    for (; written < run.start; written += 1) shrunk.push(atoms[written] as Atom);
    const { start, end, leading, trailing } = narrow(atoms, run, mark, edges);
    for (; written < run.end; written += 1) {
      const atom = atoms[written] as Atom;
      if (written < start || written >= end) shrunk.push(unmark(atom, mark));
      else {
        const cut = { start: written === start ? leading : 0, end: written === end - 1 ? trailing : 0 };
        shrunk.push(...cutEdges(atom, cut.start, cut.end, mark));
      }
    }
  }
  for (; written < atoms.length; written += 1) shrunk.push(atoms[written] as Atom);
  return shrunk;
}

/** @returns The atoms that keep the mark, and how many characters of the first and last lose it. */
function narrow(
  atoms: readonly Atom[],
  run: Run,
  mark: Emphasis,
  edges: Edges,
): Run & { leading: number; trailing: number } {
  let { start, end } = run;
  let [leading, trailing] = [0, 0];
  while (start < end && leading === 0) {
    const { inside, outside } = edges.at("start", { start, end }, mark);
    if (holds(outside, inside)) break;
    const { length } = LEADING.exec(textOf(atoms[start]))?.[0] ?? "";
    if (length > 0 && length < textOf(atoms[start]).length) leading = length;
    else start = Math.max(start + 1, Math.min(edges.link(start)?.end ?? 0, end));
    if (leading === 0) while (start < end && isBlank(atoms[start])) start += 1;
  }
  while (start < end && trailing === 0) {
    const { inside, outside } = edges.at("end", { start, end }, mark);
    if (holds(outside, inside)) break;
    const text = textOf(atoms[end - 1]);
    const length = countTrailing(text);
    if (length > 0 && length < text.length) trailing = length;
    else end = Math.min(end - 1, Math.max(edges.link(end - 1)?.start ?? end, start));
    if (trailing === 0) while (end > start && isBlank(atoms[end - 1])) end -= 1;
  }
  // Of a pair of quotation marks or brackets both go.
  const [first, last] = [textOf(atoms[start]), textOf(atoms[end - 1])];
  if (trailing > 0 && leading === 0) leading = /^[\p{Ps}\p{Pi}"' \u3000]*/u.exec(first)?.[0].length ?? 0;
  else if (leading > 0 && trailing === 0 && /^[\p{Pe}\p{Pf}"']$/u.test(last.slice(-1))) {
    trailing = last.length - last.slice(0, -1).trimEnd().length;
  }
  return { start, end, leading, trailing };
}

/** Text that shows as it is. */
function textOf(atom: Atom | undefined): string {
  return atom?.kind === "text" && !atom.marks.code && atom.marks.script === null ? atom.text : "";
}

function countTrailing(text: string): number {
  let end = text.length;
  while (end > 0) {
    const size = /[\udc00-\udfff]/.test(text.charAt(end - 1)) ? 2 : 1;
    const char = text.slice(Math.max(end - size, 0), end);
    if (!isPunctuation(char) && !isSpace(char)) break;
    end -= size;
  }
  return text.length - Math.max(end, 0);
}

function cutEdges(atom: Atom, leading: number, trailing: number, mark: Emphasis): Atom[] {
  if (atom.kind !== "text" || leading + trailing === 0) return [atom];
  const { text } = atom;
  const bare = unmark(atom, mark);
  const parts = [
    { ...bare, text: text.slice(0, leading) },
    { ...atom, text: text.slice(leading, text.length - trailing) },
    { ...bare, text: text.slice(text.length - trailing) },
  ];
  return parts.filter((part) => part.text !== "") as Atom[];
}

/**
 * Emphasis right beside strong text would share its asterisks: it gets underscores, or goes where those do not count,
 * within words.
 */
export function settleContacts(atoms: readonly Atom[]): readonly Atom[] {
  const settled = [...atoms];
  const edges = new Edges(atoms);
  for (const run of runsOf(atoms, "emphasis")) {
    const start = edges.at("start", run, "emphasis").outside;
    const end = edges.at("end", run, "emphasis").outside;
    const touches = start === "*" || end === "*";
    const canUse = isAtEdge(start) && isAtEdge(end);
    for (let at = run.start; at < run.end; at += 1) {
      const atom = settled[at] as Atom;
      settled[at] = touches && !canUse ? unmark(atom, "emphasis") : { ...atom, usesUnderscore: touches };
    }
  }
  return mergeAlike(settled);
}
