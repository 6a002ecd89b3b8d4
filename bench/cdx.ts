/**
 * What a CDX query of a large host takes: times, memory and DynamoDB Queries, on dynalite in a process of its own.
 * Usage: node bench/cdx.ts [captures]
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { v7 } from "uuid";
import { readQuery } from "../functions/cdx/read-query.ts";
import { countPages, runQuery } from "../functions/cdx/run-query.ts";
import { createRowWriter } from "../functions/cdx/write-rows.ts";
import { createCaptureStore } from "../shared/index/capture-store.ts";
import { captureKey, siteKeys } from "../shared/index/keys.ts";
import { createRestrictionStore } from "../shared/index/restriction-store.ts";
import type { Table } from "../shared/index/table.ts";
import { startDynalite } from "../tests/support/emulators.ts";
import { captureOf } from "../tests/support/fixtures.ts";
import { createTable } from "../tests/support/table.ts";

const QUERIES = [
  "url=paper.example/*&limit=1000",
  "url=paper.example/*&limit=1",
  "url=paper.example/*&limit=-10",
  "url=paper.example/*&limit=10&filter=statuscode:404",
  "url=paper.example/*&collapse=urlkey&limit=1000",
  "url=*.paper.example",
  "url=paper.example/*&showNumPages=true",
  "url=paper.example/*&page=90",
  "url=paper.example/*&filter=statuscode:999",
];

const CHILD = "--dynalite";

if (process.argv.includes(CHILD)) {
  const emulator = await startDynalite();
  process.send?.(emulator.endpoint);
} else {
  await measure(Number(process.argv[2] ?? 100_000));
}

async function measure(captures: number): Promise<void> {
  const child = fork(import.meta.filename, [CHILD]);
  const [endpoint] = (await once(child, "message")) as [string];
  const table = await createTable(endpoint, "archive");
  await fill(table, captures);
  const queries = { count: 0 };
  table.client.middlewareStack.add((next) => (args) => next(args).finally(() => (queries.count += 1)), {
    step: "initialize",
  });
  const deps = {
    captures: createCaptureStore(table),
    restrictions: createRestrictionStore(table),
    now: () => new Date(),
  };
  console.info(`${captures} captures of one host, dynalite`);
  for (const text of QUERIES) {
    queries.count = 0;
    const query = readQuery(new URLSearchParams(text));
    globalThis.gc?.();
    const heap = process.memoryUsage().heapUsed;
    let peak = heap;
    const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().heapUsed)), 5);
    const startedAt = performance.now();
    const rows = query.showNumPages
      ? await countPages(deps, query)
      : (await runQuery(deps, query, createRowWriter(query).line)).lines.length;
    clearInterval(timer);
    const ms = Math.round(performance.now() - startedAt);
    const mb = ((peak - heap) / 1024 / 1024).toFixed(0);
    console.info(
      `${text.padEnd(52)} ${String(rows).padStart(6)} rows ${String(ms).padStart(6)} ms ${mb.padStart(4)} MB ${queries.count} calls`,
    );
  }
  child.kill();
}

/** Captures of a host: a fifth of them revisited pages, one in a thousand a 404. */
async function fill({ client, name }: Table, captures: number): Promise<void> {
  const rows = Array.from({ length: captures }, (_, index) =>
    captureOf({
      id: v7(),
      url: `https://paper.example/news/2026/03/a-story-of-the-harbour-${index % Math.ceil(captures * 0.8)}.html`,
      capturedAt: new Date(Date.parse("2026-01-01T00:00:00Z") + index * 60_000).toISOString(),
      httpStatus: index % 1000 === 7 ? 404 : 200,
      quality: "article",
      title: "The ferry ran late, and the harbour board met about it",
    }),
  );
  for (let start = 0; start < rows.length; start += 100) {
    const batches = [0, 25, 50, 75]
      .map((from) => rows.slice(start + from, start + from + 25))
      .filter((each) => each.length > 0);
    await Promise.all(
      batches.map((batch) =>
        client.send(
          new BatchWriteCommand({
            RequestItems: {
              [name]: batch.map((row) => ({
                PutRequest: { Item: { ...captureKey(row.id), ...row, ...siteKeys(row) } },
              })),
            },
          }),
        ),
      ),
    );
  }
}
