/** Owns bringing an archive up on this machine: synth, embedded cloud, token, sample newspaper; or finding a running one. */
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { createToken } from "../../shared/index/token-store.ts";
import { SCOPES } from "../../shared/names.ts";
import { REGION } from "../aws-names.ts";
import { type Cloud, startCloud } from "../cloud.ts";
import { putToken } from "../put-token.ts";
import { type SampleSite, startSampleSite } from "../sample-site/sample-site.ts";
import { ensureSynthesized, TEMPLATES_DIR } from "../synth.ts";
import { findRunning, forgetRunning, noteRunning, type Running } from "./running.ts";
import { type Settings, UsageError } from "./settings.ts";

/** Says what is being done, for a person who waits. */
export type Progress = (message: string) => void;

export interface Archive {
  readonly running: Running;
  /** Present when the sample newspaper is served. */
  readonly sample: SampleSite | undefined;
  stop(): Promise<void>;
}

/** The token's holder as jobs name it. */
const TOKEN_NAME = "local";

/**
 * Starts an archive.
 *
 * @throws UsageError when one runs on the same data directory already.
 */
export async function startArchive(settings: Settings, progress: Progress): Promise<Archive> {
  const dataDir = resolve(settings.dataDir);
  await makeFolder(dataDir);
  const other = await findRunning(dataDir);
  if (other) throw new UsageError(`An archive runs on ${settings.dataDir} already: ${other.apiUrl}`);
  await ensureSynthesized({ outDir: TEMPLATES_DIR, progress });
  const sample = settings.sample ? await startSampleSite() : undefined;
  try {
    const allowPrivate = [...settings.allowPrivate, ...(sample ? [sample.hostPort] : [])];
    const cloud = await startCloud({
      templatesDir: TEMPLATES_DIR,
      dataDir,
      port: settings.port,
      allowPrivate,
      progress,
    });
    const running = await describe(cloud, await tokenFor(settings, dataDir));
    await noteRunning(dataDir, running);
    return {
      running,
      sample,
      stop: async () => {
        await forgetRunning(dataDir);
        await cloud.stop();
        await sample?.stop();
      },
    };
  } catch (error) {
    await sample?.stop();
    throw error;
  }
}

/** Works with the archive that runs on the data directory, or with one that is started for it and stopped after. */
export async function withArchive<T>(
  settings: Settings,
  progress: Progress,
  work: (running: Running) => Promise<T>,
): Promise<T> {
  const running = await findRunning(resolve(settings.dataDir));
  if (running) return work(running);
  const archive = await startArchive({ ...settings, port: 0 }, progress);
  try {
    return await work(archive.running);
  } finally {
    await archive.stop();
  }
}

/**
 * Makes a folder and those above it, one by one: Node's recursive mkdir never ends where a file system refuses with
 * ENOENT, as /proc does.
 *
 * @throws UsageError when it cannot be made.
 */
async function makeFolder(folder: string): Promise<void> {
  try {
    if ((await stat(folder).catch(() => undefined))?.isDirectory()) return;
    if (dirname(folder) !== folder) await makeFolder(dirname(folder));
    await mkdir(folder);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--data: ${folder} cannot be used as a folder: ${reason}`);
  }
}

/** Gives the token all scopes and says how the archive is reached. */
async function describe(cloud: Cloud, token: string): Promise<Running> {
  const tableName = await putToken(cloud, token, { name: TOKEN_NAME, scopes: [...SCOPES] });
  const { awsEndpoint: endpoint, credentials } = cloud;
  return {
    pid: process.pid,
    apiUrl: cloud.apiUrl,
    token,
    aws: { endpoint, region: REGION, tableName, ...credentials },
  };
}

/** The token that was set, or the one made at the first start and kept. */
async function tokenFor(settings: Settings, dataDir: string): Promise<string> {
  if (settings.token !== undefined) return settings.token;
  const file = join(dataDir, "token");
  const kept = await readFile(file, "utf8").catch(() => "");
  if (kept.trim() !== "") return kept.trim();
  const token = createToken();
  await writeFile(file, `${token}\n`, { mode: 0o600 });
  return token;
}
