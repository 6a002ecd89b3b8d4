/** Owns making one clean line of what metadata fields hold. Pure. */
import type { DefaultTreeAdapterTypes } from "parse5";
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
  const text = /&[#a-z0-9]+;|<\/?[a-z]/i.test(cut) ? textOf(cut) : cut;
  const line = text
    .replace(/\p{Cc}|\p{Zs}/gu, " ")
    .replace(/[\u00ad\u200b\u2060\ufeff]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return line === "" ? null : line.toWellFormed();
}

function textOf(html: string): string {
  const texts: string[] = [];
  const stack: DefaultTreeAdapterTypes.Node[] = [parseFragment(html)];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if ("value" in node) texts.push(node.value);
    else if ("childNodes" in node) stack.push(...node.childNodes.toReversed());
  }
  return texts.join("");
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
