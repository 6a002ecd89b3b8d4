/** Owns reading `<meta http-equiv=refresh>` (WHATWG HTML, "shared declarative refresh steps"). Pure. */

export interface Refresh {
  readonly seconds: number;
  /** As written; null where the page only loads itself again. */
  readonly url: string | null;
}

/** Null where the value is none that a browser would act on. */
export function readRefresh(content: string): Refresh | null {
  const match = /^[\t\n\f\r ]*(\d*)[\d.]*([\t\n\f\r ;,][\s\S]*)?$/.exec(content.slice(0, 10_000));
  if (!match) return null;
  const [, digits = "", rest = ""] = match;
  if (digits === "" && !/^[\t\n\f\r ]*\./.test(content)) return null;
  const address = rest.replace(/^[\t\n\f\r ]*[;,]?[\t\n\f\r ]*/, "").replace(/^url[\t\n\f\r ]*=[\t\n\f\r ]*/i, "");
  const quote = /^["']/.exec(address)?.[0];
  const bare = quote ? (address.slice(1).split(quote)[0] ?? "") : address;
  return { seconds: Number(digits || 0), url: bare.trim() === "" ? null : bare.trim() };
}
