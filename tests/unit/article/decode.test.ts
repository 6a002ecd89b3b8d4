import { describe, expect, it } from "vitest";
import { decodeHtml } from "../../../shared/article/page/decode-html.ts";
import { decodePage } from "../../../shared/article/page/decode-page.ts";
import { charsetOf } from "../../../shared/article/page/page-encoding.ts";

/** One sentence of ours in each encoding, as bytes in base64. */
const DECLARED: ReadonlyArray<readonly [encoding: string, text: string, base64: string]> = [
  ["windows-1252", "Café “Zum Löwen” – naïve façade, 5 €", "Q2Fm6SCTWnVtIEz2d2VulCCWIG5h73ZlIGZh52FkZSwgNSCA"],
  ["iso-8859-2", "Zażółć gęślą jaźń w łódzkim młynie", "WmG/87PmIGfqtmyxIGphvPEgdyCz82R6a2ltIG2zeW5pZQ=="],
  ["windows-1251", "Река снова поднялась в понедельник", "0OXq4CDx7e7i4CDv7uTt/+vg8fwg4iDv7u3l5OXr/O3o6g=="],
  ["koi8-r", "Река снова поднялась в понедельник", "8sXLwSDTzs/XwSDQz8TO0czB09gg1yDQz87FxMXM2M7Jyw=="],
  ["iso-8859-7", "Το ποτάμι φούσκωσε πάλι τη Δευτέρα", "1O8g8O/03OzpIPbv/fPq+fPlIPDc6+kg9OcgxOX19N3x4Q=="],
  ["windows-1255", "הנהר עלה שוב ביום שני", "5PDk+CDy7OQg+eXhIOHp5e0g+fDp"],
  ["shift_jis", "川は月曜日にまた水かさを増した", "kOyCzYyOl2qT+oLJgtyCvZCFgqmCs4LwkZ2CtYK9"],
  ["euc-jp", "川は月曜日にまた水かさを増した", "wO6kz7fuzcvG/KTLpN6kv7/lpKuktaTywf2kt6S/"],
  ["gb18030", "河水星期一再次上涨，磨坊桥关闭", "utPLrtDHxtrSu9TZtM7Jz9XHo6zEpbe7x8W52LHV"],
  ["big5", "河水星期一再次上漲，磨坊橋關閉", "qmWk9KxQtMGkQKZBprikV7qmoUG/aad7vvTD9rOs"],
  ["euc-kr", "월요일에 강물이 다시 불어났다", "v/m/5MDPv6EgsK25sMDMILTZvcMgutK+7rO1tNk="],
  ["windows-874", "แม่น้ำเพิ่มขึ้นอีกครั้งในวันจันทร์", "4cHouenT4L7U6MGi1um5zdWhpMPR6afjucfRuajRubfD7A=="],
];

/** Paragraphs long enough to be told by their statistics alone. */
const UNDECLARED: typeof DECLARED = [
  [
    "shift_jis",
    "川は月曜日にまた水かさを増した。",
    "kOyCzYyOl2qT+oLJgtyCvZCFgqmCs4LwkZ2CtYK9gUKQhY7Uj6yJroLMi7SCzZRujtSCyZXCgrSCs4LqgUGQbIFYgs2TboK1j02C8JHSgsGCxIKigumBQpKsgsyW8I/qgsmC5oLpgsaBQYlKgs2W2Jdqk/qC3ILFkbGCrYypjZ6C3YK+gsaCooKkgUI=",
  ],
  [
    "windows-1251",
    "Река снова поднялась",
    "0OXq4CDx7e7i4CDv7uTt/+vg8fwg4iDv7u3l5OXr/O3o6iwg6CDs7vHyIPMg7OXr/O3o9vsg5+Dq8Pvr6CDk6/8g8uXr5eMuIMv+5Ogg5uTz8iDv4PDu7OAsIOAg5O7m5PwsIOrg6iDj7uLu8P/yIOIg8ODy8/jlLCDh8+Tl8iDo5PLoIOTuIPfl8uLl8OPgLg==",
  ],
  [
    "gb18030",
    "河水星期一再次上涨",
    "utPLrtDHxtrSu9TZtM7Jz9XHo6zEpbe7xdS1xMfF0tG+rbbUwu2ztbnYsdWjrMjLw8e2vNTatci2ybSsoaPV8rmry/nLtaOs1eKzodPq0qrPwrW90MfG2svEssW74c2joaM=",
  ],
  [
    "windows-1252",
    "Der Fluß stieg am Montag",
    "RGVyIEZsdd8gc3RpZWcgYW0gTW9udGFnIGVybmV1dCwgdW5kIGRpZSBCcvxja2UgYW4gZGVyIE38aGxlIHd1cmRlIGb8ciBLdXRzY2hlbiBnZXNwZXJydC4g3GJlcmFsbCB3YXJ0ZW4gTWVuc2NoZW4gYXVmIGRpZSBG5GhyZTsgZnL8aGVyIGFscyBEb25uZXJzdGFnIGj2cnQgZGVyIFJlZ2VuIG5pY2h0IGF1Zi4=",
  ],
  [
    "big5",
    "河水星期一再次上漲",
    "qmWk9KxQtMGkQKZBprikV7qmoUG/aad7rsequr70pHe4Z7nvsKiorsP2s6yhQaRIrcyzo6ZitaW057LuoUPC7aS9qdK7oaFBs2+z9atCrW6kVajsrFC0waV8pH63fLCxoUM=",
  ],
];

