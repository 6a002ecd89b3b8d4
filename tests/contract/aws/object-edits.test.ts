/** Overwriting parts of an object: against fauxqs for the bytes, against a bucket with versions as S3 answers for those. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createObjectEdits, type ObjectEdits } from "../../../shared/aws/object-edits.ts";
import { CREDENTIALS } from "../../support/credentials.ts";
import { type Emulator, startFauxqs } from "../../support/emulators.ts";

const BUCKET = "archive";
const MIB = 1024 * 1024;

describe("object edits", () => {
  let emulator: Emulator;
  let client: S3Client;
  beforeAll(async () => {
    emulator = await startFauxqs();
    client = new S3Client({ endpoint: emulator.endpoint, forcePathStyle: true, ...CREDENTIALS });
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  });
  afterAll(() => emulator.stop());

  /** Parts of 5 MiB, S3's least. */
  const editsOf = (): ObjectEdits => createObjectEdits(client, BUCKET, 5 * MIB);

  it.each([
    ["in one piece", 1 * MIB],
    ["in parts", 10 * MIB + 7],
  ])("are written %s, across the ends of parts, and change nothing else", async (_, size) => {
    const before = Buffer.alloc(size, "abcdefg");
    await client.send(
      new PutObjectCommand({ Bucket: BUCKET, Key: "a.warc.gz", Body: before, ContentType: "application/warc" }),
    );
    const edits = [0, size / 2 - 100, 5 * MIB - 3, size - 7]
      .map((offset) => Math.floor(offset))
      .filter((offset) => offset + 7 <= size)
      .map((offset) => ({ offset, bytes: Buffer.from("-erased") }));
    await editsOf().overwrite("a.warc.gz", edits);
    const expected = Buffer.from(before);
    for (const { offset, bytes } of edits) expected.set(bytes, offset);
    const { Body, ContentType } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: "a.warc.gz" }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(expected)).toBe(true);
    expect(ContentType).toBe("application/warc");
  });
});

it("removes the versions that an overwriting has left, on every page of their list, and no other object's", async () => {
  const versionOf = (key: string, id: string, latest: boolean) =>
    `<Version><Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>${latest}</IsLatest></Version>`;
  const pages: Record<string, string> = {
    "": `<IsTruncated>true</IsTruncated><NextKeyMarker>a</NextKeyMarker><NextVersionIdMarker>v2</NextVersionIdMarker>${versionOf("a", "v3", true)}${versionOf("a", "v2", false)}`,
    v2: `<IsTruncated>false</IsTruncated>${versionOf("a", "v1", false)}${versionOf("a.more", "v9", false)}`,
  };
  const deleted: (string | null)[] = [];
  // fauxqs keeps no versions: this answers as S3's API reference has it for a bucket that does.
  const server = createServer((request: IncomingMessage, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://s3");
    request.resume();
    if (request.method === "DELETE") deleted.push(searchParams.get("versionId"));
    if (request.method === "HEAD") return void response.writeHead(200, { "content-length": "4" }).end();
    if (request.method !== "GET") return void response.writeHead(request.method === "DELETE" ? 204 : 200).end();
    if (!searchParams.has("versions")) return void response.writeHead(206, { "content-length": "4" }).end("page");
    const page = pages[searchParams.get("version-id-marker") ?? ""];
    response.setHeader("content-type", "application/xml");
    response.end(`<?xml version="1.0"?><ListVersionsResult><Name>archive</Name>${page}</ListVersionsResult>`);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new S3Client({ endpoint, forcePathStyle: true, ...CREDENTIALS });
  try {
    await createObjectEdits(client, BUCKET).overwrite("a", [{ offset: 0, bytes: Buffer.from("-") }]);
    expect(deleted).toEqual(["v2", "v1"]);
  } finally {
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
});
