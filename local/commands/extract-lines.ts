/**
 * Owns the stream of pages: lines of JSON in, lines of JSON out, one page in memory at a time. Each line is answered, in
 * order, with an article or with why there is none; what is wrong with one is no matter of the next.
 */
import * as z from "zod";
import type { Article } from "../../shared/article/article.ts";
import { PressmarkError } from "../../shared/errors.ts";
import { extractPage, isPageUrl } from "./extract-page.ts";
import { readLines, TooLong } from "./read-lines.ts";

/**
 * A page of 20 MiB, the largest that is extracted, in JSON that escapes every third of its characters or so. In bytes.
 */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

const lineSchema = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  url: z.string().refine(isPageUrl, "is not an http(s) URL"),
  html: z.string(),
});

type Id = z.infer<typeof lineSchema>["id"];

interface Failed {
  readonly error: { readonly code: string; readonly message: string };
}

/** @param print - Returns when the next line may come. */
export async function extractLines(
  input: AsyncIterable<Uint8Array>,
  print: (text: string) => Promise<void>,
): Promise<{ pages: number; failed: number }> {
  const counts = { pages: 0, failed: 0 };
  for await (const line of readLines(input, MAX_LINE_BYTES)) {
    const answer = await answerLine(line);
    if (answer === null) continue;
    counts.pages += 1;
    if ("error" in answer) counts.failed += 1;
    await print(`${JSON.stringify(answer)}\n`);
  }
  return counts;
}

/** Null for an empty line. */
async function answerLine(line: Buffer | TooLong): Promise<({ id?: Id } & (Article | Failed)) | null> {
  if (line instanceof TooLong) return failure("line-too-long", `The line is longer than ${MAX_LINE_BYTES} bytes.`);
  const text = line.toString("utf8");
  if (text.trim() === "") return null;
  const json = parseJson(text);
  if (json === undefined) return failure("bad-line", "The line is not JSON.");
  const { data, error } = lineSchema.safeParse(json);
  if (error) return { ...idOf(json), ...failure("bad-line", toSentence(error)) };
  const { id, url, html } = data;
  return { ...(id === undefined ? {} : { id }), ...(await extract(url, html)) };
}

async function extract(url: string, html: string): Promise<Article | Failed> {
  try {
    const article = await extractPage({ url, contentType: "text/html; charset=utf-8", body: Buffer.from(html) });
    // Scorers know a page's author and date by these names.
    return { ...article, ...{ author: article.authors.join(", "), date: article.published } };
  } catch (error) {
    if (error instanceof PressmarkError) return failure(error.code, error.message);
    return failure("unexpected", error instanceof Error ? error.message : String(error));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function idOf(json: unknown): { id?: Id } {
  const { data } = z.object({ id: lineSchema.shape.id }).safeParse(json);
  return data ?? {};
}

function toSentence({ issues: [issue] }: z.ZodError): string {
  return `${[...(issue?.path ?? []), issue?.message].join(": ")}.`;
}

function failure(code: string, message: string): Failed {
  return { error: { code, message } };
}
