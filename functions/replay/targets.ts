/** Owns reading what follows `/web/` in an address: what is asked for, in which form, of which moment. Pure. */
import {
  MODIFIERS,
  type Modifier,
  parseReplayPath,
  type ReplayPath,
  readTarget,
  withScheme,
} from "../../shared/memento/memento-urls.ts";
import { type CheckedUrl, checkUrl } from "../../shared/url/check-url.ts";

export interface ReplayTarget {
  /** `gate`: the moment is negotiated; `list`: all captures; `memento`: of the moment in the address. */
  readonly kind: "gate" | "list" | "memento";
  /** 1 to 14 digits; the empty string unless a memento is asked for. */
  readonly timestamp: string;
  readonly modifier: Modifier | "";
  /** The URLs that may be meant, likeliest first; never empty. */
  readonly urls: readonly string[];
}

const LIST = /^\d{0,14}\*\//;
const BARE_MODIFIER = new RegExp(`^(${MODIFIERS.join("|")})/`);

/**
 * @param rawPath - percent-decoded, as API Gateway hands it on, and so beginning with `/web/`
 * @returns why the URL is none where it is none
 */
export function readTargets(
  rawPath: string,
  rawQueryString: string,
): ReplayTarget | Extract<CheckedUrl, { ok: false }> {
  const path = rawPath.slice("/web/".length);
  const skipped = LIST.exec(path)?.[0] ?? BARE_MODIFIER.exec(path)?.[0];
  if (skipped !== undefined) {
    const target = readTarget(path.slice(skipped.length), rawQueryString);
    const isList = skipped.endsWith("*/");
    const modifier = isList ? "" : (skipped.slice(0, -1) as Modifier);
    return settle({ timestamp: undefined, modifier, target }, isList ? "list" : "gate", path, rawQueryString);
  }
  const parsed = parseReplayPath(path, rawQueryString);
  return settle(parsed, parsed.timestamp === undefined ? "gate" : "memento", path, rawQueryString);
}

function settle(
  { timestamp = "", modifier, target }: ReplayPath,
  kind: ReplayTarget["kind"],
  path: string,
  query: string,
): ReturnType<typeof readTargets> {
  if (!target.ok) return target;
  const literal = readLiterally(path, query);
  const urls = literal?.ok ? [...new Set([literal.url, target.url])] : [target.url];
  return { kind, timestamp, modifier, urls };
}

/**
 * The URL with the percent-encodings that are left in the decoded path: links of replayed pages have them there, where
 * they would be lost otherwise (./archive-links.ts). A URL that holds an encoded percent sign looks the same, and comes
 * second.
 */
function readLiterally(path: string, query: string): CheckedUrl | undefined {
  if (!/%[0-9a-f]{2}/i.test(path)) return undefined;
  const url = path
    .replace(/^(?:\d{0,14}(?:\*|[a-z]{2}_)?\/)?/, "")
    .replace(/[?#]/g, encodeURIComponent)
    .replace(/%(?![0-9a-f]{2})/gi, "%25");
  return checkUrl(withScheme(query === "" ? url : `${url}?${query}`));
}
