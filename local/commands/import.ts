/** `npm run import -- FILE…`: has WARC and WACZ files that others made become captures and articles. */
import { stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { ImportView } from "../../shared/api/import-schemas.ts";
import { MAX_IMPORT_BYTES } from "../../shared/imports/import.ts";
import { createImportClient, type ImportClient } from "./import-client.ts";
import { type Imported, summariseImport } from "./import-text.ts";
import { printProgress, runMain } from "./main.ts";
import { withArchive } from "./run-archive.ts";
import { readCommandLine, SETTINGS_HELP, UsageError } from "./settings.ts";

const HELP = `npm run import -- FILE… [--json] [options]

Imports WARC (.warc, .warc.gz) and WACZ files, as wget, Browsertrix, ArchiveBox and others write them: each file is kept
byte for byte, its records become captures, and its pages articles. Uses the archive that runs on the data directory, or
starts one for the while. Exits with 1 if a file could not be imported, or any of its records was bad.

  --json                     one JSON document a line instead
${SETTINGS_HELP}
`;

const POLL_MS = 250;

await runMain(async () => {
  const { settings, json, help, rest: files } = readCommandLine(process.argv.slice(2));
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (files.length === 0) throw new UsageError("Which file? See npm run import -- --help");
  for (const file of files) await assertImportable(file);
  let allGood = true;
  await withArchive(settings, printProgress, async (running) => {
    const api = createImportClient(running);
    for (const file of files) {
      const imported = await importFile(api, file);
      process.stdout.write(json ? `${JSON.stringify(imported)}\n` : summariseImport(file, imported));
      allGood &&= imported.import.state === "done" && imported.problems.length === 0;
    }
  });
  return allGood ? 0 : 1;
});

/** Before an archive is started for it. @throws UsageError */
async function assertImportable(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new UsageError(`${file} is no file that can be read`);
  if (found.size === 0) throw new UsageError(`${file} is empty`);
  if (found.size > MAX_IMPORT_BYTES) throw new UsageError(`${file} is larger than 5 GiB: split it`);
}

async function importFile(api: ImportClient, file: string): Promise<Imported> {
  const { size } = await stat(file);
  const { id } = await api.upload(file, size);
  const ended = await follow(api, id, size);
  return { import: ended, problems: await api.problems(id) };
}

async function follow(api: ImportClient, id: string, size: number): Promise<ImportView> {
  for (;;) {
    const view = await api.get(id);
    showProgress(view, size);
    if (view.state === "done" || view.state === "failed") return view;
    await sleep(POLL_MS);
  }
}

/** One line that is written over on a terminal; nothing where nobody watches. */
function showProgress({ state, readBytes, counts }: ImportView, size: number): void {
  if (!process.stderr.isTTY) return;
  const share = readBytes === null ? "" : `, ${Math.floor((100 * readBytes) / size)} %`;
  const line = `importing… ${counts.records} records, ${counts.captures} captures${share}`;
  const isOver = state === "done" || state === "failed";
  process.stderr.write(isOver ? `\r${" ".repeat(line.length + 8)}\r` : `\r${line}`);
}
