/** Owns which of the bucket's operations an export uses. Types only. */
import type { MultipartUploads } from "../../shared/aws/multipart-upload.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";

export type ExportObjects = Pick<ObjectStore, "put" | "read" | "readWhole"> & MultipartUploads;
