/** Owns the note that a running archive leaves in its data directory, so that other commands find it. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

const runningSchema = z.object({
  pid: z.int().positive(),
  apiUrl: z.url(),
  token: z.string().min(1),
  aws: z.object({
    endpoint: z.url(),
    region: z.string(),
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
    tableName: z.string(),
  }),
});

/** An archive that can be called now. */
export type Running = z.infer<typeof runningSchema>;

const noteIn = (dataDir: string): string => join(dataDir, "running.json");

/** The archive that runs on this data directory; undefined when none does, or the one that did has died. */
export async function findRunning(dataDir: string): Promise<Running | undefined> {
  const text = await readFile(noteIn(dataDir), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const note = runningSchema.safeParse(JSON.parse(text));
  if (!note.success || !isAlive(note.data.pid)) return undefined;
  return note.data;
}

/** Leaves the note; only its owner may read it, as it holds the token. */
export async function noteRunning(dataDir: string, running: Running): Promise<void> {
  await writeFile(noteIn(dataDir), `${JSON.stringify(running, undefined, 2)}\n`, { mode: 0o600 });
}

export async function forgetRunning(dataDir: string): Promise<void> {
  await rm(noteIn(dataDir), { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
