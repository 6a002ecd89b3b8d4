/**
 * Owns checking WARC files that an archive has written, with a reader that is not its own (warcio): each rule is
 * one of WARC 1.1's, named by its section. It answers with what is wrong, in sentences; nothing is thrown for that.
 */
import { WARCParser } from "warcio";
import { sha1OtherWay } from "./digests.ts";

/** One record as warcio read it. */
interface ForeignRecord {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
  readonly type: string;
  readonly id: string;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly block: Buffer;
}

export interface WarcFindings {
  readonly files: number;
  /** Records by type; revisits by the last word of their profile too. */
  readonly records: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
}

/** Content-Type of each type of record that the archive writes (section 6). */
const CONTENT_TYPES: Readonly<Record<string, RegExp>> = {
  warcinfo: /^application\/warc-fields$/,
  request: /^application\/http; ?msgtype=request$/,
  response: /^application\/http; ?msgtype=response$/,
  revisit: /^application\/http; ?msgtype=response$/,
  metadata: /^application\/warc-fields$/,
  conversion: /./,
  resource: /./,
};

/** Records that say whose they are (section 5.7 to 5.15: which header goes with which type). */
const WITH_TARGET = ["request", "response", "revisit", "metadata", "conversion", "resource"];

const PROFILES = ["identical-payload-digest", "server-not-modified"].map(
  (name) => `http://netpreserve.org/warc/1.1/revisit/${name}`,
);

/**
 * Checks files, by name, and what their records say of each other.
 *
 * @param imported ids of captures that stand in files of others: records of ours may refer to them
 */
export async function checkWarcFiles(
  files: ReadonlyMap<string, Uint8Array>,
  imported: ReadonlySet<string> = new Set(),
): Promise<WarcFindings> {
  const problems: string[] = [];
  const all: ForeignRecord[] = [];
  for (const [file, bytes] of files) {
    const records = await parse(file, bytes);
    problems.push(...checkFile(file, bytes, records), ...(await checkOffsets(bytes, records)));
    all.push(...records);
  }
  problems.push(...checkReferences(all, imported));
  const records: Record<string, number> = {};
  for (const record of all) records[kindOf(record)] = (records[kindOf(record)] ?? 0) + 1;
  return { files: files.size, records, problems };
}

function kindOf({ type, headers }: ForeignRecord): string {
  return type === "revisit" ? `revisit ${headers.get("warc-profile")?.split("/").at(-1)}` : type;
}

async function parse(file: string, bytes: Uint8Array): Promise<ForeignRecord[]> {
  const parser = new WARCParser([bytes], { parseHttp: false });
  const records: ForeignRecord[] = [];
  for await (const record of parser) {
    const block = Buffer.from(await record.readFully(false));
    const headers = new Map([...record.warcHeaders.headers].map(([name, value]) => [name.toLowerCase(), value]));
    const id = headers.get("warc-record-id") ?? "";
    const type = headers.get("warc-type") ?? "";
    records.push({ file, offset: parser.offset, length: 0, type, id, headers, block });
  }
  // A record ends where the next one starts.
  return records.map((record, index) => ({
    ...record,
    length: (records[index + 1]?.offset ?? bytes.length) - record.offset,
  }));
}

/** What each record must have by itself, and what holds within its file. */
function checkFile(file: string, bytes: Uint8Array, records: readonly ForeignRecord[]): string[] {
  const ids = new Set(records.map(({ id }) => id));
  const [first] = records;
  // Records that an import had to copy are others', byte for byte: what they say is not for us to mend.
  const isCopies = first?.block.includes("Records of import ") ?? false;
  const own = isCopies ? records.slice(0, 1) : records;
  const problems = own.flatMap((record) => checkRecord(record, ids, first?.id));
  if (first?.type !== "warcinfo") problems.push(`${file}: opens with a ${first?.type}, not a warcinfo (6.2)`);
  if (!isCopies && ids.size !== records.length) problems.push(`${file}: a record id comes twice (5.2)`);
  if (records.reduce((sum, { length }) => sum + length, 0) !== bytes.length) {
    problems.push(`${file}: there are bytes that belong to no record`);
  }
  return problems;
}

