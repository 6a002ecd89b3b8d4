/** Owns what is kept of a WARC file once it is written, for the file's index and its directory. */
import * as z from "zod";
import { uploadedPartSchema } from "../../shared/aws/multipart-upload.ts";
import { exportKeys } from "../../shared/exports/export.ts";
import { resourceSchema } from "../../shared/wacz/manifest.ts";
import { zipEntrySchema } from "../../shared/wacz/zip.ts";
import type { ExportObjects } from "./objects.ts";

const writtenPartSchema = z.object({
  /** Absent for the last file, where it is too small for a part of its own. */
  part: uploadedPartSchema.optional(),
  entry: zipEntrySchema,
  resource: resourceSchema,
  indexLines: z.array(z.string()),
  pageLines: z.array(z.string()),
});

export type WrittenPart = Readonly<z.infer<typeof writtenPartSchema>>;

export function keepPart(
  objects: Pick<ExportObjects, "put">,
  exportId: string,
  number: number,
  part: WrittenPart,
): Promise<void> {
  return objects.put(exportKeys(exportId).file(number), Buffer.from(JSON.stringify(part)), "application/json");
}

export async function readPart(
  objects: Pick<ExportObjects, "readWhole">,
  exportId: string,
  number: number,
): Promise<WrittenPart> {
  const bytes = await objects.readWhole(exportKeys(exportId).file(number));
  return writtenPartSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
}
