/** Owns the data folder: making it, and having it for this process alone. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { CloudError, messageOf } from "./cloud-error.ts";
import { takeLock } from "./lock.ts";

/**
 * Makes the folder where it is missing and locks it, because two processes on one would corrupt it.
 * The answer unlocks it.
 * @throws CloudError when another process that still runs has it, or it cannot be written.
 */
export function lockDataFolder(folder: string): () => void {
  try {
    mkdirSync(folder, { recursive: true });
    const lock = takeLock(join(folder, "lock"));
    if ("unlock" in lock) return lock.unlock;
    throw new CloudError(`${folder} is in use by process ${lock.owner}: stop that, or use another data folder`);
  } catch (error) {
    if (error instanceof CloudError) throw error;
    throw new CloudError(`cannot use ${folder} for data: ${messageOf(error)}`, { cause: error });
  }
}
