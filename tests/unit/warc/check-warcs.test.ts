/** The check that every flow test ends with finds what is wrong, and nothing where all is well. */
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { writeExchangeRecords } from "../../../shared/warc/exchange-records.ts";
import { checkWarcFiles } from "../../support/check-warcs.ts";
import { IDS, inputWith, newFile, STARTED } from "./exchanges.ts";

const REVISIT = {
  profile: "identical-payload-digest",
  refersTo: IDS.response,
  refersToTargetUri: "https://paper.example/story?id=1",
  refersToDate: STARTED,
} as const;

const REVISIT_IDS = { request: IDS.job, response: IDS.earlier, metadata: IDS.metadata };

type Change = (member: string, index: number) => string;

/** A file of a response and its revisit, each member changed as a test wants it. */
async function fileWith(change: Change = (member) => member, revisit = {}): Promise<Map<string, Uint8Array>> {
  const file = await newFile();
  const first = await writeExchangeRecords(inputWith());
  const second = await writeExchangeRecords(inputWith({ ids: REVISIT_IDS, revisit: { ...REVISIT, ...revisit } }));
  const members = [...first.members, ...second.members];
  for (const member of members) file.append(member);
  const bytes = Buffer.from(file.finish().bytes);
  const lengths = members.map((member) => member.bytes.length);
  let offset = bytes.length - lengths.reduce((sum, length) => sum + length, 0);
  const parts = [bytes.subarray(0, offset)];
  for (const length of lengths) {
    parts.push(bytes.subarray(offset, offset + length));
    offset += length;
  }
  const changed = parts.map((part, index) => {
    const before = gunzipSync(part).toString("latin1");
    const after = change(before, index);
    return after === before ? part : gzipSync(Buffer.from(after, "latin1"));
  });
  return new Map([["a.warc.gz", Buffer.concat(changed)]]);
}

const inResponse =
  (from: string | RegExp, to: string): Change =>
  (member, index) =>
    index === 1 ? member.replace(from, to) : member;

describe("the check of WARC files", () => {
  it("finds nothing wrong with what the archive writes", async () => {
    await expect(checkWarcFiles(await fileWith())).resolves.toEqual({
      files: 1,
      records: { warcinfo: 1, response: 1, request: 2, "revisit identical-payload-digest": 1 },
      problems: [],
    });
  });

  it.each<[string, Change, RegExp]>([
    ["a changed payload", inResponse("ferry ran late", "ferry ran soon"), /WARC-Block-Digest.*\n.*Payload-Digest/],
    ["a date without zone", inResponse(/(WARC-Date: \S+)Z/, "$1"), /WARC-Date is no UTC date/],
    [
      "an unknown reason of truncation",
      inResponse("WARC-IP-Address", "WARC-Truncated: tired\r\nWARC-IP-Address"),
      /reason/,
    ],
    ["no address", inResponse(/WARC-IP-Address: .*\r\n/, ""), /WARC-IP-Address is missing/],
    ["a file's name of its own", inResponse(/(WARC-Warcinfo-ID: <urn:uuid:)\w/, "$1f"), /WARC-Warcinfo-ID/],
    ["a record id used twice", inResponse(IDS.response, IDS.request), /comes twice/],
  ])("finds %s", async (_, change, problem) => {
    const { problems } = await checkWarcFiles(await fileWith(change));
    expect(problems.join("\n")).toMatch(problem);
  });

  it.each([
    [{ refersTo: IDS.warcinfo }, /refers to a warcinfo/],
    [{ refersTo: "0a6f0f34-5c1d-4f5e-9a51-0000000000ff" }, /names no record/],
    [{ refersToTargetUri: "https://paper.example/other" }, /Target-URI is not that record's/],
    [{ refersToDate: new Date(0) }, /Date is not that record's/],
    [{ payloadDigest: "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }, /Payload-Digest is not that record's/],
  ])("finds a revisit of something else: %j", async (revisit, problem) => {
    const { problems } = await checkWarcFiles(await fileWith(undefined, revisit));
    expect(problems.join("\n")).toMatch(problem);
  });

  it("finds two records in one member, and bytes of none", async () => {
    const [[name, bytes] = ["", new Uint8Array()]] = await fileWith();
    const joined = gzipSync(gunzipSync(bytes));
    const { problems } = await checkWarcFiles(new Map([[name, joined]]));
    expect(problems.join("\n")).toMatch(/is not one member/);
  });
});
