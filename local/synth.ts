/** Owns synthesizing the templates when, and only when, something that they are made of has changed. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudError } from "./cloud-error.ts";
import { takeLock } from "./lock.ts";

/** What the templates and bundles are made of: folders and files of the project. */
const INPUTS = [
  "infra",
  "functions",
  "shared",
  "events",
  "package.json",
  "package-lock.json",
  "cdk.json",
  "tsconfig.json",
];

const STAMP = "pressmark-inputs.sha256";

/** It answers on loopback only: who can ask at all may read. */
const CONTEXT = { stage: "dev", archiveAccess: "public" };

const PROJECT_DIR = join(import.meta.dirname, "..");

/** Where the assembly of this project is kept: a cache, made again from the sources whenever they change. */
export const TEMPLATES_DIR = join(PROJECT_DIR, "node_modules/.cache/pressmark/cdk.out");

/** How often to look whether another process has finished, in milliseconds. */
const WAIT_MS = 100;

export interface SynthOptions {
  /** Where the cloud assembly goes, such as `cdk.out`. */
  readonly outDir: string;
  /** @default the project that this file is part of */
  readonly projectDir?: string;
  readonly progress?: (message: string) => void;
}

/**
 * Makes sure that `outDir` holds the assembly of the sources as they are. Of several processes, one does it and the
 * others wait.
 * @throws CloudError with what the CDK app wrote, when it fails.
 */
export async function ensureSynthesized({
  outDir,
  projectDir = PROJECT_DIR,
  progress,
}: SynthOptions): Promise<"made" | "unchanged"> {
  const stamp = join(outDir, STAMP);
  const digest = digestInputs(projectDir);
  const isCurrent = () => existsSync(join(outDir, "manifest.json")) && readIfThere(stamp) === digest;
  if (isCurrent()) return "unchanged";
  mkdirSync(outDir, { recursive: true });
  const unlock = await waitForLock(`${outDir}.lock`);
  try {
    if (isCurrent()) return "unchanged";
    progress?.("synthesizing the templates and bundling the functions");
    // Without its stamp, an assembly that was cut off in the middle is made again.
    rmSync(stamp, { force: true });
    await runApp(projectDir, outDir);
    writeFileSync(stamp, digest);
    return "made";
  } finally {
    unlock();
  }
}

async function waitForLock(file: string): Promise<() => void> {
  for (;;) {
    const lock = takeLock(file);
    if ("unlock" in lock) return lock.unlock;
    await sleep(WAIT_MS);
  }
}

/** SHA-256 over paths and contents of every input, in one order. */
function digestInputs(projectDir: string): string {
  const hash = createHash("sha256").update(JSON.stringify(CONTEXT));
  for (const input of INPUTS) {
    for (const file of filesUnder(projectDir, input)) {
      const content = readFileSync(join(projectDir, file));
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest("hex");
}

function filesUnder(projectDir: string, input: string): readonly string[] {
  const path = join(projectDir, input);
  if (!existsSync(path)) return [];
  if (!input.includes(".")) {
    const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return entries.map((entry) => join(entry.parentPath, entry.name).slice(projectDir.length + 1)).sort();
  }
  return [input];
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

async function runApp(projectDir: string, outDir: string): Promise<void> {
  const child = spawn(process.execPath, [join("infra", "app.ts")], {
    cwd: projectDir,
    env: { ...process.env, CDK_OUTDIR: outDir, CDK_CONTEXT_JSON: JSON.stringify(CONTEXT) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => output.push(text));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new CloudError(`synthesizing failed (exit ${code}):\n${output.join("").trim()}`);
}
