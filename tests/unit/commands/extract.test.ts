/** `npm run extract`: what its flags mean, and a stream of pages. */
import { describe, expect, it } from "vitest";
import { readExtractFlags } from "../../../local/commands/extract-flags.ts";
import { extractLines } from "../../../local/commands/extract-lines.ts";
import { readLines, TooLong } from "../../../local/commands/read-lines.ts";
import { UsageError } from "../../../local/commands/settings.ts";

const PAGE_URL = "https://paper.example/ferry";
const TEXT =
  "Nobody at the quay could say when the boat would leave, and by noon most of those who had waited went home.";
const HTML = `<title>The ferry ran late</title><meta name="author" content="Ines Harrow">
<meta property="article:published_time" content="2026-03-14"><article><p>${TEXT}</p></article>`;

async function* chunksOf(...chunks: (string | Buffer)[]) {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

async function answersTo(...lines: unknown[]) {
  const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  const printed: string[] = [];
  const counts = await extractLines(chunksOf(text), async (line) => void printed.push(line));
  return { counts, answers: printed.map((line) => JSON.parse(line)) };
}

describe("flags", () => {
  it("ask for Markdown unless for something else", () => {
    expect(readExtractFlags(["page.html", "--url", PAGE_URL])).toEqual({
      mode: "page",
      file: "page.html",
      url: PAGE_URL,
      contentType: null,
      as: "markdown",
    });
    expect(readExtractFlags(["-", "--url", PAGE_URL, "--text"])).toMatchObject({ file: "-", as: "text" });
    expect(readExtractFlags(["--stdin-jsonl"])).toEqual({ mode: "lines" });
  });

  it.each<[string[], string]>([
    [[], "Which file?"],
    [["page.html"], "Add --url URL"],
    [["page.html", "--url", "paper"], "--url: paper is not an http(s) URL"],
    [["page.html", "--url", "file:///page.html"], "is not an http(s) URL"],
    [["page.html", "other.html", "--url", PAGE_URL], "what is other.html?"],
    [["page.html", "--url", PAGE_URL, "--json", "--text"], "Either --json or --text, not both"],
    [["page.html", "--stdin-jsonl"], "--stdin-jsonl takes no page.html"],
    [["--stdin-jsonl", "--url", PAGE_URL], "--stdin-jsonl takes no --url"],
    [["page.html", "--colour"], "Unknown option"],
  ])("that make no sense are told: %j", (args, sentence) => {
    expect(() => readExtractFlags(args)).toThrow(UsageError);
    expect(() => readExtractFlags(args)).toThrow(sentence);
  });
});

describe("a stream of pages", () => {
  it("is answered with articles, in order, with the names that scorers know", async () => {
    const { counts, answers } = await answersTo(
      { id: "b", url: PAGE_URL, html: HTML },
      { id: 2, url: PAGE_URL, html: `<p>${TEXT}` },
    );
    expect(answers[0]).toMatchObject({
      ...{ id: "b", url: PAGE_URL, title: "The ferry ran late", text: TEXT, quality: expect.any(String) },
      ...{ authors: ["Ines Harrow"], author: "Ines Harrow", published: "2026-03-14", date: "2026-03-14" },
    });
    expect(answers[1]).toMatchObject({ id: 2, text: TEXT, author: "", date: null });
    expect(counts).toEqual({ pages: 2, failed: 0 });
  });

  it("goes on after a line that gives no article, which is answered with why", async () => {
    const good = { id: "z", url: PAGE_URL, html: HTML };
    const { counts, answers } = await answersTo(
      ...[
        "{",
        "[]",
        { id: "a", url: "paper", html: "" },
        { id: "b", url: PAGE_URL },
        { id: {}, url: PAGE_URL, html: "" },
      ],
      ...["", { id: "c", url: PAGE_URL, html: "%PDF-1.7 and so on" }, good],
    );
    expect(answers).toMatchObject([
      { error: { code: "bad-line", message: "The line is not JSON." } },
      { error: { code: "bad-line" } },
      { id: "a", error: { code: "bad-line", message: "url: is not an http(s) URL." } },
      { id: "b", error: { code: "bad-line", message: expect.stringContaining("html: ") } },
      { error: { code: "bad-line", message: expect.stringContaining("id: ") } },
      { id: "c", error: { code: "extraction-failed" } },
      { id: "z", text: TEXT },
    ]);
    expect(counts).toEqual({ pages: 7, failed: 6 });
  });

  it("is read no faster than its answers are taken", async () => {
    let read = 0;
    async function* pages() {
      for (; read < 5; read += 1) yield Buffer.from(`${JSON.stringify({ id: read, url: PAGE_URL, html: HTML })}\n`);
    }
    const ahead: number[] = [];
    await extractLines(pages(), async (line) => void ahead.push(read - JSON.parse(line).id));
    expect(ahead).toEqual([0, 0, 0, 0, 0]);
  });
});

describe("lines", () => {
  const linesOf = async (maxBytes: number, ...chunks: (string | Buffer)[]) => {
    const lines: unknown[] = [];
    for await (const line of readLines(chunksOf(...chunks), maxBytes)) {
      lines.push(line instanceof TooLong ? null : line.toString());
    }
    return lines;
  };

  it("may be cut anywhere by the chunks that they come in, inside a character too", async () => {
    const [before, after] = [Buffer.from("é").subarray(0, 1), Buffer.from("é").subarray(1)];
    expect(await linesOf(100, "on", "e\ntwo\n", before, after, "\n\nlast")).toEqual(["one", "two", "é", "", "last"]);
  });

  it("that are too long are let pass, and the next is read", async () => {
    expect(await linesOf(4, "12345\n1234\n", "123", "456", "789\n", "ab")).toEqual([null, "1234", null, "ab"]);
  });
});
