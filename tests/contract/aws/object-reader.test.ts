/** Reading large objects by ranges, and links to write one by, against fauxqs. */
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createOpenObject, ObjectChangedError, readPieces } from "../../../shared/aws/object-reader.ts";
import { createSignUpload, UPLOAD_HEADERS } from "../../../shared/aws/upload-link.ts";
import { CREDENTIALS } from "../../support/credentials.ts";
import { type Emulator, startFauxqs } from "../../support/emulators.ts";

const BUCKET = "archive";
const BODY = Buffer.from(Array.from({ length: 700_000 }, (_, index) => (index * 31) % 251));

let emulator: Emulator;
let client: S3Client;
beforeAll(async () => {
  emulator = await startFauxqs();
  client = new S3Client({ endpoint: emulator.endpoint, forcePathStyle: true, ...CREDENTIALS });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
});
afterAll(() => emulator.stop());

const put = (key: string, body: Buffer) => client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body }));

it("reads an object in order from any place on, up to any other", async () => {
  await put("imports/a", BODY);
  const object = await createOpenObject(client, BUCKET)("imports/a");
  if (!object) throw new Error("no object");
  expect(object.size).toBe(BODY.length);
  for (const [from, end] of [
    [0, BODY.length],
    [300_001, 699_999],
    [5, 5],
    [0, 1],
  ] as const) {
    const pieces: Uint8Array[] = [];
    for await (const piece of readPieces(object, from, end)) pieces.push(piece);
    expect(Buffer.concat(pieces).equals(BODY.subarray(from, end))).toBe(true);
  }
});

it("finds no object where there is none, and notices one that was overwritten", async () => {
  const open = createOpenObject(client, BUCKET);
  await expect(open("imports/none")).resolves.toBeUndefined();
  await put("imports/b", BODY);
  const object = await open("imports/b");
  await put("imports/b", BODY.subarray(1));
  await expect(object?.read(0, 10)).rejects.toBeInstanceOf(ObjectChangedError);
});

it("signs links that ask for the header that lets an object be written once, and no checksum of nothing", async () => {
  const uploads = new S3Client({
    endpoint: emulator.endpoint,
    forcePathStyle: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
    ...CREDENTIALS,
  });
  const link = await createSignUpload(uploads, BUCKET)("imports/c", 60);
  expect(new URL(link).searchParams.get("X-Amz-SignedHeaders")?.split(";")).toContain("if-none-match");
  expect(link).not.toMatch(/checksum/i);
  const sent = await fetch(link, { method: "PUT", headers: UPLOAD_HEADERS, body: BODY });
  expect(sent.status).toBe(200);
  expect((await createOpenObject(client, BUCKET)("imports/c"))?.size).toBe(BODY.length);
});
