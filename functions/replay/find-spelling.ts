/**
 * Owns finding the URL that a client meant whose percent-encodings were lost: it asked for `/web/2026/http://…/a%2Cb`,
 * and API Gateway handed on `a,b`. Only where there is no capture of what was handed on.
 */
import { rangesOfMatch } from "../../shared/index/site-range.ts";
import { toUrlkey } from "../../shared/url/urlkey.ts";
import type { ReplayDeps } from "./replay-deps.ts";

/** Captures that are looked at: one Query. */
const MAX_ROWS = 500;

/** What a path may hold as itself or percent-encoded, and mean something else by it; `/` it cannot but hold as itself. */
const AMBIGUOUS = /[^\w./-]/;

/** A URL that has captures and is spelled the same but for percent-encodings in its path; undefined where none is. */
export async function findSpelling({ captures }: ReplayDeps, url: string): Promise<string | undefined> {
  const { origin, pathname } = new URL(url);
  const at = AMBIGUOUS.exec(pathname)?.index;
  if (at === undefined) return undefined;
  const [range] = rangesOfMatch(origin + pathname.slice(0, at), "prefix") ?? [];
  if (!range) return undefined;
  const wanted = undoEncoding(toUrlkey(url));
  for await (const rows of captures.walk(range, { order: "ascending", pageSize: MAX_ROWS })) {
    return rows.find((row) => undoEncoding(toUrlkey(row.url)) === wanted)?.url;
  }
  return undefined;
}

/** Urlkeys are in lower case. */
function undoEncoding(urlkey: string): string {
  return urlkey.replace(/%([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)).toLowerCase(),
  );
}
