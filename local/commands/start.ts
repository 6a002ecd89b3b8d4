/** `npm start`: the whole archive on this machine, until Ctrl-C. */
import { printProgress, runMain } from "./main.ts";
import { type Archive, startArchive } from "./run-archive.ts";
import { readCommandLine, SETTINGS_HELP, UsageError } from "./settings.ts";

const HELP = `npm start -- [options]

Starts the archive on 127.0.0.1 and prints its address, a token and a first command.
${SETTINGS_HELP}
  --no-sample                do not serve the sample newspaper
`;

/** How often a process that npm started looks whether npm is still there, in milliseconds. */
const ORPHAN_CHECK_MS = 500;

await runMain(async () => {
  const { settings, help, rest } = readCommandLine(process.argv.slice(2));
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (rest.length > 0) throw new UsageError(`npm start takes no ${rest[0]}: see npm start -- --help`);
  const stopped = stopSignal();
  // Until there is something to stop in order, a signal simply ends it: what it was doing is done again next time.
  const archive = await Promise.race([startArchive(settings, printProgress), stopped.then(() => undefined)]);
  if (!archive) return process.exit(130);
  process.stdout.write(welcome(archive, settings.dataDir));
  await stopped;
  printProgress("stopping…");
  await archive.stop();
  return 0;
});

/** Resolves at the first Ctrl-C or SIGTERM, or when npm is gone; a second signal ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130));
        resolve();
      });
    }
    // npm passes a SIGTERM on to the shell between us, which dies without telling anyone.
    const npm = process.env.npm_lifecycle_event === undefined ? undefined : process.ppid;
    setInterval(() => npm !== undefined && process.ppid !== npm && resolve(), ORPHAN_CHECK_MS).unref();
  });
}

function welcome({ running: { apiUrl, token, aws }, sample }: Archive, dataDir: string): string {
  const url = sample?.firstArticleUrl ?? "https://example.org/";
  const lines = [
    "",
    `  API      ${apiUrl}/v1  (described at ${apiUrl}/v1/openapi.json)`,
    `  token    ${token}`,
    `  data     ${dataDir}`,
    ...(sample ? [`  sample   ${sample.url}/  a small newspaper to try things on`] : []),
    `  AWS CLI  export AWS_ACCESS_KEY_ID=${aws.accessKeyId} AWS_SECRET_ACCESS_KEY=${aws.secretAccessKey}`,
    `           aws --region ${aws.region} --endpoint-url ${aws.endpoint} s3 ls`,
    "",
    "  Archive a page:",
    "",
    `    curl -X POST ${apiUrl}/v1/captures -H 'authorization: Bearer ${token}' \\`,
    `      -H 'prefer: wait=20' -d '{"url":"${url}"}'`,
    "",
    `pressmark ready ${apiUrl}`,
    "",
  ];
  return lines.join("\n");
}
