/**
 * `npm run bench:calls`: what one capture costs in calls to S3, SQS and DynamoDB, measured at the gateway of the
 * embedded cloud while real bundles archive pages of a loopback server, one at a time and ten at a time; and the time
 * from POST to 201. Then what a page costs with all that it is shown with: new to the archive, and known to it.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startCloud } from "../local/cloud.ts";
import type { ServiceCall } from "../local/gateway/gateway.ts";
import { putToken } from "../local/put-token.ts";
import { ensureSynthesized, TEMPLATES_DIR } from "../local/synth.ts";
import type { CaptureView } from "../shared/api/schemas.ts";
import { ENV } from "../shared/names.ts";

const ROUNDS = 20;
const HOSTS = 10;
/** Pictures of an illustrated page; its stylesheet and an icon come on top. */
const PICTURES = 10;
const PAGES = 5;
const TOKEN = "bench-token";

const calls: ServiceCall[] = [];
let requests = 0;
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
  printPages(await measurePages("fresh"), await measurePages("known"));
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
      body: JSON.stringify({ urls, resources: "none" }),
    });
    if (response.status !== 201) throw new Error(`Answered ${response.status}: ${await response.text()}`);
    timesMs.push(performance.now() - startedAt);
    await cloud.waitIdle(10_000);
  }
  return { perCapture: countCalls(rounds * size), timesMs: timesMs.sort((a, b) => a - b) };
}

/** By `service operation (function)`, for each of so many captures. */
function countCalls(captures: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { caller, service, operation } of calls) {
    const name = `${service} ${operation} (${caller.split("-").at(-1)})`;
    counts.set(name, (counts.get(name) ?? 0) + 1 / captures);
  }
  return counts;
}

interface MeasuredPages {
  readonly perPage: ReadonlyMap<string, number>;
  readonly requestsPerPage: number;
  /** POST to complete, milliseconds, sorted. */
  readonly timesMs: readonly number[];
}

/** Illustrated pages, one after the other, each until all that it is shown with is there. */
async function measurePages(requisites: "fresh" | "known"): Promise<MeasuredPages> {
  await cloud.waitIdle(10_000);
  calls.length = 0;
  requests = 0;
  const timesMs: number[] = [];
  for (let round = 0; round < PAGES; round += 1) {
    const set = requisites === "fresh" ? crypto.randomUUID() : "known";
    // Those of the known set are captured with the first page, which does not count.
    if (requisites === "known" && round === 0) {
      await capturePage(set);
      calls.length = 0;
      requests = 0;
    }
    const startedAt = performance.now();
    await capturePage(set);
    timesMs.push(performance.now() - startedAt);
  }
  const perPage = countCalls(PAGES);
  // Looking whether it is complete is the bench's doing.
  for (const name of [...perPage.keys()]) if (name.endsWith("(retrieve)")) perPage.delete(name);
  return { perPage, requestsPerPage: requests / PAGES, timesMs: timesMs.sort((a, b) => a - b) };
}

async function capturePage(set: string): Promise<void> {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const url = `http://${hostPortOf(hosts[0] as Server)}/illustrated/${set}/${crypto.randomUUID()}`;
  const response = await fetch(`${cloud.apiUrl}/v1/captures`, {
    method: "POST",
    headers: { ...headers, prefer: "wait=25" },
    body: JSON.stringify({ url }),
  });
  const { links } = (await response.json()) as CaptureView;
  for (;;) {
    const { resources } = (await (await fetch(links.self, { headers })).json()) as CaptureView;
    if (resources?.complete) {
      if (resources.captured !== PICTURES + 2) throw new Error(`Captured ${JSON.stringify(resources)}`);
      return;
    }
    await sleep(100);
  }
}

function printPages(fresh: MeasuredPages, known: MeasuredPages): void {
  console.log(
    `\n${PAGES} pages of ${PICTURES} pictures, a stylesheet and an icon, all of one host, one page at a time.\n`,
  );
  console.log("| calls for each page | all new | all known |\n| --- | ---: | ---: |");
  for (const name of [...new Set([...fresh.perPage.keys(), ...known.perPage.keys()])].sort()) {
    console.log(`| ${name} | ${figure(fresh.perPage.get(name))} | ${figure(known.perPage.get(name))} |`);
  }
  for (const service of ["s3", "sqs", "dynamodb"]) {
    const sum = ({ perPage }: MeasuredPages) =>
      figure([...perPage].reduce((all, [name, count]) => all + (name.startsWith(service) ? count : 0), 0));
    console.log(`| **${service}, all** | **${sum(fresh)}** | **${sum(known)}** |`);
  }
  console.log(`| requests to the host | ${figure(fresh.requestsPerPage)} | ${figure(known.requestsPerPage)} |`);
  const median = ({ timesMs }: MeasuredPages) => Math.round(timesMs[Math.floor(timesMs.length / 2)] ?? 0);
  console.log(`| POST to complete, ms, median | ${median(fresh)} | ${median(known)} |`);
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

/** `/illustrated/SET/…` is a page; what it is shown with, one of ten of its kind, is each set's own. */
function illustrate(url: string, response: ServerResponse): void {
  const [, , set = "", name = ""] = url.split("/");
  const [type, body] = illustrationOf(set, name);
  response.writeHead(200, { "content-type": type }).end(body);
}

function illustrationOf(set: string, name: string): [type: string, body: string] {
  if (name.endsWith(".svg"))
    return ["image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg"><!-- ${set} ${name} --></svg>`];
  if (name.endsWith(".css")) return ["text/css", `body { color: #222 } /* ${set} */`];
  const paragraph = `<p>${`The page ${name} tells of the harbour, its boats and its lamp, at some length. `.repeat(8)}</p>`;
  const pictures = Array.from({ length: PICTURES }, (_, index) => `<img src="picture-${index}.svg">`).join("");
  const head = `<title>${name}</title><link rel="stylesheet" href="site.css"><link rel="icon" href="icon.svg">`;
  const text = `<article><h1>Page</h1>${paragraph.repeat(8)}${pictures}</article>`;
  return ["text/html; charset=utf-8", `<!doctype html><html lang="en"><head>${head}</head><body>${text}</body></html>`];
}

/** Pages of about 8 KB, each different from every other. */
async function startHost(): Promise<Server> {
  const server = createServer((request, response) => {
    requests += 1;
    if (request.url?.startsWith("/illustrated/")) return illustrate(request.url, response);
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
