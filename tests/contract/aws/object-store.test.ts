/** The bucket's adapter against fauxqs. */
import { createHash } from "node:crypto";
import { CreateBucketCommand, HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createObjectStore, type ObjectStore } from "../../../shared/aws/object-store.ts";
import { CREDENTIALS } from "../../support/credentials.ts";
import { type Emulator, startFauxqs } from "../../support/emulators.ts";

const BUCKET = "archive";
/** Every byte value, so that a decoding on the way would show. */
const BODY = Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 256));

describe("object store", () => {
  let emulator: Emulator;
  let client: S3Client;
  let objects: ObjectStore;
  beforeAll(async () => {
    emulator = await startFauxqs();
    client = new S3Client({ endpoint: emulator.endpoint, forcePathStyle: true, ...CREDENTIALS });
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
    objects = createObjectStore(client, BUCKET);
    await objects.put("captures/a.warc.gz", BODY, "application/warc");
  });
  afterAll(() => emulator.stop());

  it.each([
    ["all of it", 0, 1024],
    ["a slice in the middle", 431, 200],
    ["its last byte", 1023, 1],
  ])("reads back of an object %s", async (_, offset, length) => {
    const bytes = await objects.read({ key: "captures/a.warc.gz", offset, length });
    expect(Buffer.from(bytes).equals(BODY.subarray(offset, offset + length))).toBe(true);
  });

  it("uploads with the SHA-256 that S3 is to verify, and the media type", async () => {
    const head = await client.send(
      new HeadObjectCommand({ Bucket: BUCKET, Key: "captures/a.warc.gz", ChecksumMode: "ENABLED" }),
    );
    expect(head.ChecksumSHA256).toBe(createHash("sha256").update(BODY).digest("base64"));
    expect(head.ContentType).toBe("application/warc");
  });

  it("refuses to answer with less than was asked for", async () => {
    const pointer = { key: "captures/a.warc.gz", offset: 1000, length: 100 };
    await expect(objects.read(pointer)).rejects.toThrow("Read 24 bytes of captures/a.warc.gz at 1000, wanted 100");
  });

  it("fails to read what is not there", async () => {
    await expect(objects.read({ key: "captures/none", offset: 0, length: 1 })).rejects.toMatchObject({
      name: "NoSuchKey",
    });
  });

  it("makes a link by which anyone can read an object, under the name and type that it gives", async () => {
    const link = await objects.signedLink("captures/a.warc.gz", {
      seconds: 60,
      fileName: "page.warc.gz",
      contentType: "application/warc",
    });
    const answer = await fetch(link);
    expect(Buffer.from(await answer.arrayBuffer()).equals(BODY)).toBe(true);
    const query = new URL(link).searchParams;
    expect(query.get("X-Amz-Expires")).toBe("60");
    expect(query.get("response-content-disposition")).toBe('attachment; filename="page.warc.gz"');
    expect(query.get("response-content-type")).toBe("application/warc");
  });
});
