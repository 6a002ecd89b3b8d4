/**
 * Owns the URL in a path such as `/save/https://paper.example/ferry?page=2`. Pure.
 * An HTTP API hands the path over decoded, and the query apart: so a `?`, `#` or `%` in the path was encoded when it was
 * sent, and is encoded again here. What cannot be told any more is `%2F` from `/`.
 */
const PREFIX = "/save/";
const REENCODED: Readonly<Record<string, string>> = { "?": "%3F", "#": "%23", "%": "%25" };

export function urlOfPath(rawPath: string, rawQueryString: string): string {
  const rest = rawPath.startsWith(PREFIX) ? rawPath.slice(PREFIX.length) : "";
  const path = rest
    .replace(/[?#%]/g, (sign) => REENCODED[sign] ?? sign)
    // Proxies and some clients fold double slashes.
    .replace(/^(https?):\/+/i, "$1://");
  return rawQueryString === "" ? path : `${path}?${rawQueryString}`;
}
