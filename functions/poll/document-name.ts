/** Owns what a document is called within its run. Pure. */
import { createHash } from "node:crypto";

/** Short, since a run's messages carry the names of all that it has read. A list that was uploaded has no URL. */
export function documentName(url: string | undefined): string {
  return createHash("sha256")
    .update(url ?? "")
    .digest("base64url")
    .slice(0, 16);
}
