/**
 * Owns fitting emphasis into Markdown's rules. A delimiter counts only where it touches what it encloses and is not
 * caught between a letter and punctuation (CommonMark 0.31, section 6.2): marks shrink until theirs do. Pure; linear.
 */
import { trimChars } from "../metadata/plain-text.ts";
import type { Marks, Piece } from "./lines.ts";
import {
  type Atom,
  EMPHASES,
  type Emphasis,
  hasSameMarks,
  isBlank,
  isUnmarked,
  mergeAlike,
  type Run,
  runsOf,
  unmark,
} from "./markdown-atoms.ts";
import { settleContacts, shrink } from "./markdown-flanking.ts";

/** Shrinking one mark may free a neighbour's edge or take its support; after so many rounds a line goes without marks. */
const MAX_ROUNDS = 4;

/**
 * @param isHeading - A heading that is bold as a whole says nothing by it.
 * @returns Pieces in which blanks, and punctuation that would spoil a mark, stand outside of it.
 */
export function settleMarks(line: readonly Piece[], isHeading: boolean): readonly Atom[] {
  let atoms: readonly Atom[] = isHeading && line.every(({ marks }) => marks.strong) ? without(line, "strong") : line;
  if (atoms.every(({ marks }) => isUnmarked(marks))) return mergeAlike(atoms);
  atoms = mergeAlike(atoms).flatMap(partBlanks);
  for (const mark of ["link", "code", ...EMPHASES] as const) atoms = dropBlankEdges(atoms, mark);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const before = mergeAlike(partOverlaps(atoms));
    const shrunk = EMPHASES.reduce((rest, mark) => shrink(dropBlankEdges(rest, mark), mark), before);
    atoms = settleContacts(mergeAlike(shrunk));
    if (atoms.length === before.length && atoms.every((atom, at) => isAlike(atom, before[at]))) return atoms;
  }
  return mergeAlike(EMPHASES.reduce(without, atoms));
}

function without(atoms: readonly Atom[], mark: Emphasis): readonly Atom[] {
  return atoms.map((atom) => unmark(atom, mark));
}

function isAlike(one: Atom, other: Atom | undefined): boolean {
  return (
    other !== undefined && one.kind === other.kind && one.text === other.text && hasSameMarks(one.marks, other.marks)
  );
}

/** The blanks around a marked text as atoms of their own; what is only blank is not raised or lowered. */
function partBlanks(atom: Atom): Atom | Atom[] {
  if (atom.kind !== "text" || isUnmarked(atom.marks)) return atom;
  const text = trimChars(atom.text, " \u3000", " \u3000");
  if (text === atom.text) return atom;
  const start = text === "" ? atom.text.length : atom.text.indexOf(text);
  const blank = unmark(atom, "script");
  const parts: Atom[] = [
    { ...blank, text: atom.text.slice(0, start) } as Atom,
    { ...atom, text } as Atom,
    { ...blank, text: atom.text.slice(start + text.length) } as Atom,
  ];
  return parts.filter((part) => part.text !== "");
}

function dropBlankEdges(atoms: readonly Atom[], mark: keyof Marks): readonly Atom[] {
  const settled = [...atoms];
  for (const { start, end } of runsOf(atoms, mark)) {
    const drop = (at: number) => {
      const atom = settled[at];
      if (atom !== undefined) settled[at] = unmark(atom, mark);
    };
    let [first, last] = [start, end - 1];
    for (; first <= last && isBlank(atoms[first]); first += 1) drop(first);
    for (; last >= first && isBlank(atoms[last]); last -= 1) drop(last);
  }
  return settled;
}

/**
 * Where marks overlap without one containing the other, the weaker one ends: `*a **b*** **c**` and the like would be
 * read otherwise, and a link would become two.
 */
function partOverlaps(atoms: readonly Atom[]): readonly Atom[] {
  let parted = atoms;
  for (const [weaker, stronger] of [
    ["emphasis", "strong"],
    ["emphasis", "link"],
    ["strong", "link"],
    ["deleted", "link"],
  ] as const) {
    const settled = [...parted];
    const strongRuns = runsOf(parted, stronger);
    let next = 0;
    for (const run of runsOf(parted, weaker)) {
      while ((strongRuns[next]?.end ?? Number.POSITIVE_INFINITY) <= run.start) next += 1;
      for (let at = next; (strongRuns[at]?.start ?? Number.POSITIVE_INFINITY) < run.end; at += 1) {
        const other = strongRuns[at];
        if (other === undefined || contains(run, other) || contains(other, run)) continue;
        for (let cut = Math.max(run.start, other.start); cut < Math.min(run.end, other.end); cut += 1) {
          const atom = settled[cut];
          if (atom !== undefined) settled[cut] = unmark(atom, weaker);
        }
      }
    }
    parted = dropBlankEdges(settled, weaker);
  }
  return parted;
}

function contains(outer: Run, inner: Run): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
