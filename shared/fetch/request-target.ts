/** Owns the request target of a URL, so that what is sent and what is archived are one text. Pure. */

/**
 * The origin-form request target (RFC 9112, section 3.2.1): path and query of `url`, without the fragment. An empty
 * query keeps its question mark, as browsers send it.
 *
 * @throws TypeError when `url` is not a URL
 */
export function requestTarget(url: string): string {
  const parsed = new URL(url);
  parsed.hash = "";
  parsed.username = "";
  parsed.password = "";
  return parsed.href.slice(parsed.origin.length);
}
