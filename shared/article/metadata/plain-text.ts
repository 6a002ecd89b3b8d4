/** Owns making one clean line of what metadata fields hold. Pure. */
import { parseFragment } from "parse5";

/** Longer values are no headline, name or description; they are cut. */
const MAX_FIELD_CHARS = 4_096;

/**
 * One line of plain text: entities and tags of double-encoded values undone, control and invisible characters dropped,
 * whitespace collapsed.
 *
 * @returns The line, or null when nothing is left.
 */
export function plainLine(value: string | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  const cut = value.slice(0, MAX_FIELD_CHARS);
  const text = /&[#a-z0-9]+;|<\/?[a-z]/i.test(cut) ? withoutMarkup(cut) : cut;
  const line = text
    .replace(/\p{Cc}|\p{Zs}/gu, " ")
    .replace(/[\u00ad\u200b\u2060\ufeff]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return line === "" ? null : line.toWellFormed();
}

/** Tags are cut, not parsed: unclosed formatting would make the parser build n² elements, for each of many values. */
function withoutMarkup(html: string): string {
  const text = html.replace(/<[/!]?[a-z-][^<>]*>/gi, "").replaceAll("<", "&lt;");
  return parseFragment(text)
    .childNodes.map((node) => ("value" in node ? node.value : ""))
    .join("");
}

/** Without the characters of `leading` at its start and of `trailing` at its end; linear, as `/[…]+$/` is not. */
export function trimChars(text: string, leading: string, trailing: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && leading.includes(text.charAt(start))) start += 1;
  while (end > start && trailing.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/**
 * Resolves an address found in a page.
 *
 * @returns The absolute http(s) URL, or null for anything else.
 */
export function absoluteUrl(value: string | null | undefined, baseUrl: string): string | null {
  if (value === null || value === undefined || value.trim() === "") return null;
  const url = URL.parse(value.trim(), baseUrl);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") ? url.href : null;
}
