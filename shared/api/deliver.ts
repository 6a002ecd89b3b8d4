/** Owns giving out a body of any size: in the answer where it fits, else by a link to a copy that expires. */
import type { ObjectStore } from "../aws/object-store.ts";
import { PREFIX } from "../names.ts";
import type { HttpResult } from "./http-handler.ts";

/** Lambda's answer holds 6 MiB; what does not fit goes out by a link. Room for the headers. */
const MAX_ANSWER_BYTES = 5.9 * 1024 * 1024;
/** With base64, which is a third longer, this fits. */
const MAX_INLINE_BYTES = 4 * 1024 * 1024;
/** How long a link is good, in seconds. */
export const LINK_SECONDS = 900;

export interface Delivery {
  /** @default 200 */
  readonly statusCode?: number | undefined;
  readonly mediaType: string;
  /** Of the copy, and of the file that a reader saves; it must say which form of what this is. */
  readonly fileName: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Valid UTF-8, which travels as it is. */
  readonly isText: boolean;
  /** Coding that the bytes are in. @default none */
  readonly contentEncoding?: string | undefined;
}

/** Answers with the body, or 307 with a link to it. */
export async function deliver(
  objects: Pick<ObjectStore, "put" | "signedLink">,
  body: Buffer,
  what: Delivery,
): Promise<HttpResult> {
  const { statusCode = 200, mediaType, isText, contentEncoding } = what;
  const headers = {
    "Content-Type": mediaType,
    "X-Content-Type-Options": "nosniff",
    ...(contentEncoding && { "Content-Encoding": contentEncoding }),
    ...what.headers,
  };
  if (fitsAnswer(body, isText)) {
    return { statusCode, headers, body: body.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
  }
  const key = `${PREFIX.downloads}${what.fileName}`;
  await objects.put(key, body, mediaType);
  const link = await objects.signedLink(key, {
    seconds: LINK_SECONDS,
    fileName: what.fileName,
    contentType: mediaType,
    contentEncoding,
  });
  return { statusCode: 307, headers: { Location: link, "Cache-Control": "no-store" } };
}

/** An answer travels as a JSON string, in which quotes and line ends take two bytes. */
export function fitsAnswer(body: Buffer, isText: boolean): boolean {
  if (body.byteLength > MAX_INLINE_BYTES) return false;
  return !isText || Buffer.byteLength(JSON.stringify(body.toString("utf8"))) <= MAX_ANSWER_BYTES;
}
