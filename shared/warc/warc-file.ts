/** Owns joining records to one WARC file and knowing where each stands. Pure: where the file goes is not its concern. */
import { createHash } from "node:crypto";
import type { WarcMember } from "./write-record.ts";

/** Where one record stands in its file, in bytes. */
export interface MemberPosition {
  readonly offset: number;
  readonly length: number;
}

/** A finished file. */
export interface FinishedWarc {
  readonly bytes: Uint8Array;
  /** As S3 takes it in `ChecksumSHA256`. */
  readonly sha256Base64: string;
}

/** Collects the records of one file in memory. The first is its warcinfo. */
export class WarcFile {
  /** UUID of the warcinfo record, for the others to name. */
  readonly warcinfoId: string;
  readonly #members: Uint8Array[] = [];
  #length = 0;

  /** @throws TypeError when `warcinfo` is a record of another type */
  constructor(warcinfo: WarcMember) {
    if (warcinfo.type !== "warcinfo") throw new TypeError(`a WARC file opens with a warcinfo, not a ${warcinfo.type}`);
    this.warcinfoId = warcinfo.id;
    this.append(warcinfo);
  }

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  /** Adds a record behind the others. */
  append(member: WarcMember): MemberPosition {
    const position = { offset: this.#length, length: member.bytes.length };
    this.#members.push(member.bytes);
    this.#length += member.bytes.length;
    return position;
  }

  /** The whole file. Records may be appended still, and finish asked again. */
  finish(): FinishedWarc {
    const hash = createHash("sha256");
    for (const member of this.#members) hash.update(member);
    return { bytes: Buffer.concat(this.#members, this.#length), sha256Base64: hash.digest("base64") };
  }
}
