/** A real browser for a test: Chromium as Debian packages it, without a window. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);

/** Why no browser can be had, or false. For `describe.skipIf`. */
export const NO_BROWSER = CHROMIUM === undefined && "Chromium is not installed: apt-get install chromium";

/** Opens a page, lets five seconds of its time go by, and returns the document that it became then. */
export async function openInBrowser(url: string): Promise<string> {
  if (CHROMIUM === undefined) throw new Error(String(NO_BROWSER));
  const profile = await mkdtemp(join(tmpdir(), "pressmark-browser-"));
  try {
    const flags = [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      `--user-data-dir=${profile}`,
      "--virtual-time-budget=5000",
    ];
    const { stdout } = await promisify(execFile)(CHROMIUM, [...flags, "--dump-dom", url], {
      timeout: 60_000,
      maxBuffer: 16 * 1024 * 1024,
    });
    return stdout;
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
