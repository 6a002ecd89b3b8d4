/** `npm run invoke -- FUNCTION FILE`: runs one function's bundle on an event, or on one of the messages of events/. */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { authorizationOf } from "../aws-client.ts";
import { printProgress, runMain } from "./main.ts";
import { withArchive } from "./run-archive.ts";
import type { Running } from "./running.ts";
import { readCommandLine, SETTINGS_HELP, UsageError } from "./settings.ts";

const HELP = `npm run invoke -- FUNCTION FILE [options]

Invokes a function with the event in a JSON file and prints its answer. capture, extract, poll and export take a message, such
as events/capture-requested.sample.json, and get it as SQS would bring it. Uses the archive that runs on the data
directory, or starts one for the while.
${SETTINGS_HELP}
`;

/** The functions whose events are messages of a queue. */
const CONSUMERS = ["capture", "extract", "poll", "export"];

await runMain(async () => {
  const { settings, help, rest } = readCommandLine(process.argv.slice(2));
  const [name, file, ...more] = rest;
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (name === undefined || file === undefined || more.length > 0) {
    throw new UsageError("Which function and file? See npm run invoke -- --help");
  }
  const event = await readEvent(name, file);
  return withArchive(settings, printProgress, async (running) => {
    const { failed, answer } = await invoke(running, name, event);
    process.stdout.write(`${answer}\n`);
    return failed ? 1 : 0;
  });
});

async function readEvent(name: string, file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new UsageError(`${file} cannot be read`);
  });
  const event = parseJson(text);
  if (event === undefined) throw new UsageError(`${file} is not JSON`);
  return CONSUMERS.includes(name) && !isSqsEvent(event) ? toSqsEvent(event) : event;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isSqsEvent(event: unknown): boolean {
  return typeof event === "object" && event !== null && "Records" in event;
}

/** One received message, in the shape of Lambda's event source mapping for SQS. */
function toSqsEvent(message: unknown) {
  const now = String(Date.now());
  return {
    Records: [
      {
        messageId: randomUUID(),
        receiptHandle: "invoked-by-hand",
        body: JSON.stringify(message),
        attributes: {
          ApproximateReceiveCount: "1",
          SentTimestamp: now,
          SenderId: "invoked-by-hand",
          ApproximateFirstReceiveTimestamp: now,
        },
        messageAttributes: {},
        md5OfBody: "",
        eventSource: "aws:sqs",
        eventSourceARN: "arn:aws:sqs:local:000000000000:invoked-by-hand",
        awsRegion: "local",
      },
    ],
  };
}

async function invoke({ aws }: Running, name: string, event: unknown): Promise<{ failed: boolean; answer: string }> {
  const response = await fetch(`${aws.endpoint}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, {
    method: "POST",
    headers: { authorization: authorizationOf(aws, "lambda") },
    body: JSON.stringify(event),
  });
  return { failed: !response.ok || response.headers.has("x-amz-function-error"), answer: await response.text() };
}
