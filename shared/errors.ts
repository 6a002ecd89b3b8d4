/**
 * Owns the error classes and the stable failure codes of the pipeline. HTTP request errors have their own module,
 * shared/api/problems.ts.
 */

/** Everything a job, or an extraction, can fail with. Codes are part of the API: they are never renamed. */
export const FAILURES = {
  "address-not-allowed": { transient: false, sentence: "The host resolves to an address that is never fetched." },
  "bad-redirect": { transient: false, sentence: "The server redirected to something that is not a fetchable URL." },
  "bad-response": { transient: false, sentence: "The server's answer is not valid HTTP." },
  "connection-failed": { transient: true, sentence: "The connection could not be made." },
  "connection-refused": { transient: true, sentence: "The server refused the connection." },
  "connection-reset": { transient: true, sentence: "The connection broke before an answer came." },
  "dns-failed": { transient: true, sentence: "The host's name could not be looked up." },
  "dns-not-found": { transient: false, sentence: "The host's name does not exist." },
  "headers-too-large": { transient: false, sentence: "The server's response headers are too large." },
  "http-client-error": { transient: false, sentence: "The server answered with a 4xx status." },
  "http-server-error": { transient: true, sentence: "The server answered with a 5xx status." },
  "http-throttled": { transient: true, sentence: "The server asked to be left alone for a while (429)." },
  timeout: { transient: true, sentence: "The server did not answer in time." },
  "port-not-allowed": { transient: false, sentence: "The URL names a port that is never fetched." },
  "tls-failed": { transient: false, sentence: "A trusted TLS connection could not be made." },
  "too-many-redirects": { transient: false, sentence: "The server redirected more often than is followed." },
  "broken-content-encoding": { transient: false, sentence: "The body cannot be decompressed." },
  "content-too-large": { transient: false, sentence: "The decompressed body is larger than is extracted." },
  "extraction-failed": { transient: false, sentence: "No article could be made of the page." },
  "robots-denied": { transient: false, sentence: "The site's robots.txt denies this URL to us." },
  noarchive: { transient: false, sentence: "The page asks not to be archived, and that binds here." },
  "waited-too-long": { transient: false, sentence: "The host took no request for longer than a URL may wait." },
  "bad-message": { transient: false, sentence: "The message is not of a known shape." },
  "capture-crashed": { transient: false, sentence: "Capturing this URL failed again and again." },
  "poll-crashed": { transient: false, sentence: "Reading this source's document failed again and again." },
  "requisites-crashed": {
    transient: false,
    sentence: "Asking for what the page is shown with failed again and again.",
  },
  "export-empty": { transient: false, sentence: "There is no capture that the export could hold." },
  "export-too-large": { transient: false, sentence: "The export would hold more than is put into one file." },
  "export-crashed": { transient: false, sentence: "Making this export failed again and again." },
  "extract-crashed": { transient: false, sentence: "Extracting this page failed again and again." },
} as const satisfies Record<string, { transient: boolean; sentence: string }>;

/** A stable code of {@link FAILURES}. */
export type FailureCode = keyof typeof FAILURES;

/** What an HTTP status means as a failure (RFC 9110, sections 15.5 and 15.6; 429: RFC 6585); undefined for any other. */
export function failureOfStatus(status: number): FailureCode | undefined {
  if (status === 429) return "http-throttled";
  if (status >= 500 && status <= 599) return "http-server-error";
  return status >= 400 && status <= 499 ? "http-client-error" : undefined;
}

/** All failure codes, for schemas. */
export const FAILURE_CODES = Object.keys(FAILURES) as [FailureCode, ...FailureCode[]];

/**
 * A failure with a stable code. `message` names the stage and the host, never credentials or a query string;
 * `cause` keeps what was caught.
 */
export class PressmarkError extends Error {
  /** Written out: a minified class is called otherwise. */
  override readonly name: string = "PressmarkError";
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string = FAILURES[code].sentence, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** True where trying again later may succeed. */
  get transient(): boolean {
    return FAILURES[this.code].transient;
  }
}

/** A failure that no retry can mend: it is recorded with its code and its message is acknowledged. */
export class PermanentError extends PressmarkError {
  override readonly name = "PermanentError";
}
