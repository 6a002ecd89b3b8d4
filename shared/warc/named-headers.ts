/**
 * Owns reading the header block of a WARC record: the version line and the named fields (WARC 1.1, section 4). Files that
 * others made come through here, so it takes what their tools write, such as bare line feeds and angle brackets. Pure.
 */

/** A header block. */
export interface NamedHeaders {
  /** `1.0` or `1.1`; what else the version line says. */
  readonly version: string;
  /** By name in lower case; the values of a repeated name are joined by a comma, as HTTP's are. */
  readonly fields: ReadonlyMap<string, string>;
}

/** Where a header block ends: behind its empty line. */
export interface HeaderEnd {
  /** Bytes of the block with its empty line. */
  readonly length: number;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Finds the empty line that ends the header block which begins `bytes`; null where there is none. */
export function findHeaderEnd(bytes: Uint8Array): HeaderEnd | null {
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) {
    const next = bytes[at + 1] === CARRIAGE_RETURN ? at + 2 : at + 1;
    if (bytes[next] === LINE_FEED) return { length: next + 1 };
  }
  return null;
}

/** Reads a header block; null where it does not begin with a WARC version. Fields are UTF-8 (WARC 1.1, section 4). */
export function parseNamedHeaders(block: Uint8Array): NamedHeaders | null {
  const [first = "", ...lines] = new TextDecoder().decode(block).split(/\r?\n/);
  const version = /^WARC\/(\d+\.\d+)\s*$/.exec(first)?.[1];
  if (version === undefined) return null;
  const fields = new Map<string, string>();
  let last: string | undefined;
  for (const line of lines) {
    if (last !== undefined && /^[ \t]/.test(line)) {
      // A folded line continues the value before it.
      fields.set(last, `${fields.get(last)} ${line.trim()}`.trim());
      continue;
    }
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    last = line.slice(0, colon).trim().toLowerCase();
    const earlier = fields.get(last);
    const value = line.slice(colon + 1).trim();
    fields.set(last, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return { version, fields };
}

/** A URI as a field has it: wget, and the grammar of WARC 1.0, put it into angle brackets. */
export function bareUri(value: string): string {
  return /^<(.*)>$/s.exec(value.trim())?.[1] ?? value.trim();
}
