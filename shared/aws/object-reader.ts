/** Owns reading a large object of the bucket bit by bit, and noticing where it is not the same object any more. */
import { GetObjectCommand, HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";

/** An object that is read by ranges. */
export interface ObjectReader {
  /** Bytes of the whole. */
  readonly size: number;
  readonly etag: string;
  /** @throws ObjectChangedError where the object is another one, or gone */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export class ObjectChangedError extends Error {}

/** The object that stands under a key now; undefined where there is none. */
export type OpenObject = (key: string) => Promise<ObjectReader | undefined>;

export function createOpenObject(client: S3Client, bucket: string): OpenObject {
  return async (key) => {
    const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })).catch((error: unknown) => {
      // Who may not list the bucket is told 403 of what is not there (S3 API reference, HeadObject).
      if ([403, 404].includes(statusOf(error) ?? 0)) return undefined;
      throw error;
    });
    if (!head) return undefined;
    const { ETag: etag = "", ContentLength: size = 0 } = head;
    return {
      size,
      etag,
      async read(offset, length) {
        const Range = `bytes=${offset}-${offset + length - 1}`;
        try {
          const command = new GetObjectCommand({ Bucket: bucket, Key: key, Range, IfMatch: etag });
          const bytes = await (await client.send(command)).Body?.transformToByteArray();
          if (bytes?.byteLength === length) return bytes;
          throw new Error(`Read ${bytes?.byteLength ?? 0} bytes of ${key} at ${offset}, wanted ${length}`);
        } catch (error) {
          if ([404, 412].includes(statusOf(error) ?? 0)) throw new ObjectChangedError(key, { cause: error });
          throw error;
        }
      },
    };
  };
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode;
}

/** The first range is small, since the reader may not go on; each is twice as long as the one before. */
const FIRST_BYTES = 256 * 1024;
const MOST_BYTES = 8 * 1024 * 1024;

/** The bytes from `from` up to `end`, in order; the next range is on its way while one is worked on. */
export async function* readPieces(
  reader: Pick<ObjectReader, "read">,
  from: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  let size = FIRST_BYTES;
  let at = from;
  const fetchNext = () => {
    if (at >= end) return undefined;
    const length = Math.min(size, end - at);
    const piece = reader.read(at, length);
    // What it throws is thrown when it is asked for.
    piece.catch(() => undefined);
    at += length;
    size = Math.min(size * 2, MOST_BYTES);
    return piece;
  };
  for (let next = fetchNext(); next; ) {
    const piece = await next;
    next = fetchNext();
    yield piece;
  }
}
