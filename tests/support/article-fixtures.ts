/**
 * Owns reading the fixture pages of tests/fixtures/articles/: one folder for each leak, shape or trap, with the page, what
 * it tries, and what a reader would want of it. A folder that says something unknown is told so, and not half tested.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

export const FIXTURES_DIR = join(import.meta.dirname, "../fixtures/articles");

/** Together. Each page tries one thing; a page from the wild needs more than this. */
const MAX_FOLDER_BYTES = 60 * 1024;

/** Vocabularies and licences that pages name without being anybody's. */
const NAMESPACE_HOSTS = new Set(["schema.org", "w3.org", "ogp.me", "creativecommons.org"]);

const expectedSchema = z.strictObject({
  /** One sentence: what this page tries. */
  about: z.string().regex(/^\S.*\S$/, "must be a sentence"),
  url: z.url(),
  /** @default "text/html" */
  contentType: z.string().optional(),
  article: z.record(z.string(), z.unknown()),
});

/** The optional files: the whole of one rendering. */
const RENDERINGS = { "expected.txt": "text", "expected.md": "markdown", "expected.html": "html" } as const;

export interface ArticleFixture extends z.infer<typeof expectedSchema> {
  readonly folder: string;
  readonly page: Buffer;
  /** By the article's field, as the files hold it. */
  readonly renderings: Partial<Record<(typeof RENDERINGS)[keyof typeof RENDERINGS], string>>;
}

export function listFixtures(dir = FIXTURES_DIR): string[] {
  return readdirSync(dir).sort();
}

/** @throws Error with a sentence that names the folder and what is wrong with it. */
export function readFixture(folder: string, dir = FIXTURES_DIR): ArticleFixture {
  const files = readFiles(folder, join(dir, folder));
  const page = files.get("page.html");
  const expected = files.get("expected.json");
  if (!page) throw new Error(`The fixture ${folder} has no page.html.`);
  if (!expected) throw new Error(`The fixture ${folder} has no expected.json.`);
  const renderings: ArticleFixture["renderings"] = {};
  for (const [name, content] of files) {
    if (isRendering(name)) renderings[RENDERINGS[name]] = content.toString("utf8");
    else if (content !== page && content !== expected) {
      throw new Error(`The fixture ${folder} has a file that nothing reads: ${name}.`);
    }
  }
  return { folder, page, renderings, ...readExpected(folder, expected.toString("utf8")) };
}

function readFiles(folder: string, path: string): Map<string, Buffer> {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(folder)) throw new Error(`The fixture ${folder} is not named in kebab-case.`);
  const files = new Map(readdirSync(path).map((name) => [name, readFileSync(join(path, name))]));
  const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  if (bytes >= MAX_FOLDER_BYTES)
    throw new Error(`The fixture ${folder} takes ${bytes} bytes: too large for one shape.`);
  for (const [name, content] of files) {
    const [host] = strangeHosts(content.toString("latin1"));
    if (host)
      throw new Error(`The fixture ${folder} names ${host} in ${name}: only hosts under .example are nobody's.`);
  }
  return files;
}

function isRendering(name: string): name is keyof typeof RENDERINGS {
  return name in RENDERINGS;
}

function readExpected(folder: string, text: string): z.infer<typeof expectedSchema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`The fixture ${folder} has an expected.json that is no JSON: ${String(error)}.`);
  }
  const { success, data, error } = expectedSchema.safeParse(json);
  if (success) return data;
  const [issue] = error.issues;
  throw new Error(`The fixture ${folder}: ${[...(issue?.path ?? []), issue?.message].join(" ")} (expected.json).`);
}

/** Hosts of absolute links, also of those with `\/` as JSON may write it, and of links that begin with `//`. */
function strangeHosts(text: string): string[] {
  const links = text.matchAll(/(?:https?:|["'=(]\s*)(?:\/\/|\\\/\\\/)([a-z0-9.-]+)/gi);
  return [...links].flatMap(([, host = ""]) => (isNobodys(host.toLowerCase()) ? [] : [host]));
}

function isNobodys(host: string): boolean {
  return /(?:^|\.)example$/.test(host) || NAMESPACE_HOSTS.has(host.replace(/^(?:www\.|rdfs?\.)/, ""));
}
