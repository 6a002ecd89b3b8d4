/** `npm run archive -- URL…`: archives URLs and says what became of each. */
import { setTimeout as sleep } from "node:timers/promises";
import { type JobView, MAX_URLS, RESOURCES_ON_DEMAND, type Submitted } from "../../shared/api/schemas.ts";
import { resourcesSchema } from "../../shared/requisites/requisite.ts";
import { checkUrl, URL_PROBLEMS } from "../../shared/url/check-url.ts";
import { type ApiClient, createApiClient, type SubmitOptions } from "./api-client.ts";
import { printProgress, runMain } from "./main.ts";
import { withArchive } from "./run-archive.ts";
import { readCommandLine, SETTINGS_HELP, UsageError } from "./settings.ts";
import { type Archived, summarise } from "./summary.ts";

const HELP = `npm run archive -- URL… [--json] [options]

Archives each URL and prints a short summary of it. Uses the archive that runs on the data directory, or starts one
for the while. Exits with 1 if any URL failed.

  --resources WHICH          what is captured with each page: none, images, or all (default ${RESOURCES_ON_DEMAND}). They come after
                             the page, at their hosts' pace: what is left when the archive stops comes when it runs again
  --json                     one JSON document a line instead
${SETTINGS_HELP}
`;

const FLAGS = { resources: { type: "string" } } as const;
const POLL_MS = 250;

await runMain(async () => {
  const { settings, json, help, rest: urls, flags } = readCommandLine(process.argv.slice(2), FLAGS);
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (urls.length === 0) throw new UsageError("Which URL? See npm run archive -- --help");
  const options = toOptions(flags.resources);
  const results = await withArchive(settings, printProgress, (running) =>
    archiveAll(createApiClient(running), urls, options),
  );
  for (const result of results) process.stdout.write(json ? `${JSON.stringify(result)}\n` : summarise(result));
  return results.every(({ capture }) => capture) ? 0 : 1;
});

/** @throws UsageError */
function toOptions(resources: string | undefined): SubmitOptions {
  const parsed = resourcesSchema.optional().safeParse(resources);
  if (!parsed.success) throw new UsageError(`--resources: ${resources} is none of none, images and all`);
  return parsed.data === undefined ? {} : { resources: parsed.data };
}

/** In the order of the URLs. */
async function archiveAll(api: ApiClient, urls: readonly string[], options: SubmitOptions): Promise<Archived[]> {
  const good = urls.filter((url) => checkUrl(url).ok);
  const submitted: Submitted[] = [];
  for (let start = 0; start < good.length; start += MAX_URLS) {
    submitted.push(...(await api.submit(good.slice(start, start + MAX_URLS), options)));
  }
  const ended = await followJobs(
    api,
    submitted.flatMap(({ job }) => job ?? []),
  );
  const results = await Promise.all(submitted.map((entry) => toArchived(api, entry, ended)));
  return urls.map((url) => {
    const checked = checkUrl(url);
    if (checked.ok) return { ...(results.shift() ?? { url }), url };
    return { url, error: { code: checked.problem, message: URL_PROBLEMS[checked.problem] } };
  });
}

async function toArchived(api: ApiClient, entry: Submitted, ended: ReadonlyMap<string, JobView>): Promise<Archived> {
  if (entry.error) return { url: entry.url, error: { code: entry.error.code, message: entry.error.detail } };
  const job = ended.get(entry.job?.id ?? "");
  if (job?.error) return { url: entry.url, job, error: job.error };
  return {
    url: entry.url,
    job,
    capture: entry.capture ?? (job?.captureId ? await api.capture(job.captureId) : undefined),
  };
}

/** Waits for every job to end, and says how far it is. */
async function followJobs(api: ApiClient, jobs: readonly JobView[]): Promise<Map<string, JobView>> {
  const startedAt = Date.now();
  const ended = new Map<string, JobView>();
  for (;;) {
    for (const { id } of jobs) {
      if (ended.has(id)) continue;
      const job = await api.job(id);
      if (job.status !== "queued" && job.status !== "capturing") ended.set(id, job);
    }
    showProgress(ended.size, jobs.length, Date.now() - startedAt);
    if (ended.size === jobs.length) return ended;
    await sleep(POLL_MS);
  }
}

/** One line that is written over on a terminal; nothing where nobody watches. */
function showProgress(done: number, all: number, ms: number): void {
  if (!process.stderr.isTTY) return;
  const line = `archiving… ${done} of ${all}, ${Math.round(ms / 1000)} s`;
  process.stderr.write(done === all ? `\r${" ".repeat(line.length + 4)}\r` : `\r${line}`);
}
