/**
 * `npm run bench:crawl`: a crawl with the real bundles in the embedded cloud, over a web of loopback hosts that publish a
 * feed each: captures a minute, what each capture costs in time of the functions and in calls, and the most memory that
 * each function took. The gap between two requests is set to nothing, so that the functions are the limit and not manners.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startCloud } from "../local/cloud.ts";
import type { ServiceCall } from "../local/gateway/gateway.ts";
import type { Invocation } from "../local/lambda/functions.ts";
import { putToken } from "../local/put-token.ts";
import { ARTICLES } from "../local/sample-site/articles/index.ts";
import { ensureSynthesized, TEMPLATES_DIR } from "../local/synth.ts";
import type { CoverageView } from "../shared/api/source-schemas.ts";
import { ENV } from "../shared/names.ts";
import { watchPeaks } from "./support/function-peaks.ts";

const HOSTS = 20;
const ARTICLES_PER_HOST = 25;
const TOKEN = "bench-token";
/** Minutes of the schedule pass in two seconds. */
const TIME_SCALE = 30;

const invocations: Invocation[] = [];
const calls: ServiceCall[] = [];

const hosts = await Promise.all(Array.from({ length: HOSTS }, startHost));
const dataDir = await mkdtemp(join(tmpdir(), "pressmark-bench-"));
await ensureSynthesized({ outDir: TEMPLATES_DIR });
const cloud = await startCloud({
  templatesDir: TEMPLATES_DIR,
  dataDir,
  port: 0,
  allowPrivate: hosts.map(hostOf),
  timeScale: TIME_SCALE,
  extraEnv: { [ENV.minGapMs]: "0" },
  onInvoke: (invocation) => invocations.push(invocation),
  onCall: (call) => calls.push(call),
});
const { peaks, stop: stopWatching } = watchPeaks();
try {
  await putToken(cloud, TOKEN, { name: "bench", scopes: ["read", "capture"] });
  const startedAt = performance.now();
  for (const host of hosts) await addSource(host);
  const captured = await untilCaptured(HOSTS * ARTICLES_PER_HOST);
  const seconds = (performance.now() - startedAt) / 1000;
  await cloud.waitIdle(60_000);
  print(captured, seconds);
} finally {
  stopWatching();
  await cloud.stop();
  for (const host of hosts) host.close();
  await rm(dataDir, { recursive: true, force: true });
}

async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(`${cloud.apiUrl}${path}`, { ...init, headers: { authorization: `Bearer ${TOKEN}` } });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

async function addSource(host: Server): Promise<void> {
  const body = JSON.stringify({ type: "feed", url: `http://${hostOf(host)}/feed`, revisits: [] });
  await call("/v1/sources", { method: "POST", body });
}

async function untilCaptured(wanted: number): Promise<number> {
  for (;;) {
    const { total } = await call<CoverageView>("/v1/coverage");
    if (total.polls.captured >= wanted) return total.polls.captured;
    await sleep(500);
  }
}

/** A newspaper of the sample's articles, each under as many addresses as are wanted. */
async function startHost(): Promise<Server> {
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    if (path === "/robots.txt") return response.writeHead(404).end();
    const host = request.headers.host ?? "";
    if (path === "/feed") {
      const items = Array.from(
        { length: ARTICLES_PER_HOST },
        (_, n) => `<item><link>http://${host}/${n}</link></item>`,
      );
      return response
        .writeHead(200, { "content-type": "text/xml" })
        .end(`<rss><channel>${items.join("")}</channel></rss>`);
    }
    return response
      .writeHead(200, { "content-type": "text/html; charset=utf-8" })
      .end(pageOf(Number(path.slice(1)), host));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return server;
}

function pageOf(number: number, host: string): string {
  const article = ARTICLES[number % ARTICLES.length];
  const text = JSON.stringify(article).replace(/[<>"{}[\]]/g, " ");
  const paragraphs = Array.from({ length: 8 }, (_, at) => `<p>${text.slice(at * 400, at * 400 + 700)}</p>`).join("\n");
  return `<!doctype html><html lang="en"><title>Story ${number} of ${host}</title><article><h1>Story ${number}</h1>${paragraphs}</article></html>`;
}

function hostOf(server: Server): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function print(captured: number, seconds: number): void {
  const short = (name: string) => name.split("-").at(-1) ?? name;
  console.log(
    `${captured} captures of ${HOSTS} hosts in ${seconds.toFixed(1)} s: ${Math.round((captured / seconds) * 60)} a minute`,
  );
  console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}\n`);
  console.log(
    "| function | invocations | seconds | seconds a capture | peak memory, MB |\n| --- | ---: | ---: | ---: | ---: |",
  );
  const byFunction = Map.groupBy(invocations, ({ functionName }) => functionName);
  for (const [name, all] of [...byFunction].sort()) {
    const total = all.reduce((sum, { ms }) => sum + ms, 0) / 1000;
    const peak = Math.round((peaks.get(name) ?? 0) / 1024 / 1024);
    console.log(
      `| ${short(name)} | ${all.length} | ${total.toFixed(1)} | ${(total / captured).toFixed(3)} | ${peak} |`,
    );
  }
  console.log("\n| calls for each capture | |\n| --- | ---: |");
  const byCall = Map.groupBy(calls, ({ service, operation, caller }) => `${service} ${operation} (${short(caller)})`);
  for (const [name, all] of [...byCall].sort()) console.log(`| ${name} | ${(all.length / captured).toFixed(2)} |`);
}
