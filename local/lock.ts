/** Owns lock files: one process at a time in a folder. A lock whose process is gone does not count. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";

/** Either the lock is ours until `unlock()`, or another process that still runs has it. */
export type Lock = { readonly unlock: () => void } | { readonly owner: number };

/** @throws Error when the file cannot be written. */
export function takeLock(file: string): Lock {
  // The second try is for a lock that is left over and was removed by the first.
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return { unlock: () => rmSync(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = Number.parseInt(readFileSync(file, "utf8"), 10);
    if (isRunning(owner)) return { owner };
    rmSync(file, { force: true });
  }
  throw new Error(`${file} cannot be locked`);
}

/** A process that may not be signalled is running too. */
function isRunning(pid: number): boolean {
  if (Number.isNaN(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
