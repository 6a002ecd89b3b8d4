/** Owns how a command ends: a usage error is one line, anything else its message, and the exit code says which. */
import { CloudError } from "../cloud-error.ts";
import { ApiError } from "./api-client.ts";
import { UsageError } from "./settings.ts";

/** Runs a command; its result is the exit code. */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    const known = error instanceof UsageError || error instanceof CloudError || error instanceof ApiError;
    process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

/** Progress for a person: lines on standard error, so that standard output holds results alone. */
export function printProgress(message: string): void {
  process.stderr.write(`${message}\n`);
}
