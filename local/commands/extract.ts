/** `npm run extract -- FILE.html --url URL`: extracts one page, or a stream of pages, without an archive. */
import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { PressmarkError } from "../../shared/errors.ts";
import { type ExtractFlags, readExtractFlags } from "./extract-flags.ts";
import { extractLines } from "./extract-lines.ts";
import { extractPage, type Page } from "./extract-page.ts";
import { printProgress, runMain } from "./main.ts";
import { createPrinter } from "./printer.ts";
import { UsageError } from "./settings.ts";

const HELP = `npm run extract -- FILE.html --url URL [--json | --text | --html] [--content-type TYPE]
npm run extract -- --stdin-jsonl

Extracts the article of one page and prints it as Markdown. FILE is - for standard input. Nothing is fetched.

  --url URL                  where the page was found: links are made absolute by it
  --content-type TYPE        the page's Content-Type as its server sent it, such as "text/html; charset=windows-1251"
                             (default: none; the page's own meta, then a guess, name its encoding)
  --json                     all that is known of the article, as JSON
  --text                     the plain text instead
  --html                     the sanitised HTML instead

  --stdin-jsonl              reads lines of {"id", "url", "html"} and writes for each, in order, a line of {"id",
                             "text", "title", "authors", "published", "quality", …}; also "author" and "date", as
                             scorers read them. A line that gives no article is answered {"id", "error": {"code",
                             "message"}}, and the command exits with 1 at the end.
`;

/** What each flag prints. JSON is for a person here, and one line a page in a stream. */
const PRINTS = {
  markdown: ({ markdown }) => markdown,
  text: ({ text }) => text,
  html: ({ html }) => html,
  json: (article) => JSON.stringify(article, undefined, 2),
} as const satisfies Record<string, (article: Awaited<ReturnType<typeof extractPage>>) => string>;

await runMain(async () => {
  const flags = readExtractFlags(process.argv.slice(2));
  const print = createPrinter(process.stdout);
  if (flags.mode === "help") await print(HELP);
  if (flags.mode === "page") return printPage(flags, print);
  return flags.mode === "lines" && (await extractLines(process.stdin, print)).failed > 0 ? 1 : 0;
});

async function printPage(
  { file, as, url, contentType }: Extract<ExtractFlags, { mode: "page" }>,
  print: (text: string) => Promise<void>,
): Promise<number> {
  const page: Page = { url, contentType, body: await readPage(file) };
  try {
    const article = await extractPage(page);
    await print(`${PRINTS[as](article).replace(/\n$/, "")}\n`);
    if (article.quality !== "article") printProgress(`Not an article: ${article.quality}.`);
    return 0;
  } catch (error) {
    if (!(error instanceof PressmarkError)) throw error;
    printProgress(`${error.code}: ${error.message}`);
    return 1;
  }
}

async function readPage(file: string): Promise<Buffer> {
  if (file === "-") return buffer(process.stdin);
  return readFile(file).catch(() => {
    throw new UsageError(`${file} cannot be read`);
  });
}
