/** Types for `html-encoding-sniffer` 7, which ships none. */
declare module "html-encoding-sniffer" {
  interface SniffOptions {
    /** Sniff as XML: an XML declaration counts, `<meta>` does not. */
    readonly xml?: boolean;
    /** Encoding label that the transport (HTTP `Content-Type`) named. */
    readonly transportLayerEncodingLabel?: string | undefined;
    /** WHATWG name to answer with when nothing names an encoding. Given back as it is. */
    readonly defaultEncoding?: string;
    /** How many bytes may be searched for a `<meta>`; not allowed with `xml`. */
    readonly maxPrescanBytes?: number;
  }

  /** Names the encoding of an HTML document, in WHATWG's spelling (`UTF-8`, `Shift_JIS`, …). */
  export default function sniffHTMLEncoding(bytes: Uint8Array, options?: SniffOptions): string;
}
