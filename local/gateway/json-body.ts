/** Owns reading the JSON object of a request. Pure. */
import { isRecord, type Json, type JsonRecord } from "../template/json.ts";

/** Undefined for anything but a JSON object; an empty body is an empty object. */
export function parseBody(body: Buffer): JsonRecord | undefined {
  if (body.length === 0) return {};
  try {
    const value = JSON.parse(body.toString("utf8")) as Json;
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
