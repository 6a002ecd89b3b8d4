/** Owns reading `srcset` attributes (WHATWG HTML, "parse a srcset attribute"), in time linear in their length. Pure. */

/** One picture of a set, and where its address stands, so that it can be replaced in place. */
export interface SrcsetCandidate {
  readonly url: string;
  readonly start: number;
  readonly end: number;
  /** What follows the address, such as `2x` or `640w`, as it is written; empty where nothing does. */
  readonly descriptor: string;
}

/** Candidates in order; those whose descriptors no browser would take are among them, since it costs nothing. */
export function readSrcset(text: string): SrcsetCandidate[] {
  const candidates: SrcsetCandidate[] = [];
  const address = /[\t\n\f\r ,]*([^\t\n\f\r ]+)/y;
  for (let found = address.exec(text); found !== null; found = address.exec(text)) {
    const written = found[1] ?? "";
    const start = address.lastIndex - written.length;
    let length = written.length;
    while (written[length - 1] === ",") length -= 1;
    const url = written.slice(0, length);
    // A comma at the address's end ends the candidate; else it goes on to the next comma outside parentheses.
    const from = address.lastIndex;
    const end = length < written.length ? from : descriptorsEnd(text, from);
    if (url !== "") {
      candidates.push({ url, start, end: start + length, descriptor: text.slice(from, end).trim() });
    }
    address.lastIndex = end;
  }
  return candidates;
}

/** A comma in parentheses is part of a descriptor that is yet to be invented. */
function descriptorsEnd(text: string, from: number): number {
  let inParentheses = false;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (inParentheses) inParentheses = char !== ")";
    else if (char === ",") return at;
    else if (char === "(") inParentheses = true;
  }
  return text.length;
}

/** The text with each address replaced; what stands between them stays as it is. */
export function rewriteSrcset(text: string, rewrite: (url: string) => string): string {
  let written = "";
  let done = 0;
  for (const { url, start, end } of readSrcset(text)) {
    // A space or a comma at its end would make another address of it.
    written +=
      text.slice(done, start) +
      rewrite(url)
        .replace(/[\t\n\f\r ]/g, "%20")
        .replace(/,+$/, "%2C");
    done = end;
  }
  return written + text.slice(done);
}
