/** Owns reading a corpus: folders with a `truth.jsonl` and `pages/<id>.html.gz`. A set has of the truth what it has. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { crc32, gunzipSync } from "node:zlib";

/** What is known of a page; sets lack what nobody noted. */
export interface Truth {
  readonly id: string;
  readonly url: string;
  readonly text?: string;
  /** Passages that are neither required nor penalised. */
  readonly optional_text?: readonly string[];
  /** Snippets that belong to the text, and such that do not. */
  readonly with?: readonly string[];
  readonly without?: readonly string[];
  readonly title?: string | null;
  readonly author?: string | null;
  readonly date?: string | null;
  /** What kind of page it is: article, listing, forum, product… */
  readonly type?: string;
}

export interface CorpusPage {
  readonly set: string;
  /** As served, compressed or not. */
  readonly path: string;
  readonly truth: Truth;
}

export interface CorpusOptions {
  /** Of each set. @default all */
  readonly limit?: number | undefined;
  /** Rules are made looking at one half of the pages, told by a checksum of the id, and checked on the other. @default both */
  readonly half?: "even" | "odd" | undefined;
}

/** Thrown where there is no corpus, with what was looked for. */
export class NoCorpus extends Error {}

/**
 * @param dir - A set, or a folder of sets.
 * @throws NoCorpus
 */
export function readCorpus(dir: string, options: CorpusOptions = {}): CorpusPage[] {
  const sets = listSets(resolve(dir));
  if (sets.length === 0) throw new NoCorpus(`There is no truth.jsonl in ${dir}, nor in a folder of it.`);
  return sets.flatMap((set) => readSet(set, options));
}

export function readPage({ path }: Pick<CorpusPage, "path">): Buffer {
  const bytes = readFileSync(path);
  return path.endsWith(".gz") ? gunzipSync(bytes) : bytes;
}

function listSets(dir: string): string[] {
  const isSet = (path: string) => existsSync(join(path, "truth.jsonl"));
  if (isSet(dir)) return [dir];
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .sort()
    .map((name) => join(dir, name))
    .filter(isSet);
}

function readSet(dir: string, { limit, half }: CorpusOptions): CorpusPage[] {
  const lines = readFileSync(join(dir, "truth.jsonl"), "utf8").split("\n");
  const truths = lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as Truth);
  return truths
    .filter(({ id }) => half === undefined || (crc32(id) % 2 === 0) === (half === "even"))
    .slice(0, limit)
    .map((truth) => ({ set: basename(dir), path: pathOf(dir, truth.id), truth }));
}

function pathOf(dir: string, id: string): string {
  const path = join(dir, "pages", `${id}.html`);
  return existsSync(path) ? path : `${path}.gz`;
}
