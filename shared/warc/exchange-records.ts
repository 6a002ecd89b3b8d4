/** Owns which WARC records one HTTP exchange becomes, and their named headers. Pure: ids are given to it. */
import type { Exchange } from "../fetch/exchange.ts";
import { sha1Base32 } from "./digests.ts";
import { requestBlock, responseHeaderBlock } from "./http-block.ts";
import { writeFields } from "./warc-fields.ts";
import { recordUri, type WarcMember, writeRecord } from "./write-record.ts";

/** Revisit profiles (WARC 1.1, section 6.7). */
const PROFILES = {
  "identical-payload-digest": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
  "server-not-modified": "http://netpreserve.org/warc/1.1/revisit/server-not-modified",
} as const;

/** Which earlier capture an exchange repeats. Its payload is not stored again. */
export interface Revisit {
  /** `server-not-modified` for a 304 to a conditional request, the other where the same payload came again. */
  readonly profile: keyof typeof PROFILES;
  /** The capture that holds the payload: the UUID of its response record, its URL and its WARC-Date. */
  readonly refersTo: string;
  readonly refersToTargetUri: string;
  readonly refersToDate: Date;
  /** Digest of the earlier payload, which a 304 can't be asked for. @default the digest of this exchange's body */
  readonly payloadDigest?: string | undefined;
}

/** What the metadata record tells about a capture. */
export interface CaptureNotes {
  readonly jobId: string;
  /** The URL that redirected here; null where nothing did. */
  readonly via: string | null;
  /** Redirects from the URL that was asked for to this one. */
  readonly redirects: number;
  /** The archive's version. */
  readonly version: string;
}

export interface ExchangeRecordsInput {
  readonly exchange: Exchange;
  /** UUIDs of the records to be made. `response` is the capture id where this is the last hop. */
  readonly ids: { readonly request: string; readonly response: string; readonly metadata: string };
  /** UUID of the warcinfo record of the file these go into. */
  readonly warcinfoId: string;
  /** Present where the payload is stored already. */
  readonly revisit?: Revisit | undefined;
  /** Present for the last hop, which alone gets a metadata record. */
  readonly notes?: CaptureNotes | undefined;
}

export interface ExchangeRecords {
  /** The records in the order they are to be appended: response or revisit, request, metadata. */
  readonly members: readonly WarcMember[];
  /** `sha1:` and base32 of the payload; of the earlier one where the revisit names it. */
  readonly payloadDigest: string;
}

/**
 * Makes the records of one exchange. Offsets are known once each is appended to a {@link WarcFile}; the first is the
 * one that the index points to.
 */
export async function writeExchangeRecords(input: ExchangeRecordsInput): Promise<ExchangeRecords> {
  const { exchange, ids, revisit } = input;
  const payloadDigest = revisit?.payloadDigest ?? sha1Base32(exchange.body);
  const common = {
    "WARC-Target-URI": exchange.url,
    "WARC-IP-Address": exchange.remoteAddress,
    "WARC-Warcinfo-ID": recordUri(input.warcinfoId),
  };
  const head = responseHeaderBlock(exchange);
  const response = await writeRecord({
    type: revisit ? "revisit" : "response",
    id: ids.response,
    date: exchange.startedAt,
    contentType: "application/http; msgtype=response",
    headers: {
      ...common,
      ...(revisit ? revisitHeaders(revisit) : {}),
      "WARC-Truncated": exchange.truncated,
      "WARC-Payload-Digest": payloadDigest,
    },
    block: revisit ? [head] : [head, exchange.body],
  });
  const request = await writeRecord({
    type: "request",
    id: ids.request,
    date: exchange.startedAt,
    contentType: "application/http; msgtype=request",
    headers: { ...common, "WARC-Concurrent-To": recordUri(ids.response) },
    block: [requestBlock(exchange)],
  });
  const metadata = input.notes ? [await writeMetadata(input, input.notes)] : [];
  return { members: [response, request, ...metadata], payloadDigest };
}

function revisitHeaders(revisit: Revisit): Record<string, string> {
  return {
    "WARC-Profile": PROFILES[revisit.profile],
    "WARC-Refers-To": recordUri(revisit.refersTo),
    "WARC-Refers-To-Target-URI": revisit.refersToTargetUri,
    "WARC-Refers-To-Date": revisit.refersToDate.toISOString(),
  };
}

/** `via`, `hopsFromSeed` (`R` for each redirect) and `fetchTimeMs` are the standard's names (WARC 1.1, section 6.6). */
function writeMetadata(input: ExchangeRecordsInput, notes: CaptureNotes): Promise<WarcMember> {
  const { exchange, ids } = input;
  return writeRecord({
    type: "metadata",
    id: ids.metadata,
    date: exchange.startedAt,
    contentType: "application/warc-fields",
    headers: {
      "WARC-Target-URI": exchange.url,
      "WARC-Concurrent-To": recordUri(ids.response),
      "WARC-Warcinfo-ID": recordUri(input.warcinfoId),
    },
    block: [
      writeFields({
        via: notes.via,
        hopsFromSeed: "R".repeat(notes.redirects),
        fetchTimeMs: String(Math.round(exchange.durationMs)),
        jobId: notes.jobId,
        pressmarkVersion: notes.version,
      }),
    ],
  });
}
