/**
 * Owns the addresses of archived pages and of what lists them: `/web/<timestamp><modifier>/<url>`,
 * `/web/<url>` (the TimeGate) and `/web/timemap/<format>/<url>`, written and read. Pure.
 */
import { type CheckedUrl, checkUrl } from "../url/check-url.ts";
import { toTimestamp } from "./timestamp.ts";

/** What an address asks a page to be given as: `id_` its bytes as they came, the others say what embeds it. */
export const MODIFIERS = ["id_", "if_", "mp_", "js_", "cs_", "im_", "oe_", "fr_"] as const;
export type Modifier = (typeof MODIFIERS)[number];

/** Forms of a TimeMap, as they stand in its address. */
export const TIMEMAP_FORMATS = ["link", "json", "cdxj", "ndjson"] as const;
export type TimeMapFormat = (typeof TIMEMAP_FORMATS)[number];

/** Address of one memento (URI-M). */
export function mementoUrl(
  baseUrl: string,
  capture: { readonly url: string; readonly capturedAt: string },
  modifier: Modifier | "" = "",
): string {
  return `${baseUrl}/web/${toTimestamp(capture.capturedAt)}${modifier}/${capture.url}`;
}

/** Address that negotiates the moment (URI-G). */
export const timeGateUrl = (baseUrl: string, url: string): string => `${baseUrl}/web/${url}`;

/**
 * Address of a TimeMap (URI-T).
 *
 * @param range - for a page of a long one: moments of its first and last memento, ISO 8601
 */
export function timeMapUrl(
  baseUrl: string,
  format: TimeMapFormat,
  url: string,
  range?: { readonly from: string; readonly until: string },
): string {
  const part = range ? `${toTimestamp(range.from)}-${toTimestamp(range.until)}/` : "";
  return `${baseUrl}/web/timemap/${format}/${part}${url}`;
}

/** What an address below `/web/` asks for. */
export interface ReplayPath {
  /** 1 to 14 digits; undefined for the TimeGate. */
  readonly timestamp: string | undefined;
  readonly modifier: Modifier | "";
  readonly target: CheckedUrl;
}

/**
 * Reads what follows `/web/`. A timestamp or modifier that is none is taken for the beginning of the URL.
 *
 * @param path - percent-decoded, as API Gateway hands it on
 * @param rawQueryString - as it was sent, without `?`
 */
export function parseReplayPath(path: string, rawQueryString: string): ReplayPath {
  const [whole = "", timestamp, modifier = ""] = REPLAY_PATH.exec(path) ?? [];
  return {
    timestamp,
    modifier: modifier as Modifier | "",
    target: readTarget(path.slice(whole.length), rawQueryString),
  };
}

const REPLAY_PATH = new RegExp(`^(\\d{1,14})(${MODIFIERS.join("|")})?/`);

/**
 * The archived URL at the end of an address. API Gateway decodes the path, so `?`, `#` and `%` in it were encoded, and
 * are again; a `%2F` cannot be told from a slash. What names no scheme is `http`, as everywhere in web archives.
 *
 * @param path - percent-decoded, without what stands before the URL
 * @param rawQueryString - the archived URL's own query, as it was sent
 */
export function readTarget(path: string, rawQueryString: string): CheckedUrl {
  const encoded = path.replace(/[%?#]/g, encodeURIComponent);
  return checkUrl(withScheme(rawQueryString === "" ? encoded : `${encoded}?${rawQueryString}`));
}

/** `http://` before what has no scheme, and where one of its slashes was lost on the way. */
export function withScheme(text: string): string {
  const [, scheme, rest] = /^(https?):\/*(.*)$/is.exec(text) ?? [];
  if (scheme) return `${scheme}://${rest}`;
  // `paper.example:8080/` has a port, not a scheme.
  return /^[a-z][a-z\d+.-]*:(?!\d)/i.test(text) ? text : `http://${text.replace(/^\/+/, "")}`;
}
