/** Owns reading and writing the bucket. Which keys there are is shared/names.ts (prefixes) and the writers' business. */
import { createHash } from "node:crypto";
import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { WarcPointer } from "../../events/capture-stored.ts";

export interface ObjectStore {
  /** Writes a whole object; S3 recomputes the SHA-256 and refuses bytes that changed on the way. */
  put(key: string, body: Uint8Array, contentType: string): Promise<void>;
  /** Reads one slice of an object by a Range GET. */
  read(pointer: WarcPointer): Promise<Uint8Array>;
  /** Reads a whole object, which must be small. */
  readWhole(key: string): Promise<Uint8Array>;
  /** A link that anyone can read the object by, for so many seconds. */
  signedLink(key: string, options: LinkOptions): Promise<string>;
}

export interface LinkOptions {
  readonly seconds: number;
  readonly fileName: string;
  readonly contentType: string;
  /** Coding that the object's bytes are in. @default none */
  readonly contentEncoding?: string | undefined;
}

export function createObjectStore(client: S3Client, bucket: string): ObjectStore {
  return {
    async put(key, body, contentType) {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: body,
          ContentType: contentType,
          ChecksumSHA256: createHash("sha256").update(body).digest("base64"),
        }),
      );
    },

    async read({ key, offset, length }) {
      const range = `bytes=${offset}-${offset + length - 1}`;
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: range }));
      const bytes = await Body?.transformToByteArray();
      if (bytes?.byteLength !== length) {
        throw new Error(`Read ${bytes?.byteLength ?? 0} bytes of ${key} at ${offset}, wanted ${length}`);
      }
      return bytes;
    },

    async readWhole(key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (!Body) throw new Error(`${key} has no body`);
      return Body.transformToByteArray();
    },

    signedLink(key, { seconds, fileName, contentType, contentEncoding }) {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ResponseContentDisposition: `attachment; filename="${fileName}"`,
        ResponseContentType: contentType,
        ResponseContentEncoding: contentEncoding,
      });
      return getSignedUrl(client, command, { expiresIn: seconds });
    },
  };
}
