/**
 * Owns undoing content codings (RFC 9110, section 8.4): the body as captured in, what the page's author wrote out. It
 * must not guess: a coding that the header does not name is not looked for.
 */
import { PermanentError } from "../errors.ts";
import { gunzip, type Inflate, inflateBrotli, inflateDeflate, inflateZstd, OutputTooLargeError } from "./inflate.ts";

/** Codings by name (IANA's HTTP Content Coding Registry); null leaves the bytes as they are. */
const CODINGS: Readonly<Record<string, Inflate | null>> = {
  identity: null,
  gzip: gunzip,
  "x-gzip": gunzip,
  deflate: inflateDeflate,
  br: inflateBrotli,
  zstd: inflateZstd,
};

/** More than a server has a reason to apply. Each is a whole pass over the body. */
const MAX_CODINGS = 4;

export interface DecodeOptions {
  /** Return what can be decoded of a body that was cut off or is broken. For truncated captures. @default false */
  readonly allowPartial?: boolean | undefined;
}

/**
 * Undoes the codings of a body, last applied first. Each step is streamed and stops at the limit, so the output never
 * takes more memory than that.
 *
 * @param body the bytes as captured
 * @param contentEncoding the `Content-Encoding` value, several joined by commas; null or empty where there is none
 * @param maxBytes the largest result, in bytes
 * @throws PermanentError `broken-content-encoding` for an unknown coding or data that can't be decoded,
 *   `content-too-large` where the result is larger than `maxBytes`
 */
export async function decodeContent(
  body: Uint8Array,
  contentEncoding: string | null | undefined,
  maxBytes: number,
  options: DecodeOptions = {},
): Promise<Uint8Array> {
  const allowPartial = options.allowPartial ?? false;
  let decoded = body;
  for (const inflate of codingsOf(contentEncoding ?? "").reverse()) {
    // An answer without a body keeps its headers: there is nothing to undo.
    if (decoded.length > 0) decoded = await inflateOrFail(inflate, decoded, { maxBytes, allowPartial });
  }
  if (decoded.length > maxBytes) throw tooLarge(maxBytes);
  return decoded;
}

function codingsOf(header: string): Inflate[] {
  const names = header
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length > MAX_CODINGS) {
    throw new PermanentError("broken-content-encoding", `decode: more than ${MAX_CODINGS} content codings`);
  }
  return names.flatMap((name) => {
    const inflate = Object.hasOwn(CODINGS, name) ? CODINGS[name] : undefined;
    if (inflate === undefined) {
      throw new PermanentError("broken-content-encoding", `decode: unknown content coding "${name.slice(0, 40)}"`);
    }
    return inflate === null ? [] : [inflate];
  });
}

async function inflateOrFail(
  inflate: Inflate,
  input: Uint8Array,
  options: { maxBytes: number; allowPartial: boolean },
): Promise<Uint8Array> {
  try {
    return await inflate(input, options);
  } catch (cause) {
    if (cause instanceof OutputTooLargeError) throw tooLarge(options.maxBytes);
    throw new PermanentError("broken-content-encoding", "decode: the body is not what Content-Encoding says", {
      cause,
    });
  }
}

function tooLarge(maxBytes: number): PermanentError {
  return new PermanentError("content-too-large", `decode: the decoded body is larger than ${maxBytes} bytes`);
}
