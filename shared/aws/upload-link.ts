/** Owns links by which somebody without rights of their own may write one object, once. */
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

/** Sent with the upload: the link is signed with it. S3 then refuses a second upload, which would change what was taken. */
export const UPLOAD_HEADERS = { "If-None-Match": "*" } as const;

/** A link for one PUT of an object, good for so many seconds. */
export type SignUpload = (key: string, seconds: number) => Promise<string>;

/**
 * @param client - made with `requestChecksumCalculation: "WHEN_REQUIRED"`: otherwise the SDK signs the checksum of an
 *   empty body into the link, and S3 refuses all others
 */
export function createSignUpload(client: S3Client, bucket: string): SignUpload {
  return (key, seconds) =>
    getSignedUrl(
      client,
      new PutObjectCommand({ Bucket: bucket, Key: key, IfNoneMatch: UPLOAD_HEADERS["If-None-Match"] }),
      {
        expiresIn: seconds,
      },
    );
}