function checkRecord(record: ForeignRecord, ids: ReadonlySet<string>, warcinfoId: string | undefined): string[] {
  const { type, headers, block } = record;
  const get = (name: string) => headers.get(name) ?? "";
  const rules: [boolean, string][] = [
    [/^<urn:uuid:[0-9a-f-]{36}>$/.test(record.id), "WARC-Record-ID is no URI in angle brackets (5.2)"],
    [get("content-length") === String(block.length), "Content-Length is not the block's (5.3)"],
    [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(get("warc-date")), "WARC-Date is no UTC date (5.4)"],
    [type in CONTENT_TYPES, `WARC-Type ${type} is not one that is written (5.5)`],
    [CONTENT_TYPES[type]?.test(get("content-type")) ?? false, `Content-Type ${get("content-type")} (5.6)`],
    [get("warc-block-digest") === sha1OtherWay(block), "WARC-Block-Digest does not hold (5.8)"],
    [type === "warcinfo" || get("warc-warcinfo-id") === warcinfoId, "WARC-Warcinfo-ID is not the file's (5.15)"],
    [!WITH_TARGET.includes(type) || URL.canParse(get("warc-target-uri")), "WARC-Target-URI is none (5.12)"],
    [
      !headers.has("warc-truncated") || /^(length|time|disconnect|unspecified)$/.test(get("warc-truncated")),
      "WARC-Truncated gives no reason that there is (5.13)",
    ],
    [
      !headers.has("warc-concurrent-to") || ids.has(get("warc-concurrent-to")),
      "WARC-Concurrent-To names no record of the file (5.7)",
    ],
    [type !== "request" || headers.has("warc-concurrent-to"), "a request stands alone (6.4)"],
    [!/^(request|response|revisit)$/.test(type) || headers.has("warc-ip-address"), "WARC-IP-Address is missing (5.10)"],
    [type !== "response" || payloadDigestHolds(record), "WARC-Payload-Digest does not hold (5.9)"],
    [type !== "conversion" || get("warc-payload-digest") === sha1OtherWay(block), "a conversion's digest (5.9)"],
    [type !== "revisit" || PROFILES.includes(get("warc-profile")), "WARC-Profile is none of WARC 1.1's (6.7)"],
  ];
  return rules.filter(([holds]) => !holds).map(([, rule]) => `${record.file} ${record.id} ${type}: ${rule}`);
}

/** The payload is what follows the HTTP header block, content coding and all (RFC 9110; section 2). */
function payloadDigestHolds({ block, headers }: ForeignRecord): boolean {
  const end = block.indexOf("\r\n\r\n");
  return end > 0 && headers.get("warc-payload-digest") === sha1OtherWay(block.subarray(end + 4));
}

/** Each record can be read from its offset alone, as an index points to it: one gzip member, one record (annex D). */
async function checkOffsets(bytes: Uint8Array, records: readonly ForeignRecord[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { file, id, offset, length } of records) {
    const alone = await parse(file, bytes.subarray(offset, offset + length));
    if (alone.length !== 1 || alone[0]?.id !== id) problems.push(`${file} ${id}: is not one member at ${offset}`);
  }
  return problems;
}

/** What one record says of another, wherever in the archive that is. */
function checkReferences(records: readonly ForeignRecord[], imported: ReadonlySet<string>): string[] {
  const byId = new Map(records.map((record) => [record.id, record]));
  return records.flatMap((record) => {
    const { type, headers, file, id } = record;
    if (type !== "revisit" && type !== "conversion") return [];
    const refersTo = headers.get("warc-refers-to") ?? "";
    const target = byId.get(refersTo);
    if (!target && imported.has(refersTo.slice("<urn:uuid:".length, -1))) return [];
    if (!target) return [`${file} ${id} ${type}: WARC-Refers-To names no record that there is (5.11)`];
    if (type === "conversion") return target.type === "response" ? [] : [`${file} ${id}: converts a ${target.type}`];
    const rules: [boolean, string][] = [
      [target.type === "response", `refers to a ${target.type}`],
      [
        headers.get("warc-refers-to-target-uri") === target.headers.get("warc-target-uri"),
        "WARC-Refers-To-Target-URI is not that record's (5.11)",
      ],
      [
        headers.get("warc-refers-to-date") === target.headers.get("warc-date"),
        "WARC-Refers-To-Date is not that record's (5.11)",
      ],
      [
        headers.get("warc-payload-digest") === target.headers.get("warc-payload-digest"),
        "WARC-Payload-Digest is not that record's (6.7)",
      ],
    ];
    return rules.filter(([holds]) => !holds).map(([, rule]) => `${file} ${id} revisit: ${rule}`);
  });
}
