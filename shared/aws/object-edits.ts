/**
 * Owns overwriting parts of an object for good: the bytes are replaced, and no earlier version is kept. S3 has no write
 * in place, so the object is written again, a large one in parts.
 */
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";

/** Bytes that take the place of as many, from `offset` on. */
export interface ObjectEdit {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

export interface ObjectEdits {
  /** Replaces the bytes and removes every earlier version. Repeating it changes nothing. */
  overwrite(key: string, edits: readonly ObjectEdit[]): Promise<void>;
}

/** An object is written in parts of this many bytes; one that is smaller in a single PUT. S3's least is 5 MiB. */
const PART_BYTES = 32 * 1024 * 1024;

export function createObjectEdits(client: S3Client, bucket: string, partBytes = PART_BYTES): ObjectEdits {
  return {
    async overwrite(key, edits) {
      const { ContentLength: size = 0, ContentType } = await client.send(
        new HeadObjectCommand({ Bucket: bucket, Key: key }),
      );
      if (size <= partBytes) {
        const Body = await edited(key, edits, 0, size);
        await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType }));
      } else await overwriteInParts(key, edits, size, ContentType);
      await removeEarlierVersions(key);
    },
  };

  async function overwriteInParts(key: string, edits: readonly ObjectEdit[], size: number, ContentType?: string) {
    const target = { Bucket: bucket, Key: key };
    // What is not completed, the bucket's lifecycle removes after a day.
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...target, ContentType }));
    const Parts: CompletedPart[] = [];
    for (let start = 0; start < size; start += partBytes) {
      const PartNumber = Parts.length + 1;
      const Body = await edited(key, edits, start, Math.min(partBytes, size - start));
      const { ETag } = await client.send(new UploadPartCommand({ ...target, UploadId, PartNumber, Body }));
      Parts.push({ PartNumber, ETag });
    }
    await client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
  }

  /** A part of the object with the edits that fall into it. */
  async function edited(key: string, edits: readonly ObjectEdit[], start: number, length: number): Promise<Buffer> {
    const Range = `bytes=${start}-${start + length - 1}`;
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range }));
    const part = Buffer.from((await Body?.transformToByteArray()) ?? []);
    if (part.length !== length) throw new Error(`Read ${part.length} bytes of ${key} at ${start}, wanted ${length}`);
    for (const { offset, bytes } of edits) {
      const from = Math.max(offset, start);
      const to = Math.min(offset + bytes.length, start + length);
      if (from < to) part.set(bytes.subarray(from - offset, to - offset), from - start);
    }
    return part;
  }

  async function removeEarlierVersions(key: string): Promise<void> {
    let marker: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
    while (marker) {
      const page: ListObjectVersionsCommandOutput = await client.send(
        new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, ...marker }),
      );
      for (const { Key, VersionId, IsLatest } of page.Versions ?? []) {
        if (Key !== key || IsLatest || !VersionId || VersionId === "null") continue;
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId }));
      }
      const { IsTruncated, NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
      marker = IsTruncated ? { KeyMarker, VersionIdMarker } : undefined;
    }
  }
}
