/**
 * Owns what is found out about a record's block while it goes by: its digests, its HTTP header block, the digests of its
 * payload and how that begins. Nothing larger than a header block is held. Pure.
 */
import type { HeaderLines } from "../../shared/fetch/exchange.ts";
import { headerValues } from "../../shared/fetch/header-lines.ts";
import { ChunkedDecoder } from "../../shared/warc/chunked-body.ts";
import { parseResponseHeaderBlock } from "../../shared/warc/http-block.ts";
import { Digests, type FinishedDigests, type StatedDigest } from "./stated-digest.ts";

/** An HTTP header block that is longer was never sent to anyone. */
const MAX_HTTP_HEAD_BYTES = 256 * 1024;
/** What sniffing a media type looks at, content coding intact. */
const START_BYTES = 4096;

export interface Payload {
  readonly length: number;
  readonly digests: FinishedDigests;
  /** The first bytes. */
  readonly start: Uint8Array;
}

export interface BlockFacts {
  readonly digests: FinishedDigests;
  /** Undefined where there is no HTTP header block, or none that can be read. */
  readonly http: { readonly status: number; readonly headers: HeaderLines } | undefined;
  /** First line of the block: of a request, what was asked for. */
  readonly firstLine: string;
  /** What stands in the block behind the HTTP header block; the whole block of a record that has none. */
  readonly raw: Payload;
  /** The same without the chunked transfer coding, where it has that. */
  readonly joined: Payload | undefined;
}

/** What to look for. */
export interface BlockPlan {
  readonly isHttp: boolean;
  readonly blockDigest: StatedDigest | undefined;
  readonly payloadDigest: StatedDigest | undefined;
}

class PayloadReader {
  readonly #digests: Digests;
  #start = Buffer.alloc(0);

  constructor(stated: StatedDigest | undefined) {
    this.#digests = new Digests("sha1", "sha256", stated?.algorithm);
  }

  push(bytes: Uint8Array): void {
    this.#digests.update(bytes);
    if (this.#start.length < START_BYTES) {
      this.#start = Buffer.concat([this.#start, bytes.subarray(0, START_BYTES - this.#start.length)]);
    }
  }

  finish(): Payload {
    return { length: this.#digests.length, digests: this.#digests.finish(), start: this.#start };
  }
}

/** Takes a block in pieces. */
export class BlockReader {
  readonly #plan: BlockPlan;
  readonly #block: Digests;
  readonly #raw: PayloadReader;
  #head: Buffer = Buffer.alloc(0);
  #inHead: boolean;
  #http: BlockFacts["http"];
  #firstLine = "";
  #chunks: { readonly decoder: ChunkedDecoder; readonly payload: PayloadReader } | undefined;

  constructor(plan: BlockPlan) {
    this.#plan = plan;
    this.#inHead = plan.isHttp;
    this.#block = new Digests(plan.blockDigest?.algorithm);
    this.#raw = new PayloadReader(plan.payloadDigest);
  }

  push(bytes: Uint8Array): void {
    this.#block.update(bytes);
    if (!this.#inHead) {
      this.#pushPayload(bytes);
      return;
    }
    const searched = Math.max(0, this.#head.length - 3);
    this.#head = Buffer.concat([this.#head, bytes]);
    if (hasEmptyLine(this.#head, searched)) this.#endHead();
    else if (this.#head.length > MAX_HTTP_HEAD_BYTES) this.#giveUpHead();
  }

  finish(): BlockFacts {
    if (this.#inHead) this.#endHead();
    return {
      digests: this.#block.finish(),
      http: this.#http,
      firstLine: this.#firstLine,
      raw: this.#raw.finish(),
      joined: this.#chunks?.decoder.isChunked ? this.#chunks.payload.finish() : undefined,
    };
  }

  #endHead(): void {
    this.#inHead = false;
    this.#firstLine = this.#head.toString("latin1", 0, Math.min(endOfLine(this.#head), 4096));
    const parsed = parseResponseHeaderBlock(this.#head);
    const bodyOffset = parsed?.bodyOffset ?? endOfHead(this.#head);
    if (parsed) {
      this.#http = { status: parsed.status, headers: parsed.headers };
      const coding = headerValues(parsed.headers, "transfer-encoding");
      if (coding.some((value) => /\bchunked\b/i.test(value))) {
        this.#chunks = { decoder: new ChunkedDecoder(), payload: new PayloadReader(this.#plan.payloadDigest) };
      }
    }
    const body = this.#head.subarray(bodyOffset);
    this.#head = Buffer.alloc(0);
    this.#pushPayload(body);
  }

  #giveUpHead(): void {
    this.#inHead = false;
    this.#pushPayload(this.#head);
    this.#head = Buffer.alloc(0);
  }

  #pushPayload(bytes: Uint8Array): void {
    this.#raw.push(bytes);
    if (!this.#chunks) return;
    for (const data of this.#chunks.decoder.push(bytes)) this.#chunks.payload.push(data);
  }
}

const hasEmptyLine = (head: Buffer, from: number): boolean =>
  head.indexOf("\r\n\r\n", from) >= 0 || head.indexOf("\n\n", from) >= 0;

function endOfLine(head: Buffer): number {
  const end = head.indexOf("\n");
  return end < 0 ? head.length : head[end - 1] === 0x0d ? end - 1 : end;
}

function endOfHead(head: Buffer): number {
  const end = head.indexOf("\r\n\r\n");
  return end < 0 ? head.length : end + 4;
}
