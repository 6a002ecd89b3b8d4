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
  S3ServiceException,
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
  /** Joins the parts. Where that was done before, S3 knows the upload no more, and this throws. */
  complete(key: string, uploadId: string, parts: readonly UploadedPart[]): Promise<void>;
  /** Bytes of an object; undefined where there is none. */
  sizeOf(key: string): Promise<number | undefined>;
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
      const command = new CompleteMultipartUploadCommand({
        Bucket: bucket,
        Key: key,
        UploadId: uploadId,
        MultipartUpload: { Parts },
      });
      await client.send(command);
    },

    async sizeOf(key) {
      try {
        const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
        return ContentLength;
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
  };
}

/** Who may not list a bucket is told 403 of what is not there (S3 API reference, HeadObject, "Permissions"). */
function isAbsent(error: unknown): boolean {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  return status === 403 || status === 404;
}
