/**
 * Owns OPML 2.0 (opml.org/spec2.opml): lists of feeds in and out. A list is imported whole or not at all, so a file that
 * was cut off is a failure here, unlike a feed that was. It must not make sources of the entries.
 */
import { Parser } from "htmlparser2";
import { resolveAddress } from "./item-fields.ts";

/** One feed of a list. */
export interface OpmlEntry {
  /** `xmlUrl`, absolute http(s). */
  readonly url: string;
  readonly title: string | null;
  /** Texts of the outlines that enclose it, outermost first. */
  readonly labels: readonly string[];
}

/** Why a list could not be read; the codes are part of the API. */
export const OPML_FAILURES = {
  empty: "The list is empty.",
  "not-opml": "This is not OPML.",
  "cut-off": "The list breaks off before its end.",
  "too-large": "The list is larger than is read.",
} as const;

export type OpmlFailure = keyof typeof OPML_FAILURES;

export type OpmlOutcome =
  | {
      readonly kind: "read";
      /** In order, each URL once, with the labels of all its places. */
      readonly entries: readonly OpmlEntry[];
      /** `xmlUrl` values that are no http(s) URL. */
      readonly skipped: readonly string[];
    }
  | { readonly kind: "failed"; readonly code: OpmlFailure; readonly message: string };

/** Bounds of one list. */
export const OPML_LIMITS = {
  /** Characters: ten thousand feeds with long descriptions. */
  maxChars: 8 * 1024 * 1024,
  maxEntries: 10_000,
  /** Readers nest folders two or three deep. */
  maxDepth: 50,
  /** Longer titles and labels are cut. */
  maxTextChars: 1_000,
  /** Longer values of `skipped` are cut. */
  maxSkippedChars: 200,
} as const;

/** Reads a list. Tolerant of what writers of OPML get wrong: case, bare ampersands, `feed:` addresses. */
export function readOpml(text: string): OpmlOutcome {
  if (text.trim() === "") return failure("empty");
  if (text.length > OPML_LIMITS.maxChars) return failure("too-large");
  const reader = new OpmlReader();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => reader.open(name, attributes),
      onclosetag: (name, implied) => reader.close(name, implied),
    },
    { xmlMode: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  for (let at = 0; at < text.length && !reader.tooLarge; at += CHUNK_CHARS) {
    parser.write(text.slice(at, at + CHUNK_CHARS));
  }
  if (!reader.tooLarge) parser.end();
  return reader.outcome();
}

/** So that a limit, looked at between the pieces, ends the parsing soon. */
const CHUNK_CHARS = 16_384;

/**
 * Writes a list; {@link readOpml} reads the same entries back. Entries of the same labels stand together.
 *
 * @param title the list's own
 */
export function writeOpml(entries: readonly OpmlEntry[], title: string): string {
  const root: Folder = { folders: new Map(), entries: [] };
  for (const entry of entries) {
    let folder = root;
    for (const label of entry.labels) folder = subfolder(folder, label);
    folder.entries.push(entry);
  }
  const head = `  <head>\n    <title>${escapeXml(title)}</title>\n  </head>`;
  const body = `  <body>\n${linesOf(root, "    ").join("")}  </body>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n${head}\n${body}\n</opml>\n`;
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly entries: OpmlEntry[];
}

function subfolder(folder: Folder, label: string): Folder {
  const known = folder.folders.get(label);
  if (known !== undefined) return known;
  const made: Folder = { folders: new Map(), entries: [] };
  folder.folders.set(label, made);
  return made;
}

function linesOf(folder: Folder, indent: string): string[] {
  const feeds = folder.entries.map(({ url, title }) => {
    const text = escapeXml(title ?? url);
    const titleAttribute = title === null ? "" : ` title="${text}"`;
    return `${indent}<outline type="rss" text="${text}"${titleAttribute} xmlUrl="${escapeXml(url)}"/>\n`;
  });
  const folders = [...folder.folders].flatMap(([label, inner]) => [
    `${indent}<outline text="${escapeXml(label)}">\n`,
    ...linesOf(inner, `${indent}  `),
    `${indent}</outline>\n`,
  ]);
  return [...feeds, ...folders];
}

/** XML 1.0, section 2.2 has no place for control characters, escaped or not. */
function escapeXml(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, " ")
    .replace(/[&<>"]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[char] ?? "&quot;")
    .toWellFormed();
}

/** One line of text as it stands: unlike titles in feeds, `<b>` here is meant to be read. */
function lineOf(text: string | undefined): string | null {
  const line = text
    ?.replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, OPML_LIMITS.maxTextChars);
  return line ? line : null;
}

class OpmlReader {
  tooLarge = false;
  readonly #entries = new Map<string, OpmlEntry>();
  readonly #skipped: string[] = [];
  /** Labels of the open outlines; null for one that is a feed itself. */
  readonly #outlines: (string | null)[] = [];
  #sawOpml = false;
  #closed = false;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === "opml") this.#sawOpml = true;
    if (name !== "outline" || !this.#sawOpml || this.tooLarge) return;
    const xmlUrl = attributes.xmlurl?.trim() ?? "";
    if (xmlUrl !== "") this.#take(xmlUrl, attributes);
    this.#outlines.push(xmlUrl === "" ? lineOf(attributes.text ?? attributes.title) : null);
    this.tooLarge =
      this.#outlines.length > OPML_LIMITS.maxDepth ||
      this.#entries.size + this.#skipped.length > OPML_LIMITS.maxEntries;
  }

  close(name: string, implied: boolean): void {
    if (name === "outline") this.#outlines.pop();
    if (name === "opml" && !implied) this.#closed = true;
  }

  outcome(): OpmlOutcome {
    if (this.tooLarge) return failure("too-large");
    if (!this.#sawOpml) return failure("not-opml");
    if (!this.#closed) return failure("cut-off");
    return { kind: "read", entries: [...this.#entries.values()], skipped: this.#skipped };
  }

  #take(xmlUrl: string, attributes: Readonly<Record<string, string>>): void {
    // feed://host/path and feed:https://host/path, which browsers once handed to readers.
    const address = xmlUrl.replace(/^feed:(?=https?:)/i, "").replace(/^feed:\/\//i, "http://");
    const url = resolveAddress(address, undefined);
    if (url === null) {
      this.#skipped.push(xmlUrl.slice(0, OPML_LIMITS.maxSkippedChars));
      return;
    }
    const known = this.#entries.get(url);
    const labels = [...(known?.labels ?? []), ...this.#outlines.filter((label) => label !== null)];
    const title = known?.title ?? lineOf(attributes.title || attributes.text);
    this.#entries.set(url, { url, title: title === url ? null : title, labels: [...new Set(labels)] });
  }
}

function failure(code: OpmlFailure): OpmlOutcome {
  return { kind: "failed", code, message: OPML_FAILURES[code] };
}
