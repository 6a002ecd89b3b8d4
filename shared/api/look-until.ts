/** Owns looking at something again and again, at growing intervals, until it is there or the time is up. */
import { setTimeout as sleep } from "node:timers/promises";

/** A warm capture takes some 100 ms: look soon at first, then less often. One look costs one read unit a row. */
const FIRST_INTERVAL_MS = 60;
const MAX_INTERVAL_MS = 500;
const GROWTH = 1.4;

/** @param look - answers true when there is nothing more to wait for */
export async function lookUntil(look: () => Promise<boolean>, waitMs: number): Promise<void> {
  const deadline = Date.now() + waitMs;
  for (let intervalMs = FIRST_INTERVAL_MS; ; intervalMs = Math.min(intervalMs * GROWTH, MAX_INTERVAL_MS)) {
    const leftMs = deadline - Date.now();
    if ((await look()) || leftMs <= 0) return;
    await sleep(Math.min(intervalMs, leftMs));
  }
}
