/** `npm run export -- FILE …`: has a WACZ file made of what an archive holds, and fetches it. */
import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { ExportView } from "../../shared/api/export-schemas.ts";
import { ApiError, createRequest, type Request } from "./api-client.ts";
import { toExportBody } from "./export-request.ts";
import { printProgress, runMain } from "./main.ts";
import { withArchive } from "./run-archive.ts";
import { readCommandLine, SETTINGS_HELP, UsageError } from "./settings.ts";

const HELP = `npm run export -- FILE.wacz [what] [--json] [options]

Has a signed WACZ file made and fetches it. It opens in ReplayWeb.page and other clients of web archives.

  --url URL                  every capture of a URL
  --host HOST                every capture of a host
  --source ID                the articles that a source brought; with --host, every capture of it that it brought
  --id CAPTURE               this capture; repeatable
  --from DAY --to DAY        only what was captured between; alone: all articles
  --pages-only               without the images, stylesheets and fonts that pages were shown with
  --title TEXT               what the file calls itself

Uses the archive that runs on the data directory, or starts one for the while.
  --json                     the export as the API shows it
${SETTINGS_HELP}
`;

const FLAGS = {
  url: { type: "string" },
  host: { type: "string" },
  source: { type: "string" },
  id: { type: "string", multiple: true },
  from: { type: "string" },
  to: { type: "string" },
  "pages-only": { type: "boolean" },
  title: { type: "string" },
} as const;

const POLL_MS = 500;

await runMain(async () => {
  const { settings, json, help, rest, flags } = readCommandLine(process.argv.slice(2), FLAGS);
  const [file, ...more] = rest;
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (file === undefined || more.length > 0) throw new UsageError("Which file? See npm run export -- --help");
  const body = toExportBody(flags);
  const made = await withArchive(settings, printProgress, (running) => exportTo(createRequest(running), body, file));
  process.stdout.write(json ? `${JSON.stringify(made)}\n` : tell(made, file));
  return 0;
});

/** @throws ApiError where the archive refuses or fails */
async function exportTo(request: Request, body: unknown, file: string): Promise<ExportView> {
  const asked = await read(request("/v1/exports", { method: "POST", body: JSON.stringify(body) }));
  const made = await untilEnded(request, asked);
  if (made.error) throw new ApiError(`${made.error.code}: ${made.error.message}`);
  await download(made.links.download ?? "", file);
  return made;
}

async function untilEnded(request: Request, asked: ExportView): Promise<ExportView> {
  for (let made = asked; ; made = await read(request(`/v1/exports/${asked.id}`))) {
    if (made.status !== "queued" && made.status !== "running") return made;
    await sleep(POLL_MS);
  }
}

async function read(answer: Promise<Response>): Promise<ExportView> {
  return (await (await answer).json()) as ExportView;
}

/** Under another name until it is whole: half a file is none. */
async function download(link: string, file: string): Promise<void> {
  const response = await fetch(link);
  if (!response.ok || !response.body) throw new ApiError(`The file could not be fetched: ${response.status}`);
  await pipeline(response.body as AsyncIterable<Uint8Array>, createWriteStream(`${file}.part`));
  await rename(`${file}.part`, file);
}

function tell({ title, counts, bytes }: ExportView, file: string): string {
  const { captures, pages, restricted, damaged, tooLarge } = counts;
  const left = Object.entries({ "may not be read": restricted, "are damaged": damaged, "are too large": tooLarge });
  const lines = left.flatMap(([why, count]) => (count > 0 ? [`  left out: ${count} that ${why}`] : []));
  const kilobytes = Math.ceil((bytes ?? 0) / 1000);
  const size = kilobytes < 1000 ? `${kilobytes} kB` : `${(kilobytes / 1000).toFixed(1)} MB`;
  const held = `${countOf(pages, "page")}, ${countOf(captures, "capture")}, ${size}`;
  return [`✓ ${file}`, `  ${title}: ${held}`, ...lines, ""].join("\n");
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
