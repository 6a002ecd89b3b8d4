/** Owns the plan of an export as it stands in the bucket: chunks of captures to be written, and the sites they are of. */
import * as z from "zod";
import { type PlannedCapture, plannedCaptureSchema } from "../wacz/planned-capture.ts";
import { exportKeys, type Place } from "./export.ts";

export interface PlanObjects {
  put(key: string, body: Uint8Array, contentType: string): Promise<void>;
  readWhole(key: string): Promise<Uint8Array>;
}

const chunkSchema = z.array(plannedCaptureSchema);
const sitesSchema = z.array(z.string());
const JSON_TYPE = "application/json";

const toBytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const toValue = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString());

export function writeChunk(
  objects: PlanObjects,
  exportId: string,
  number: number,
  captures: readonly PlannedCapture[],
): Promise<void> {
  return objects.put(exportKeys(exportId).chunk(number), toBytes(captures), JSON_TYPE);
}

async function readChunk(objects: PlanObjects, exportId: string, number: number): Promise<PlannedCapture[]> {
  return chunkSchema.parse(toValue(await objects.readWhole(exportKeys(exportId).chunk(number))));
}

/** A planned capture, and the place behind it. */
export interface PlanEntry {
  readonly capture: PlannedCapture;
  readonly next: Place;
}

/** Goes through the plan, one chunk in memory at a time. */
export async function* readPlan(
  objects: PlanObjects,
  exportId: string,
  chunks: number,
  from: Place = { chunk: 1, at: 0 },
): AsyncGenerator<PlanEntry> {
  for (let { chunk, at } = from; chunk <= chunks; chunk += 1, at = 0) {
    const captures = await readChunk(objects, exportId, chunk);
    for (; at < captures.length; at += 1) {
      const capture = captures[at];
      if (capture) yield { capture, next: { chunk, at: at + 1 } };
    }
  }
}

/** One URL of each site: a site's restrictions are found by any of its URLs. */
export function writeSites(objects: PlanObjects, exportId: string, urls: readonly string[]): Promise<void> {
  return objects.put(exportKeys(exportId).sites, toBytes(urls), JSON_TYPE);
}

export async function readSites(objects: PlanObjects, exportId: string): Promise<string[]> {
  return sitesSchema.parse(toValue(await objects.readWhole(exportKeys(exportId).sites)));
}
