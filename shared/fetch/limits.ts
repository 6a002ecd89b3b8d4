/** Owns every number that bounds a fetch: deadlines, sizes, hops. Nothing else in fetch/ may spell one. Pure. */

const SECOND_MS = 1000;
const KIB = 1024;
const MIB = 1024 * KIB;

/** Bounds of one fetch. Times are milliseconds, sizes are bytes. */
export interface FetchLimits {
  /** From starting a hop to a connected socket: name lookup, TCP and TLS together. */
  readonly connectTimeoutMs: number;
  /** From sending the request to the end of the response's header block, interim (1xx) answers included. */
  readonly headersTimeoutMs: number;
  /** From the end of the header block to the last body byte. When it is up, what came is kept, marked `time`. */
  readonly bodyTimeoutMs: number;
  /** Over all hops of a redirect chain. */
  readonly totalTimeoutMs: number;
  /** Body bytes kept of the final answer, before content decoding. */
  readonly maxBodyBytes: number;
  /** Body bytes kept of an answer that redirects. */
  readonly maxRedirectBodyBytes: number;
  /** Status line and header lines together, those of interim (1xx) answers counted in. */
  readonly maxHeaderBytes: number;
  /** Redirects followed; the next one fails the fetch. */
  readonly maxRedirects: number;
  /** `Set-Cookie` lines taken in one chain; those after them are archived, but not kept. */
  readonly maxCookies: number;
  /** One `Set-Cookie` value; a larger one is not kept. */
  readonly maxCookieBytes: number;
  /** The `Cookie` value that is sent. */
  readonly maxCookieHeaderBytes: number;
  /** Cookies that one hop hands to the next, as JSON. */
  readonly maxChainBytes: number;
}

/** Bounds of undoing content codings, beside the size that the caller states. */
export interface DecodeLimits {
  /** More codings than a server has a reason to apply. Each is a whole pass over the body. */
  readonly maxCodings: number;
  /** Decoded bytes for each byte as captured, over all codings together. */
  readonly maxRatio: number;
  /** Decoded bytes up to which no ratio is too large. */
  readonly ratioFreeBytes: number;
}

/** The limits used unless a caller sets others. */
export const FETCH_LIMITS: FetchLimits = {
  // A SYN that is lost is sent again after 1, 3 and 7 s: ten seconds give it three more chances.
  connectTimeoutMs: 10 * SECOND_MS,
  // Slow content systems render an uncached page in seconds; fifteen is past what their readers would wait.
  headersTimeoutMs: 15 * SECOND_MS,
  // 20 MiB in 30 s is 5.6 Mbit/s. A slower page of usual size, under 2 MiB, still comes through whole.
  bodyTimeoutMs: 30 * SECOND_MS,
  // Keeps one URL well inside a Lambda invocation, however its redirects spend their time.
  totalTimeoutMs: 60 * SECOND_MS,
  // Articles are far below; the PDFs that newspapers link are mostly below.
  maxBodyBytes: 20 * MIB,
  // A redirect's body is a sentence with a link. Eleven answers of 20 MiB each would not fit into a Lambda's memory.
  maxRedirectBodyBytes: 1 * MIB,
  // Browsers allow 256 KiB; real blocks stay under 32 KiB, even with large policies and many cookies.
  maxHeaderBytes: 64 * KIB,
  // Browsers follow 20, but sites that need more than three or four are rare.
  maxRedirects: 10,
  // Browsers keep at least 50 for a domain (RFC 6265, section 6.1); a chain passes through two or three that set any.
  maxCookies: 150,
  // What browsers keep at least (RFC 6265, section 6.1), and at most for name and value.
  maxCookieBytes: 4 * KIB,
  // Common servers take header lines of 8 KiB as they come (Apache's LimitRequestFieldSize, nginx's buffers).
  maxCookieHeaderBytes: 8 * KIB - "Cookie: \r\n".length,
  // They travel in a queue's message, which holds 256 KiB, beside URLs of 2 KiB each.
  maxChainBytes: 64 * KIB,
};

/** The limits that every decoding has. */
export const DECODE_LIMITS: DecodeLimits = {
  maxCodings: 4,
  // Pages reach 30, sitemaps and tables 60; deflate ends at 1,032, where only one byte is ever repeated.
  maxRatio: 200,
  // A megabyte harms nobody, and short runs of one character in a small file can pass any ratio.
  ratioFreeBytes: 1 * MIB,
};
