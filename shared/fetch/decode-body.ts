/**
 * Owns undoing content codings (RFC 9110, section 8.4): the body as captured in, what the page's author wrote out. It
 * must not guess: a coding that the header does not name is not looked for.
 */
import { PermanentError } from "../errors.ts";
import { gunzip, type Inflate, inflateBrotli, inflateDeflate, inflateZstd, OutputTooLargeError } from "./inflate.ts";
import { DECODE_LIMITS } from "./limits.ts";

/** Codings by name (IANA's HTTP Content Coding Registry); null leaves the bytes as they are. */
const CODINGS: Readonly<Record<string, Inflate | null>> = {
  identity: null,
  gzip: gunzip,
  "x-gzip": gunzip,
  deflate: inflateDeflate,
  br: inflateBrotli,
  zstd: inflateZstd,
};

export interface DecodeOptions {
  /** Return what can be decoded of a body that was cut off or is broken. For truncated captures. @default false */
  readonly allowPartial?: boolean | undefined;
}

/**
 * Undoes the codings of a body, last applied first. Each step is streamed and stops at the limit, so the output never
 * takes more memory than that. The limit is `maxBytes`, or less where {@link DECODE_LIMITS} finds the ratio to what was
 * captured too large for a page that somebody wrote; it holds for the output of each coding, so nested ones multiply
 * nothing.
 *
 * @param body the bytes as captured
 * @param contentEncoding the `Content-Encoding` value, several joined by commas; null or empty where there is none
 * @param maxBytes the largest result, in bytes
 * @throws PermanentError `broken-content-encoding` for an unknown coding or data that can't be decoded,
 *   `content-too-large` where the result is larger than the limit
 */
export async function decodeContent(
  body: Uint8Array,
  contentEncoding: string | null | undefined,
  maxBytes: number,
  options: DecodeOptions = {},
): Promise<Uint8Array> {
  const allowPartial = options.allowPartial ?? false;
  const limit = limitFor(body.length, maxBytes);
  let decoded = body;
  for (const inflate of codingsOf(contentEncoding ?? "").reverse()) {
    // An answer without a body keeps its headers: there is nothing to undo.
    if (decoded.length > 0) decoded = await inflateOrFail(inflate, decoded, limit, allowPartial);
  }
  if (decoded.length > maxBytes) throw tooLarge({ maxBytes, byRatio: false });
  return decoded;
}

function codingsOf(header: string): Inflate[] {
  const names = header
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length > DECODE_LIMITS.maxCodings) {
    throw new PermanentError(
      "broken-content-encoding",
      `decode: more than ${DECODE_LIMITS.maxCodings} content codings`,
    );
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
  limit: OutputLimit,
  allowPartial: boolean,
): Promise<Uint8Array> {
  try {
    return await inflate(input, { maxBytes: limit.maxBytes, allowPartial });
  } catch (cause) {
    if (cause instanceof OutputTooLargeError) throw tooLarge(limit);
    throw new PermanentError("broken-content-encoding", "decode: the body is not what Content-Encoding says", {
      cause,
    });
  }
}

/** How large an output may be, and whether the ratio to the input says so. */
interface OutputLimit {
  readonly maxBytes: number;
  readonly byRatio: boolean;
}

function limitFor(capturedBytes: number, maxBytes: number): OutputLimit {
  const { maxRatio, ratioFreeBytes } = DECODE_LIMITS;
  const ratioBytes = Math.max(ratioFreeBytes, capturedBytes * maxRatio);
  return ratioBytes < maxBytes ? { maxBytes: ratioBytes, byRatio: true } : { maxBytes, byRatio: false };
}

function tooLarge({ maxBytes, byRatio }: OutputLimit): PermanentError {
  const why = byRatio ? `, more than ${DECODE_LIMITS.maxRatio} times what was captured` : "";
  return new PermanentError("content-too-large", `decode: the decoded body is larger than ${maxBytes} bytes${why}`);
}
