/**
 * Owns making an item of what a format's reader found in an entry: which address counts, resolving it, cleaning title
 * and dates. Pure; it knows the fields, not where they stood.
 */
import { TextDecoder } from "@exodus/bytes/encoding.js";
import { plainLine } from "../article/metadata/plain-text.ts";
import { checkUrl } from "../url/check-url.ts";
import { parseFeedDate } from "./feed-date.ts";
import type { SourceItem } from "./source-item.ts";

/** The addresses an entry may carry, best first. */
export const ADDRESS_FIELDS = [
  // What FeedBurner's own redirect in `link` stands for.
  "originalLink",
  "link",
  "alternateLink",
  "otherLink",
  "loc",
  "permalink",
  "about",
  "id",
] as const;

export type AddressField = (typeof ADDRESS_FIELDS)[number];
export type PlainField = "title" | "published" | "updated";

/** What was found in one entry: addresses already resolved, the rest as written. */
export type EntryFields = Partial<Record<AddressField | PlainField, string>>;

/** The item of an entry, or null where it names nothing to capture. */
export function itemOf(kind: SourceItem["kind"], fields: EntryFields): SourceItem | null {
  const address = ADDRESS_FIELDS.find((field) => fields[field] !== undefined);
  const url = address === undefined ? undefined : fields[address];
  if (url === undefined) return null;
  const publishedRaw = rawOf(fields.published);
  const updatedRaw = rawOf(fields.updated);
  return {
    kind,
    url,
    title: titleOf(fields.title),
    publishedAt: parseFeedDate(publishedRaw),
    publishedRaw,
    updatedAt: parseFeedDate(updatedRaw),
    updatedRaw,
  };
}

/** `&#146;` names a control character and means the Windows one, as HTML, section 13.2.5.80 knows. */
const WINDOWS_1252 = new TextDecoder("windows-1252");

/** One plain line, or null. */
export function titleOf(text: string | undefined): string | null {
  const line = plainLine(text?.replace(/[\x80-\x9f]/g, (char) => WINDOWS_1252.decode(Buffer.from(char, "latin1"))));
  return line === null ? null : detached(line);
}

/** A scheme alone does not make `tag:` or `urn:` an address, nor does a word make a guid one. */
export function absoluteAddress(text: string): string | null {
  return /^\s*https?:\/\//i.test(text) ? resolveAddress(text, undefined) : null;
}

/**
 * Resolves an address as entries write it: relative to a base, protocol-relative, without its scheme (`www.…`), with
 * `&amp;` escaped once too often, with line breaks and control characters within.
 *
 * @returns The absolute URL as shared/url/check-url.ts normalises it, or null for one that cannot be captured.
 */
export function resolveAddress(text: string, base: string | undefined): string | null {
  const address = text
    .replace(/\p{Cc}+/gu, "")
    .trim()
    .replace(/&(?:amp|#0*38|#x0*26);/gi, "&");
  if (address === "") return null;
  const url = URL.parse(/^www\.[^/\s]+\.[^/\s]+(?:\/|$)/i.test(address) ? `//${address}` : address, base);
  if (url === null) return null;
  const checked = checkUrl(url.href);
  return checked.ok ? checked.url : null;
}

function rawOf(text: string | undefined): string | null {
  const line = text?.replace(/\s+/g, " ").trim() ?? "";
  return line === "" ? null : detached(line);
}

/**
 * A copy that does not keep the text alive from which it was cut: V8's substrings point into their parent, and items
 * would hold the whole document in memory.
 */
function detached(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}
