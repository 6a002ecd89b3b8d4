/**
 * Owns ending work that takes too long: the net under the bounds that count work. Regular expressions over hostile text
 * can take minutes without touching the document, and nothing but the clock sees it.
 */
import { Script } from "node:vm";

/** The work took longer than it was given, and was ended somewhere in its middle. */
export class TimeSpentError extends Error {
  constructor(limitMs: number) {
    super(`extract: reading the page took over ${limitMs} ms`);
    this.name = "TimeSpentError";
  }
}

const KEY = Symbol.for("pressmark.timed-work");

/** Only what runs inside a script of its own can be ended from without; it calls the work by a name of the global object. */
const RUN = new Script(`globalThis[Symbol.for("pressmark.timed-work")]()`);

/**
 * Runs synchronous work, which must not run timed work itself.
 *
 * @param limitMs - Wall-clock time. Where it is reached varies: give several times what honest work takes.
 * @throws TimeSpentError when the time is over.
 */
export function withinTime<T>(limitMs: number, work: () => T): T {
  const results: T[] = [];
  const shared = globalThis as { [KEY]?: () => void };
  shared[KEY] = () => {
    results.push(work());
  };
  try {
    RUN.runInThisContext({ timeout: limitMs });
  } catch (error) {
    if (isTimeout(error)) throw new TimeSpentError(limitMs);
    throw error;
  } finally {
    delete shared[KEY];
  }
  return results[0] as T;
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
