/** Owns how the archived response's headers are told: as `X-Archive-Orig-*`, whatever of them the answer has too. Pure. */
import type { HeaderLines } from "../../shared/fetch/exchange.ts";

const PREFIX = "X-Archive-Orig-";

/**
 * Bytes of names and values. API Gateway takes 10 KiB of headers at most (its quota for HTTP APIs), and ours need room;
 * what does not fit stands in the WARC record.
 */
const MAX_BYTES = 6 * 1024;

/** Each header once; several lines of one name are joined as a list. What cannot be sent is percent-encoded. */
export function archivedHeaders(lines: HeaderLines): Record<string, string> {
  const byName = new Map<string, { name: string; values: string[] }>();
  for (const [name, value] of lines) {
    if (!/^[!#$%&'*+.^_`|~\w-]{1,128}$/.test(name)) continue;
    const found = byName.get(name.toLowerCase());
    if (found) found.values.push(value);
    else byName.set(name.toLowerCase(), { name, values: [value] });
  }
  const headers: Record<string, string> = {};
  let left = MAX_BYTES;
  for (const { name, values } of byName.values()) {
    // The WARC has this one under its archived name, since the body is not in chunks any more.
    const told = name.toLowerCase().startsWith(PREFIX.toLowerCase()) ? name : `${PREFIX}${name}`;
    const value = sendable(values.join(", "));
    if (told.length + value.length > left) continue;
    left -= told.length + value.length;
    headers[told] = value;
  }
  return headers;
}

/** Visible ASCII, and blanks. */
export function sendable(value: string): string {
  return value.replace(/[^\x20-\x7e]/g, (char) => encodeURIComponent(char));
}
