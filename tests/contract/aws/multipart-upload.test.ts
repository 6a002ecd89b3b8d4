/** Writing an object in parts, against fauxqs. */
import { randomBytes } from "node:crypto";
import { CreateBucketCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMultipartUploads, MIN_PART_BYTES, type MultipartUploads } from "../../../shared/aws/multipart-upload.ts";
import { CREDENTIALS } from "../../support/credentials.ts";
import { type Emulator, startFauxqs } from "../../support/emulators.ts";

const BUCKET = "archive";

describe("an upload in parts", () => {
  let emulator: Emulator;
  let client: S3Client;
  let uploads: MultipartUploads;
  beforeAll(async () => {
    emulator = await startFauxqs();
    client = new S3Client({ endpoint: emulator.endpoint, forcePathStyle: true, ...CREDENTIALS });
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
    uploads = createMultipartUploads(client, BUCKET);
  });
  afterAll(() => emulator.stop());

  const [first, second] = [randomBytes(MIN_PART_BYTES), randomBytes(1000)];

  it("is the parts one after the other, the last as small as it likes, though one went up twice", async () => {
    const id = await uploads.begin("exports/a.wacz", "application/wacz");
    await uploads.putPart("exports/a.wacz", id, 1, randomBytes(MIN_PART_BYTES));
    const parts = [
      await uploads.putPart("exports/a.wacz", id, 1, first),
      await uploads.putPart("exports/a.wacz", id, 2, second),
    ];
    await expect(uploads.sizeOf("exports/a.wacz")).resolves.toBeUndefined();
    await uploads.complete("exports/a.wacz", id, parts);
    await expect(uploads.sizeOf("exports/a.wacz")).resolves.toBe(MIN_PART_BYTES + 1000);
    const { Body, ContentType } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: "exports/a.wacz" }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(Buffer.concat([first, second]))).toBe(true);
    expect(ContentType).toBe("application/wacz");
  });

  it("can be joined once", async () => {
    const id = await uploads.begin("exports/b.wacz", "application/wacz");
    const parts = [await uploads.putPart("exports/b.wacz", id, 1, second)];
    await uploads.complete("exports/b.wacz", id, parts);
    await expect(uploads.complete("exports/b.wacz", id, parts)).rejects.toMatchObject({ name: "NoSuchUpload" });
    await expect(uploads.putPart("exports/b.wacz", id, 2, second)).rejects.toMatchObject({ name: "NoSuchUpload" });
  });
});
