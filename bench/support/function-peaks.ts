/** Owns noting the most memory that each function's processes hold in the embedded cloud, from /proc. */
import { readdirSync, readFileSync } from "node:fs";

export interface FunctionPeaks {
  /** The most that each function held so far, in bytes (VmHWM), by its full name. */
  readonly peaks: ReadonlyMap<string, number>;
  stop(): void;
}

export function watchPeaks(): FunctionPeaks {
  const peaks = new Map<string, number>();
  const watching = setInterval(() => notePeaks(peaks), 100);
  return { peaks, stop: () => clearInterval(watching) };
}

function notePeaks(peaks: Map<string, number>): void {
  for (const pid of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      if (/\nPPid:\t(\d+)/.exec(status)?.[1] !== String(process.pid)) continue;
      const name = /AWS_LAMBDA_FUNCTION_NAME=([^\0]+)/.exec(readFileSync(`/proc/${pid}/environ`, "utf8"))?.[1];
      const peak = Number(/\nVmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
      if (name) peaks.set(name, Math.max(peaks.get(name) ?? 0, peak));
    } catch {
      // A process that has just ended.
    }
  }
}
