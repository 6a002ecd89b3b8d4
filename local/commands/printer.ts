/** Owns writing results to a stream that may be slower than they come, or stop listening. */
import { once } from "node:events";
import type { Writable } from "node:stream";

/**
 * Makes a function that writes and waits while the stream is full, so that what is not read yet takes no memory here.
 *
 * Whoever reads may have seen enough (`… | head`): the process then ends, as others do, with nothing to say about it.
 */
export function createPrinter(stream: Writable): (text: string) => Promise<void> {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
  return async (text) => {
    if (!stream.write(text)) await once(stream, "drain");
  };
}
