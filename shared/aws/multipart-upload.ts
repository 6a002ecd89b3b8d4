/**
 * Owns writing an object in parts, over as many invocations as it takes. Parts but the last are 5 MiB at least, and
 * 10,000 at most (S3 user guide, "Multipart upload limits"). An upload that is never completed, the bucket itself
 * forgets after a day.
 */
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import * as z from "zod";

/** Least size of a part that is not the last. */
export const MIN_PART_BYTES = 5 * 1024 * 1024;

export const uploadedPartSchema = z.object({
  number: z.int().min(1).max(10_000),
  etag: z.string(),
  /** What S3 computed over the part, to be said again when the parts are joined. */
  crc32: z.string().optional(),
});

export type UploadedPart = Readonly<z.infer<typeof uploadedPartSchema>>;

export interface MultipartUploads {
  /** @returns the upload's id */
  begin(key: string, contentType: string): Promise<string>;
  /** Repeating a part replaces it. */
  putPart(key: string, uploadId: string, number: number, body: Uint8Array): Promise<UploadedPart>;
  /** Joins the parts; where that was done before, changes nothing. @returns the object's bytes */
  complete(key: string, uploadId: string, parts: readonly UploadedPart[]): Promise<number>;
}

export function createMultipartUploads(client: S3Client, bucket: string): MultipartUploads {
  return {
    async begin(key, contentType) {
      const command = new CreateMultipartUploadCommand({
        Bucket: bucket,
        Key: key,
        ContentType: contentType,
        ChecksumAlgorithm: "CRC32",
      });
      const { UploadId } = await client.send(command);
      if (UploadId === undefined) throw new Error(`S3 gave no id for the upload of ${key}`);
      return UploadId;
    },

    async putPart(key, uploadId, number, body) {
      const { ETag, ChecksumCRC32 } = await client.send(
        new UploadPartCommand({
          Bucket: bucket,
          Key: key,
          UploadId: uploadId,
          PartNumber: number,
          Body: body,
          ChecksumAlgorithm: "CRC32",
        }),
      );
      if (ETag === undefined) throw new Error(`S3 gave no ETag for part ${number} of ${key}`);
      return { number, etag: ETag, ...(ChecksumCRC32 === undefined ? {} : { crc32: ChecksumCRC32 }) };
    },

    async complete(key, uploadId, parts) {
      const Parts = parts.map(({ number, etag, crc32 }) => ({ PartNumber: number, ETag: etag, ChecksumCRC32: crc32 }));
      try {
        await client.send(
          new CompleteMultipartUploadCommand({
            Bucket: bucket,
            Key: key,
            UploadId: uploadId,
            MultipartUpload: { Parts },
          }),
        );
      } catch (error) {
        // An upload that was completed is none any more; then the object is there.
        if (!(error instanceof Error) || error.name !== "NoSuchUpload") throw error;
      }
      const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      if (ContentLength === undefined) throw new Error(`S3 does not say how long ${key} is`);
      return ContentLength;
    },
  };
}
