/** Owns handing a file out over HTTP: in the answer where it fits, otherwise by a link to a copy that expires. */
import type { ObjectStore } from "../aws/object-store.ts";
import { PREFIX } from "../names.ts";
import type { HttpResult } from "./http-handler.ts";

/** Lambda's answer holds 6 MiB; what does not fit goes out by a link to a copy that expires. Room for the headers. */
const MAX_ANSWER_BYTES = 5.9 * 1024 * 1024;
/** With base64, which is a third longer, this fits. */
const MAX_INLINE_BYTES = 4 * 1024 * 1024;
/** How long a link is good, in seconds. */
export const LINK_SECONDS = 900;

export interface HandedOut {
  readonly mediaType: string;
  readonly fileName: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly isText: boolean;
}

export async function handOut(
  objects: Pick<ObjectStore, "put" | "signedLink">,
  body: Buffer,
  what: HandedOut,
): Promise<HttpResult> {
  const headers = { "Content-Type": what.mediaType, "X-Content-Type-Options": "nosniff", ...what.headers };
  const encoded = body.toString(what.isText ? "utf8" : "base64");
  // An answer travels as a JSON string, in which quotes and line ends take two bytes.
  if (body.byteLength <= MAX_INLINE_BYTES && Buffer.byteLength(JSON.stringify(encoded)) <= MAX_ANSWER_BYTES) {
    return { statusCode: 200, headers, body: encoded, isBase64Encoded: !what.isText };
  }
  const key = `${PREFIX.downloads}${what.fileName}`;
  await objects.put(key, body, what.mediaType);
  const link = await objects.signedLink(key, {
    seconds: LINK_SECONDS,
    fileName: what.fileName,
    contentType: what.mediaType,
  });
  return { statusCode: 307, headers: { Location: link, "Cache-Control": "no-store" } };
}
