/**
 * Owns the records that are not an HTTP exchange: warcinfo, which opens each file, conversion, an article, and resource,
 * its text. Pure.
 */
import { sha1Base32 } from "./digests.ts";
import { writeFields } from "./warc-fields.ts";
import { recordUri, type WarcMember, writeRecord } from "./write-record.ts";

export interface WarcinfoInput {
  /** UUID of the record, which all others of the file name. */
  readonly id: string;
  readonly date: Date;
  /** Name and version of what writes the file, such as `Pressmark/0.1.0`. */
  readonly software: string;
  /** What the file holds, in a sentence. */
  readonly description: string;
  /** Name of the file, where it has one of its own. */
  readonly filename?: string | undefined;
}

/** Makes the record that opens a file (WARC 1.1, section 6.2). */
export function writeWarcinfoRecord(input: WarcinfoInput): Promise<WarcMember> {
  return writeRecord({
    type: "warcinfo",
    id: input.id,
    date: input.date,
    contentType: "application/warc-fields",
    headers: { "WARC-Filename": input.filename ?? null },
    block: [
      writeFields({
        software: input.software,
        format: "WARC File Format 1.1",
        conformsTo: "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        description: input.description,
      }),
    ],
  });
}

export interface ConversionInput {
  readonly id: string;
  /** UUID of the record that this was made of. */
  readonly refersTo: string;
  readonly targetUri: string;
  /** When the conversion was made. */
  readonly date: Date;
  readonly contentType: string;
  readonly payload: Uint8Array;
  readonly warcinfoId: string;
}

/** Makes the record of something derived from another record (WARC 1.1, section 6.8). */
export function writeConversionRecord(input: ConversionInput): Promise<WarcMember> {
  return writeRecord({
    type: "conversion",
    id: input.id,
    date: input.date,
    contentType: input.contentType,
    headers: {
      "WARC-Target-URI": input.targetUri,
      "WARC-Refers-To": recordUri(input.refersTo),
      "WARC-Warcinfo-ID": recordUri(input.warcinfoId),
      "WARC-Payload-Digest": sha1Base32(input.payload),
    },
    block: [input.payload],
  });
}

export interface ResourceInput {
  readonly id: string;
  /** A URI of the content's own, such as `urn:text:https://paper.example/story`. */
  readonly targetUri: string;
  /** The moment of what it belongs to. */
  readonly date: Date;
  readonly contentType: string;
  readonly payload: Uint8Array;
  /** UUID of the record that it was had with. */
  readonly concurrentTo: string;
  readonly warcinfoId: string;
}

/** Makes the record of something that no HTTP exchange brought (WARC 1.1, section 6.5). */
export function writeResourceRecord(input: ResourceInput): Promise<WarcMember> {
  return writeRecord({
    type: "resource",
    id: input.id,
    date: input.date,
    contentType: input.contentType,
    headers: {
      "WARC-Target-URI": input.targetUri,
      "WARC-Concurrent-To": recordUri(input.concurrentTo),
      "WARC-Warcinfo-ID": recordUri(input.warcinfoId),
      "WARC-Payload-Digest": sha1Base32(input.payload),
    },
    block: [input.payload],
  });
}
