/** `npm run sources -- COMMAND`: keeps the sources of an archive, and says what became of what they brought. */
import { printProgress, runMain } from "./main.ts";
import { withArchive } from "./run-archive.ts";
import { readCommandLine, SETTINGS_HELP } from "./settings.ts";
import { prepareCommand } from "./source-commands.ts";
import { SOURCE_FLAGS } from "./source-flags.ts";
import { createSourcesClient } from "./sources-client.ts";

const HELP = `npm run sources -- COMMAND [--json] [options]

  list                       all sources
  add URL                    has a feed, sitemap, section page or list polled
  show ID                    one source, and how its polls stand
  pause ID, resume ID        stops and starts its polls; resume ends a suspension too
  remove ID                  removes it; what it brought stays
  runs ID                    its runs, newest first, and where each item went    --limit N (default 20)
  ends ID RUN                how the items of one of them ended, and why         --kind failed (or robots-denied, captured,
                                                                                 unchanged; default: all)
  find URL                   the feeds and sitemaps that a site declares
  import FILE                .opml or .xml: a source for each feed. Anything else is a list of URLs, one a line: a source
                             named after the file, whose list is replaced when the file is imported again
  export [FILE]              all feeds as OPML
  coverage                   all runs added up                                   --from DAY --to DAY (default: a week)

What a source is to be, for add and for a list of URLs:
  --type TYPE                feed (default), sitemap, page, list
  --name TEXT --label TEXT   label is repeatable
  --every PT15M              an ISO 8601 duration; without a schedule it adapts to what it brings
  --cron "0 6 * * *"         five fields, in the time zone of --zone Europe/Berlin (default UTC)
  --include P --exclude P    patterns with *, repeatable: from / on the path, otherwise host and path
  --same-host, --any-host    only URLs of its own host (default for sitemap and page), or all
  --max-new N                new URLs a run, at the most
  --max-age-days N           leaves older items out
  --ignore-robots            sets robots.txt aside, on record, with the token's name
  --obey-noarchive           keeps pages from readers that ask not to be archived
  --resources WHICH          captures with each page its images, or all of stylesheets, fonts and images (default none)

Uses the archive that runs on the data directory, or starts one for the while: sources are polled only while one runs.
  --json                     one JSON document a line instead of text
${SETTINGS_HELP}
`;

await runMain(async () => {
  const { settings, json, help, rest, flags } = readCommandLine(process.argv.slice(2), SOURCE_FLAGS);
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  const work = await prepareCommand(rest, flags);
  const told = await withArchive(settings, printProgress, (running) => work(createSourcesClient(running)));
  const lines = json ? told.documents?.map((document) => `${JSON.stringify(document)}\n`).join("") : undefined;
  process.stdout.write(lines ?? told.text);
  return told.failed ? 1 : 0;
});
