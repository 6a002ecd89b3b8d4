/** Owns looking up and converting header lines. Values are latin1: one character is one byte of the wire. Pure. */
import type { HeaderLines } from "./exchange.ts";

/**
 * Every value of a header, in order, without the white space around it. The name is compared without regard to case
 * (RFC 9110, sections 5.1 and 5.5).
 */
export function headerValues(headers: HeaderLines, name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([each]) => each.toLowerCase() === wanted).map(([, value]) => trimSpace(value));
}

/** All values of a header as one comma-separated list (RFC 9110, section 5.3), or null where it is absent. */
export function headerList(headers: HeaderLines, name: string): string | null {
  const values = headerValues(headers, name);
  return values.length === 0 ? null : values.join(", ");
}

/** Reads `Name: value` lines, without the start line and without the empty line. Lines with no colon are left out. */
export function parseHeaderLines(block: string): HeaderLines {
  const lines: [string, string][] = [];
  for (const line of block.split("\r\n")) {
    const last = lines.at(-1);
    if (last && /^[ \t]/.test(line)) {
      // A folded line continues the value before it (RFC 9112, section 5.2).
      last[1] += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(":");
    if (colon > 0) lines.push([line.slice(0, colon).trimEnd(), trimSpace(line.slice(colon + 1))]);
  }
  return lines;
}

/** True where `value` may be sent as a header value (RFC 9110, section 5.5): tab, visible ASCII, space, obs-text. */
export function isSendableValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

/**
 * Takes off optional white space (RFC 9110, section 5.6.3), which is less than what `trim` takes. By index: a pattern
 * that ends in `+$` is quadratic, and took seconds over one line with 60,000 spaces inside.
 */
function trimSpace(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isSpace(text[start])) start += 1;
  while (end > start && isSpace(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

const isSpace = (character: string | undefined): boolean => character === " " || character === "\t";
