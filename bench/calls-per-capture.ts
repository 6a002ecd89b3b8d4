/**
 * `npm run bench:calls`: what one capture costs in calls to S3, SQS and DynamoDB, measured at the gateway of the
 * embedded cloud while real bundles archive pages of a loopback server, one at a time and ten at a time; and the time
 * from POST to 201.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { startCloud } from "../local/cloud.ts";
import type { ServiceCall } from "../local/gateway/gateway.ts";
import { putToken } from "../local/put-token.ts";
import { ensureSynthesized, TEMPLATES_DIR } from "../local/synth.ts";
import { ENV } from "../shared/names.ts";

const ROUNDS = 20;
const HOSTS = 10;
const TOKEN = "bench-token";

const calls: ServiceCall[] = [];
const hosts = await Promise.all(Array.from({ length: HOSTS }, startHost));
const dataDir = await mkdtemp(join(tmpdir(), "pressmark-bench-"));
await ensureSynthesized({ outDir: TEMPLATES_DIR });
const cloud = await startCloud({
  templatesDir: TEMPLATES_DIR,
  dataDir,
  port: 0,
  allowPrivate: hosts.map(hostPortOf),
  // The gap between two requests to a host would be most of what is measured here.
  extraEnv: { [ENV.minGapMs]: "0" },
  onCall: (call) => calls.push(call),
});
try {
  await putToken(cloud, TOKEN, { name: "bench", scopes: ["read", "capture"] });
  await measure(1, 3);
  const one = await measure(1, ROUNDS);
  const ten = await measure(10, ROUNDS / 2);
  print(one, ten);
} finally {
  await cloud.stop();
  for (const host of hosts) host.close();
  await rm(dataDir, { recursive: true, force: true });
}

interface Measured {
  /** Calls for each capture, by `service operation (function)`. */
  readonly perCapture: ReadonlyMap<string, number>;
  /** POST to 201, milliseconds, sorted. */
  readonly timesMs: readonly number[];
}

/** Archives `size` fresh URLs, each of another host, in one call that waits; `rounds` times. */
async function measure(size: number, rounds: number): Promise<Measured> {
  await cloud.waitIdle(10_000);
  calls.length = 0;
  const timesMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const urls = hosts.slice(0, size).map((host) => `http://${hostPortOf(host)}/${crypto.randomUUID()}`);
    const startedAt = performance.now();
    const response = await fetch(`${cloud.apiUrl}/v1/captures`, {
      method: "POST",
      headers: { authorization: `Bearer ${TOKEN}`, prefer: "wait=25" },
      body: JSON.stringify({ urls }),
    });
    if (response.status !== 201) throw new Error(`Answered ${response.status}: ${await response.text()}`);
    timesMs.push(performance.now() - startedAt);
    await cloud.waitIdle(10_000);
  }
  const counts = new Map<string, number>();
  for (const { caller, service, operation } of calls) {
    const name = `${service} ${operation} (${caller.split("-").at(-1)})`;
    counts.set(name, (counts.get(name) ?? 0) + 1 / (rounds * size));
  }
  return { perCapture: counts, timesMs: timesMs.sort((a, b) => a - b) };
}

function print(one: Measured, ten: Measured): void {
  const [cpu] = cpus();
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpu?.model.trim()}, ${new Date().toISOString().slice(0, 10)}`,
  );
  console.log(`${ROUNDS} calls of 1 URL, ${ROUNDS / 2} calls of 10 URLs of 10 hosts; warm; every page new.\n`);
  console.log("| calls for each capture | batch of 1 | batch of 10 |\n| --- | ---: | ---: |");
  const names = [...new Set([...one.perCapture.keys(), ...ten.perCapture.keys()])].sort();
  for (const name of names) {
    console.log(`| ${name} | ${figure(one.perCapture.get(name))} | ${figure(ten.perCapture.get(name))} |`);
  }
  for (const service of ["s3", "sqs", "dynamodb"]) {
    const sum = ({ perCapture }: Measured) =>
      figure([...perCapture].reduce((all, [name, count]) => all + (name.startsWith(service) ? count : 0), 0));
    console.log(`| **${service}, all** | **${sum(one)}** | **${sum(ten)}** |`);
  }
  console.log("\n| POST to 201, ms | median | p90 | max |\n| --- | ---: | ---: | ---: |");
  for (const [name, { timesMs }] of [
    ["1 URL", one],
    ["10 URLs", ten],
  ] as const) {
    const at = (share: number) =>
      Math.round(timesMs[Math.min(timesMs.length - 1, Math.floor(timesMs.length * share))] ?? 0);
    console.log(`| ${name} | ${at(0.5)} | ${at(0.9)} | ${at(1)} |`);
  }
}

function figure(count = 0): string {
  return count.toFixed(2);
}

/** Pages of about 8 KB, each different from every other. */
async function startHost(): Promise<Server> {
  const server = createServer((request, response) => {
    const paragraph = `<p>${`The page ${request.url} tells of the harbour, its boats and its lamp, at some length. `.repeat(8)}</p>`;
    const body = `<!doctype html><html lang="en"><head><title>Page ${request.url}</title></head><body><article><h1>Page</h1>${paragraph.repeat(8)}</article></body></html>`;
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return server;
}

function hostPortOf(host: Server): string {
  return `127.0.0.1:${(host.address() as AddressInfo).port}`;
}
