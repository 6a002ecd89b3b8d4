/** Owns the log files of the data folder, one for each function and one, `cloud`, for the embedded cloud itself. */
import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { join } from "node:path";

/** One line that a function wrote, or that the embedded cloud says. */
export interface LogLine {
  /** Function name, `events-<log group>`, or `cloud`. */
  readonly from: string;
  readonly text: string;
}

export interface Logs {
  write(from: string, text: string): void;
  close(): Promise<void>;
}

/** Appends to `<folder>/<from>.log` and tells `onLine`. */
export function openLogs(folder: string, onLine: (line: LogLine) => void): Logs {
  mkdirSync(folder, { recursive: true });
  const streams = new Map<string, WriteStream>();
  const streamOf = (from: string): WriteStream => {
    const known = streams.get(from);
    if (known !== undefined) return known;
    const stream = createWriteStream(join(folder, `${from.replaceAll(/[^\w.-]/g, "-")}.log`), { flags: "a" });
    // A full disk must not end the archive: lines are lost, and onLine still has them.
    stream.on("error", () => undefined);
    streams.set(from, stream);
    return stream;
  };
  let closed = false;
  return {
    write(from, text) {
      if (!closed) streamOf(from).write(`${text}\n`);
      onLine({ from, text });
    },
    async close() {
      closed = true;
      await Promise.all([...streams.values()].map((stream) => new Promise<void>((resolve) => stream.end(resolve))));
    },
  };
}
