/** Owns what rules may know of the content as a whole: its measures, its lines, and what metadata says. Pure. */
import type { Root } from "hast";
import { wordKey } from "../../metadata/headline.ts";
import type { PageContent } from "../choose-content.ts";
import { type Line, linesOf } from "./lines.ts";
import { type Measured, measureTree } from "./measure.ts";

export type About = Pick<PageContent, "facts" | "metadata">;

export interface Content extends Measured {
  readonly lines: readonly Line[];
  readonly known: Known;
}

/** Metadata as keys to compare with (see `wordKey`). */
export interface Known {
  readonly titles: ReadonlySet<string>;
  readonly authors: readonly string[];
  readonly url: string;
}

export function knownOf({ facts, metadata }: About): Known {
  const titles = [metadata.title, facts.documentTitle, ...(facts.meta.get("og:title") ?? []).slice(0, 2)];
  return {
    titles: keysOf(titles),
    authors: metadata.authors.map((name) => name.normalize("NFKC").toLowerCase().trim()).filter(isPerson),
    url: facts.url,
  };
}

/** An agency signs with one word, and begins its reports with it: "OSLO (Reuters)". */
function isPerson(name: string): boolean {
  return name.length >= 3 && (name.includes(" ") || /\p{Lo}/u.test(name));
}

function keysOf(values: readonly (string | null | undefined)[]): Set<string> {
  const keys = values.map((value) => wordKey((value ?? "").slice(0, 400)));
  return new Set(keys.filter((key) => key !== ""));
}

export function contentOf(root: Root, known: Known): Content {
  const measured = measureTree(root, known.url);
  let lines: readonly Line[] | undefined;
  return {
    ...measured,
    known,
    get lines() {
      lines ??= linesOf(measured.all);
      return lines;
    },
  };
}