const bytes = (base64: string) => Buffer.from(base64, "base64");
const page = (head: string, text: Uint8Array) => Buffer.concat([Buffer.from(`<html><head>${head}</head><p>`), text]);

describe("decoding a page", () => {
  it.each(DECLARED)("reads %s named by the HTTP header", (encoding, text, base64) => {
    const decoded = decodeHtml(page("", bytes(base64)), `text/html; charset="${encoding.toUpperCase()}"`);
    expect(decoded.encoding).toBe(encoding);
    expect(decoded.html).toContain(text);
  });

  it.each(DECLARED)("reads %s named by a meta element", (encoding, text, base64) => {
    const decoded = decodeHtml(page(`<meta charset=${encoding}>`, bytes(base64)), "text/html");
    expect(decoded.encoding).toBe(encoding);
    expect(decoded.html).toContain(text);
  });

  it.each(UNDECLARED)("guesses %s where nothing names it", (encoding, text, base64) => {
    const decoded = decodeHtml(page("<title>x</title>", bytes(base64)), null);
    expect(decoded.encoding).toBe(encoding);
    expect(decoded.html).toContain(text);
  });

  it.each([...DECLARED, ...UNDECLARED])("reads %s the same where its tables are loaded late", async (_, __, base64) => {
    for (const head of ["", "<meta charset=shift_jis>", "<meta charset=koi8-r>"]) {
      const body = page(head, bytes(base64));
      expect(await decodePage(body, null)).toEqual(decodeHtml(body, null));
    }
  });

  it("finds a meta element behind a long inline script", () => {
    const head = `<script>/*${"x".repeat(5_000)}*/</script><meta charset=koi8-r>`;
    expect(decodeHtml(page(head, Buffer.from("x")), null).encoding).toBe("koi8-r");
  });

  it("believes a byte order mark before the header, and drops it", () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("<p>Mühle", "utf16le")]);
    expect(decodeHtml(utf16, "text/html; charset=utf-8")).toEqual({ html: "<p>Mühle", encoding: "utf-16le" });
    const utf8 = Buffer.from("\ufeff<p>Mühle");
    expect(decodeHtml(utf8, "text/html; charset=big5")).toEqual({ html: "<p>Mühle", encoding: "utf-8" });
  });

  it("believes the header before the meta element", () => {
    expect(decodeHtml(page("<meta charset=koi8-r>", Buffer.from("x")), "text/html;charset=big5").encoding).toBe("big5");
  });

  it("takes undeclared UTF-8 for UTF-8 and an unknown charset for none", () => {
    expect(decodeHtml(Buffer.from("<p>Mühle"), null).encoding).toBe("utf-8");
    expect(decodeHtml(Buffer.from("<p>Mühle"), "text/html; charset=moon").encoding).toBe("utf-8");
  });

  it("reads latin1 as windows-1252, as browsers do", () => {
    expect(decodeHtml(Buffer.from([0x80, 0x93]), "text/html; charset=iso-8859-1")).toEqual({
      html: "€“",
      encoding: "windows-1252",
    });
  });

  it("answers for an empty body and for malformed bytes", () => {
    expect(decodeHtml(new Uint8Array(), null)).toEqual({ html: "", encoding: "utf-8" });
    expect(decodeHtml(Buffer.from([0x61, 0xff, 0x62]), "text/html; charset=utf-8").html).toBe("a\ufffdb");
  });

  it("reads the charset parameter however it is quoted", () => {
    expect(charsetOf("text/html; Charset = 'utf-8' ; x=y")).toBe("utf-8");
    expect(charsetOf("text/html")).toBeUndefined();
  });
});
