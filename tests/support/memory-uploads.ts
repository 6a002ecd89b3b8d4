/** Objects in memory that can be written in parts, as strictly as S3. tests/contract/aws runs the adapter itself. */
import { createHash } from "node:crypto";
import { MIN_PART_BYTES, type MultipartUploads } from "../../shared/aws/multipart-upload.ts";
import { createMemoryObjects } from "./doubles.ts";

export function createMemoryUploads(): ReturnType<typeof createMemoryObjects> & MultipartUploads {
  const objects = createMemoryObjects();
  const uploads = new Map<string, Map<number, Uint8Array>>();
  const find = (uploadId: string): Map<number, Uint8Array> => {
    const upload = uploads.get(uploadId);
    if (!upload) throw Object.assign(new Error(`no upload ${uploadId}`), { name: "NoSuchUpload" });
    return upload;
  };
  return {
    ...objects,
    async begin() {
      const id = `upload-${uploads.size + 1}`;
      uploads.set(id, new Map());
      return id;
    },
    async putPart(_key, uploadId, number, body) {
      find(uploadId).set(number, Uint8Array.from(body));
      return { number, etag: etagOf(body) };
    },
    async complete(key, uploadId, parts) {
      objects.stored.set(key, join(find(uploadId), parts));
      uploads.delete(uploadId);
    },
    async sizeOf(key) {
      return objects.stored.get(key)?.byteLength;
    },
  };
}

function join(upload: ReadonlyMap<number, Uint8Array>, parts: Parameters<MultipartUploads["complete"]>[2]): Buffer {
  const bodies = parts.map(({ number, etag }, index) => {
    const body = upload.get(number);
    if (!body || etagOf(body) !== etag) throw Object.assign(new Error(`part ${number}`), { name: "InvalidPart" });
    if (body.byteLength < MIN_PART_BYTES && index < parts.length - 1) {
      throw Object.assign(new Error(`part ${number} has ${body.byteLength} bytes`), { name: "EntityTooSmall" });
    }
    return body;
  });
  return Buffer.concat(bodies);
}

const etagOf = (body: Uint8Array): string => createHash("md5").update(body).digest("hex");
