/**
 * Owns what reading a source's document brings: items, how the reading ended, and every limit on it. Pure; it knows of
 * no format.
 */

const KIB = 1024;
const MIB = 1024 * KIB;

/** Bounds of reading one document. Sizes are bytes where they say so, otherwise UTF-16 code units. */
export interface SourceLimits {
  /** Bytes of the document as it came, and once more after decompression. */
  readonly maxBytes: number;
  /** Items taken; the next one ends the reading. */
  readonly maxItems: number;
  /** Open elements, or the depth of JSON values. */
  readonly maxDepth: number;
  /** Attributes of one element. */
  readonly maxAttributes: number;
  /** Characters of one field that are looked at: titles are cut there, addresses and dates dropped. */
  readonly maxFieldChars: number;
  /** Characters that one comment, CDATA section, attribute or JSON item may have: so much must be held at once. */
  readonly maxTokenChars: number;
}

/** The limits used unless a caller sets others. */
export const SOURCE_LIMITS: SourceLimits = {
  // The sitemap protocol allows 50 MB (52,428,800 bytes); some generators overshoot by their last entries.
  maxBytes: 64 * MIB,
  // The sitemap protocol's bound on one file.
  maxItems: 50_000,
  // Whole articles as unescaped XHTML nest to 30 or so.
  maxDepth: 200,
  maxAttributes: 256,
  // Twice the longest URL that is accepted.
  maxFieldChars: 4 * KIB,
  // An article in a CDATA section with its pictures as data: URLs.
  maxTokenChars: 8 * MIB,
};

/** What a document turned out to be, by its content. */
export type SourceFormat = "rss" | "rdf" | "atom" | "json-feed" | "sitemap" | "sitemap-index" | "text";

/** One thing that a source names. */
export interface SourceItem {
  /** `article`: a page to capture. `sitemap`: an entry of a sitemap index, to be polled in turn. */
  readonly kind: "article" | "sitemap";
  /** Absolute http(s) URL, as shared/url/check-url.ts lets it pass, without a fragment. */
  readonly url: string;
  /** One line of plain text, as the source words it. */
  readonly title: string | null;
  /** `YYYY-MM-DDThh:mm:ss[.fff]Z`, or `YYYY-MM-DD` where the source gives no time or no zone; see feed-date.ts. */
  readonly publishedAt: string | null;
  /** The date as written, also where it could not be read. */
  readonly publishedRaw: string | null;
  /** As `publishedAt`. */
  readonly updatedAt: string | null;
  /** As written: what to compare when asking whether an item changed. */
  readonly updatedRaw: string | null;
}

/** Why a document gave nothing; the codes are part of the API. */
export const SOURCE_FAILURES = {
  empty: "The document is empty.",
  "html-not-feed": "The document is an HTML page, not a feed or sitemap.",
  "not-a-feed": "The document is no feed or sitemap of a known kind.",
  "too-large": "The document is larger than is read.",
  "too-complex": "The document is nested deeper, or made of larger pieces, than is read.",
  "broken-gzip": "The document cannot be decompressed.",
} as const;

export type SourceFailure = keyof typeof SOURCE_FAILURES;

/** Why a document was not read to its end. What came before counts. */
export type IncompleteReason =
  | "cut-off"
  | "too-large"
  | "too-many-items"
  | "too-complex"
  | "broken-gzip"
  /** The caller took no more items. */
  | "stopped";

/** How reading a document ended. */
export type SourceOutcome =
  | {
      readonly kind: "read";
      readonly format: SourceFormat;
      /** The feed's own title, where it has one. */
      readonly title: string | null;
      readonly itemCount: number;
      /** Entries without an address that could be captured: none, not http(s), or longer than is accepted. */
      readonly unusableCount: number;
      /** Null where the document was read whole. */
      readonly incomplete: IncompleteReason | null;
    }
  | { readonly kind: "failed"; readonly code: SourceFailure; readonly message: string };

/** A failure with its sentence. */
export function failed(code: SourceFailure): SourceOutcome & { readonly kind: "failed" } {
  return { kind: "failed", code, message: SOURCE_FAILURES[code] };
}
