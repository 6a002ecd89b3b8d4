/**
 * Owns why a record of an imported file is skipped, and why an import fails altogether. The codes are part of the API:
 * none is ever renamed. Pure.
 */

/** Of single records, or of the package that they came in. */
export const IMPORT_PROBLEMS = {
  "no-record": "Here stands something that is no WARC record; it was skipped up to the next one.",
  "bad-headers": "The record's header block has no WARC-Type or no Content-Length.",
  "bad-version": "The record is of a version of WARC that is not read: 0.17, 0.18, 1.0 and 1.1 are.",
  "headers-too-large": "The record's header block is larger than 64 KiB.",
  "bad-length": "What follows the record is none: its Content-Length is wrong.",
  truncated: "The file breaks off inside of this record.",
  "gzip-broken": "The gzip member cannot be unpacked, or its checksum does not match.",
  "record-too-large": "The record is larger than 128 MiB, which is more than is read back.",
  "block-digest-mismatch": "The record's bytes are not those that its WARC-Block-Digest was made of.",
  "payload-digest-mismatch": "The payload is not the one that the record's WARC-Payload-Digest was made of.",
  "bad-url": "The record's WARC-Target-URI is no http(s) URL that can be archived.",
  "bad-date": "The record's WARC-Date is missing, or is no date of WARC.",
  "date-in-future": "The record's WARC-Date lies in the future.",
  "bad-http": "The record says that it holds HTTP, and does not.",
  segmented: "The record is one part of a larger one, and parts are not put together.",
  "revisit-unresolved":
    "The revisit's payload is neither in this file nor in the archive: import the file that has it first.",
  "revisit-digest-mismatch": "The capture that the revisit refers to has another payload than it says.",
  "entry-unreadable": "This file of the package cannot be read: it is encrypted, or packed in a way that is not known.",
  "entry-digest-mismatch": "This file of the package is not the one that its datapackage.json was made of.",
  "entry-missing": "The package's datapackage.json names this file, and it is not there.",
  "package-unreadable": "The package's datapackage.json is missing, or is none: its files could not be checked.",
  "package-digest-mismatch":
    "The package's datapackage.json is not the one that its datapackage-digest.json was made of.",
  "signature-invalid": "The package's signature does not fit its datapackage.json.",
} as const;

export type ImportProblemCode = keyof typeof IMPORT_PROBLEMS;
export const IMPORT_PROBLEM_CODES = Object.keys(IMPORT_PROBLEMS) as [ImportProblemCode, ...ImportProblemCode[]];

/** Of whole imports. What was imported until then stays. */
export const IMPORT_FAILURES = {
  "unknown-format": "The file is neither a WARC file, packed or not, nor a WACZ file.",
  "sha256-mismatch": "The file that came is not the one that was announced: its SHA-256 is another.",
  "unpacks-too-much": "The file unpacks to more than 32 times its size: that is no web archive.",
  "zip-unreadable": "The package is no ZIP file that can be read.",
  "zip-overlap": "Files of the package overlap each other: no tool makes such.",
  "zip-too-many-files": "The package holds more than 10,000 files.",
  "object-changed": "The uploaded file changed, or went away, while it was read.",
  "import-crashed": "Reading the file failed again and again.",
} as const;

export type ImportFailureCode = keyof typeof IMPORT_FAILURES;
export const IMPORT_FAILURE_CODES = Object.keys(IMPORT_FAILURES) as [ImportFailureCode, ...ImportFailureCode[]];
