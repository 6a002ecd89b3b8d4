/**
 * `npm run bench:export -- [CAPTURES] [KILOBYTES]`: an export with the real bundles in the embedded cloud, of as many
 * captures of as many kilobytes (10,000 of 100: a gigabyte): how long it takes, in how many invocations, and the most
 * memory that the function takes. The captures are written into bucket and table directly; gzip cannot make them smaller.
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { v7 } from "uuid";
import { REGION } from "../local/aws-names.ts";
import { startCloud } from "../local/cloud.ts";
import type { Invocation } from "../local/lambda/functions.ts";
import { putToken } from "../local/put-token.ts";
import { ensureSynthesized, TEMPLATES_DIR } from "../local/synth.ts";
import type { ExportView } from "../shared/api/export-schemas.ts";
import { createObjectStore } from "../shared/aws/object-store.ts";
import type { Capture } from "../shared/index/capture.ts";
import { createCaptureStore } from "../shared/index/capture-store.ts";
import { sha256Hex } from "../shared/warc/digests.ts";
import { writeExchangeRecords } from "../shared/warc/exchange-records.ts";
import { watchPeaks } from "./support/function-peaks.ts";

const CAPTURES = Number(process.argv[2] ?? 10_000);
const KILOBYTES = Number(process.argv[3] ?? 100);
const TOKEN = "bench-token";
const HOST = "paper.example";
/** Captures of one object, as the frontier's batches have it. */
const BATCH = 10;
const WARCINFO = v7();

const invocations: Invocation[] = [];
const dataDir = await mkdtemp(join(tmpdir(), "pressmark-bench-"));
await ensureSynthesized({ outDir: TEMPLATES_DIR });
const cloud = await startCloud({
  templatesDir: TEMPLATES_DIR,
  dataDir,
  port: 0,
  allowPrivate: [],
  onInvoke: (invocation) => invocations.push(invocation),
});
const watch = watchPeaks();
try {
  const tableName = await putToken(cloud, TOKEN, { name: "bench", scopes: ["read", "capture"] });
  await fill(tableName);
  const startedAt = performance.now();
  const made = await makeExport();
  print(made, (performance.now() - startedAt) / 1000);
} finally {
  watch.stop();
  await cloud.stop();
  await rm(dataDir, { recursive: true, force: true });
}

/** Writes the captures as the archive would have them. */
async function fill(tableName: string): Promise<void> {
  const endpoint = { endpoint: cloud.awsEndpoint, region: REGION, credentials: cloud.credentials };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(endpoint), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const captures = createCaptureStore({ client, name: tableName });
  const bucket = cloud.resources.find(({ type }) => type === "AWS::S3::Bucket")?.ref ?? "";
  const objects = createObjectStore(new S3Client({ ...endpoint, forcePathStyle: true }), bucket);
  for (let start = 0; start < CAPTURES; start += BATCH) {
    const key = `captures/2026/03/14/${v7()}.warc.gz`;
    const pieces: Uint8Array[] = [];
    const rows: Capture[] = [];
    for (let index = start; index < Math.min(start + BATCH, CAPTURES); index += 1) {
      const offset = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
      const { bytes, capture } = await makeCapture(index, key, offset);
      pieces.push(bytes);
      rows.push(capture);
    }
    await objects.put(key, Buffer.concat(pieces), "application/warc");
    await Promise.all(rows.map((row) => captures.put(row)));
    if (start % 1000 === 0) process.stderr.write(`\rwriting captures… ${start} of ${CAPTURES}`);
  }
  process.stderr.write("\n");
}

async function makeCapture(index: number, key: string, offset: number) {
  const [id, url] = [v7(), `https://${HOST}/${index}`];
  const startedAt = new Date(Date.parse("2026-03-14T00:00:00Z") + index * 1000);
  const body = randomBytes(KILOBYTES * 1000);
  const exchange = {
    ...({ url, method: "GET", startedAt, body, status: 200, statusText: "OK", httpVersion: "HTTP/1.1" } as const),
    ...{ remoteAddress: "192.0.2.7", truncated: null, durationMs: 12 },
    requestHeaders: [["Host", HOST]] as const,
    responseHeaders: [["Content-Type", "text/html"]] as const,
  };
  const ids = { request: v7(), response: id, metadata: v7() };
  const { members, payloadDigest } = await writeExchangeRecords({ exchange, ids, warcinfoId: WARCINFO });
  const bytes = Buffer.concat(members.map((member) => member.bytes));
  const capture: Capture = {
    ...({ id, jobId: v7(), url, capturedAt: startedAt.toISOString(), kind: "response", httpStatus: 200 } as const),
    ...{ contentType: "text/html", remoteAddress: exchange.remoteAddress, payloadBytes: body.byteLength },
    ...{ payloadSha1: payloadDigest, payloadSha256: sha256Hex(body), warcSha256: sha256Hex(bytes) },
    warc: { key, offset, length: bytes.byteLength },
    responseLength: members[0]?.bytes.byteLength ?? 0,
    extraction: { status: "none" },
  };
  return { bytes, capture };
}

async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  const url = path.startsWith("http") ? path : `${cloud.apiUrl}${path}`;
  const response = await fetch(url, { ...init, headers: { authorization: `Bearer ${TOKEN}` } });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

async function makeExport(): Promise<ExportView> {
  const asked = await call<ExportView>("/v1/exports", { method: "POST", body: JSON.stringify({ host: HOST }) });
  for (;;) {
    await sleep(500);
    const made = await call<ExportView>(asked.links.self);
    if (made.status === "failed") throw new Error(JSON.stringify(made.error));
    if (made.status === "done") return made;
  }
}

function print({ counts, bytes }: ExportView, seconds: number): void {
  const megabytes = (bytes ?? 0) / 1e6;
  const own = invocations.filter(({ functionName }) => functionName.endsWith("-export"));
  const peak = [...watch.peaks].find(([name]) => name.endsWith("-export"))?.[1] ?? 0;
  console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}\n`);
  console.log("| captures | file, MB | seconds | MB a second | invocations | peak memory, MiB of 512 |");
  console.log("| ---: | ---: | ---: | ---: | ---: | ---: |");
  console.log(
    `| ${counts.captures} | ${megabytes.toFixed(0)} | ${seconds.toFixed(1)} | ${(megabytes / seconds).toFixed(1)} | ${own.length} | ${Math.round(peak / 1024 / 1024)} |`,
  );
}
