/** Owns the pieces of a line on their way to Markdown, and where marks lie over them. Pure; linear. */
import type { Marks, Piece } from "./lines.ts";

/** A piece with the marks that it can have. */
export type Atom = Piece & { readonly usesUnderscore?: boolean };

export const EMPHASES = ["deleted", "emphasis", "strong"] as const;
export type Emphasis = (typeof EMPHASES)[number];

export function isUnmarked(marks: Marks): boolean {
  return !(
    marks.strong ||
    marks.emphasis ||
    marks.deleted ||
    marks.code ||
    marks.link !== null ||
    marks.script !== null
  );
}

export function unmark(atom: Atom, mark: keyof Marks): Atom {
  return atom.marks[mark]
    ? { ...atom, marks: { ...atom.marks, [mark]: mark === "link" || mark === "script" ? null : false } }
    : atom;
}

export function hasSameMarks(one: Marks, other: Marks): boolean {
  if (one === other) return true;
  if (one.strong !== other.strong || one.emphasis !== other.emphasis || one.deleted !== other.deleted) return false;
  return one.code === other.code && one.link === other.link && one.script === other.script;
}

/** One text for all that stand beside each other under the same marks. */
export function mergeAlike(atoms: readonly Atom[]): readonly Atom[] {
  const merged: Atom[] = [];
  let texts: string[] = [];
  const close = () => {
    const last = merged.at(-1);
    if (last?.kind === "text" && texts.length > 1) merged[merged.length - 1] = { ...last, text: texts.join("") };
  };
  for (const atom of atoms) {
    const last = merged.at(-1);
    if (atom.kind === "text" && last?.kind === "text" && hasSameMarks(atom.marks, last.marks)) texts.push(atom.text);
    else {
      close();
      merged.push(atom);
      texts = [atom.text];
    }
  }
  close();
  return merged;
}

const BLANK = /^[ \u3000]+$/;

export function isBlank(atom: Atom | undefined): boolean {
  return atom !== undefined && (atom.kind === "break" || (atom.kind === "text" && BLANK.test(atom.text)));
}

export interface Run {
  readonly start: number;
  /** After its last atom. */
  readonly end: number;
}

/** Where a mark lies, without a gap; two links in a row are two runs. */
export function runsOf(atoms: readonly Atom[], mark: keyof Marks): readonly Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < atoms.length; ) {
    const value = atoms[at]?.marks[mark];
    let end = at + 1;
    while (end < atoms.length && atoms[end]?.marks[mark] === value) end += 1;
    if (value) runs.push({ start: at, end });
    at = end;
  }
  return runs;
}
