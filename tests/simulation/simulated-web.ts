/**
 * Plays the simulated newspapers on one loopback port, by the Host header, on virtual time; and keeps what was asked of
 * whom, and when, for the test to judge by.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, LookupFunction } from "node:net";
import { gzipSync } from "node:zlib";
import type { VirtualClock } from "./clock.ts";
import { documentOf } from "./documents.ts";
import { type Article, CRAWL_DELAY_SECONDS, type Site, SLOW_SECONDS } from "./sites.ts";

export interface Asked {
  readonly host: string;
  readonly path: string;
  /** Virtual moment, in milliseconds. */
  readonly atMs: number;
  /** Another request to the same host was under way. */
  readonly overlapped: boolean;
  /** The host had asked to be left alone until later. */
  readonly wasPaused: boolean;
  /** What was answered; 0 where it was nothing whole, or no HTTP. */
  status: number;
}

export interface SimulatedWeb {
  readonly port: number;
  readonly asked: readonly Asked[];
  readonly lookup: LookupFunction;
  /** `host:port` of every host there is, `www` and all. */
  readonly pairs: readonly string[];
  /** Pages that never begin to answer. What else their hosts have is answered as by others. */
  readonly silentUrls: ReadonlySet<string>;
  /** Virtual milliseconds that a host takes for each answer; who asks has to let them pass. */
  latencyMsOf(hostname: string): number;
  urlOf(host: string, path: string): string;
  stop(): Promise<void>;
}

const HOUR_MS = 3_600_000;
/** Keeps the robots.txt of some others. */
export const ROBOTS_HOST = "robots.example.test";
/** Of each rate-limiting host every eighth request is refused for a while. */
const LIMIT_EVERY = 8;
const LIMIT_SECONDS = 300;

export async function startSimulatedWeb(sites: readonly Site[], clock: VirtualClock): Promise<SimulatedWeb> {
  const startMs = clock.ms;
  const byHost = new Map(sites.map((site) => [site.host, site]));
  const asked: Asked[] = [];
  const open = new Map<string, number>();
  const counts = new Map<string, number>();
  const pausedUntil = new Map<string, number>();
  const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024, " "));
  let port = 0;

  const server = createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
    const host = (request.headers.host ?? "").replace(/:\d+$/, "");
    const path = (request.url ?? "").replace(/\?.*$/, "").replace(/;jsessionid=\w+/, "");
    const underWay = open.get(host) ?? 0;
    const wasPaused = (pausedUntil.get(host) ?? 0) > clock.ms;
    const entry: Asked = { host, path, atMs: clock.ms, overlapped: underWay > 0, wasPaused, status: 0 };
    asked.push(entry);
    open.set(host, underWay + 1);
    response.once("finish", () => {
      entry.status = response.statusCode;
    });
    response.once("close", () => open.set(host, (open.get(host) ?? 1) - 1));
    if (host === ROBOTS_HOST) {
      const owner = byHost.get(path.slice("/of/".length));
      return void response.writeHead(200, { "content-type": "text/plain" }).end(owner && robotsOf(owner));
    }
    const site = byHost.get(host.replace(/^www\./, ""));
    if (!site) response.writeHead(404).end();
    else answer({ request, response, site, host, path });
  });

  interface Exchange {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly site: Site;
    readonly host: string;
    readonly path: string;
  }

  const hour = () => (clock.ms - startMs) / HOUR_MS;

  function answer(exchange: Exchange): unknown {
    const { response, site, host, path } = exchange;
    if (path === "/robots.txt") return answerRobots(exchange);
    const nth = (counts.get(host) ?? 0) + 1;
    counts.set(host, nth);
    if (site.trouble === "fails-for-hours" && hour() > 6 && hour() < 14) return response.writeHead(503).end();
    if (site.trouble === "resets-for-hours" && hour() > 3 && hour() < 9) return response.socket?.destroy();
    if (site.trouble === "rate-limits" && nth % LIMIT_EVERY === 0) return limit(exchange, nth);
    const article = site.articles.find((each) => each.path === path);
    if (article) return answerArticle(exchange, article);
    if (path === "/gone-round") return response.writeHead(302, { location: "/gone-round" }).end();
    const document = documentOf(site, path, { hour: hour(), startMs, nth, baseUrl: `http://${site.host}:${port}` });
    if (!document) return response.writeHead(404).end();
    if (site.trouble === "bomb-feed") {
      return response.writeHead(200, { "content-type": "text/xml", "content-encoding": "gzip" }).end(bomb);
    }
    return sendWithValidators(exchange, document.body, document.type);
  }

  function answerRobots({ response, site, host }: Exchange): unknown {
    if (isRobotsFailing(site, hour())) return response.writeHead(500).end();
    if (site.robots === "elsewhere") {
      return response.writeHead(302, { location: `http://${ROBOTS_HOST}:${port}/of/${site.host}` }).end();
    }
    if (site.robots === "redirects" && !host.startsWith("www.")) {
      return response.writeHead(301, { location: `http://www.${host}:${port}/robots.txt` }).end();
    }
    const rules = robotsOf(site);
    if (rules === undefined) return response.writeHead(404).end();
    return response.writeHead(200, { "content-type": "text/plain" }).end(rules);
  }

  function limit({ response, host }: Exchange, nth: number): unknown {
    const until = clock.ms + LIMIT_SECONDS * 1000;
    pausedUntil.set(host, until);
    const isDate = Math.floor(nth / LIMIT_EVERY) % 2 === 0;
    const retryAfter = isDate ? new Date(until).toUTCString() : String(LIMIT_SECONDS);
    return response.writeHead(429, { "retry-after": retryAfter }).end();
  }

  function answerArticle(exchange: Exchange, article: Article): unknown {
    const { response, site, host, path } = exchange;
    const reset = () => response.socket?.destroy();
    switch (site.trouble) {
      case "slow-headers":
        return undefined;
      case "huge-headers":
        return response.socket?.end(`HTTP/1.1 200 OK\r\n${`X-Filler: ${"x".repeat(900)}\r\n`.repeat(100)}\r\n`);
      case "redirect-circle":
        return response.writeHead(302, { location: "/gone-round" }).end();
      case "garbage":
        return response.socket?.end("what?\r\n\r\n");
      case "status-999":
        return response.socket?.end("HTTP/1.1 999 No\r\nContent-Length: 0\r\n\r\n");
      case "inward-redirect":
        return response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end();
      case "reset":
        return reset();
      case "endless-body":
        return sendWithoutEnd(response);
      case "not-found":
        return response.writeHead(404).end();
    }
    if (site.redirects && !host.startsWith("www.")) {
      return response.writeHead(301, { location: `http://www.${host}:${port}${path}` }).end();
    }
    const version = article.editedHours.filter((each) => each <= hour()).length;
    const body = `<!doctype html><title>${article.title}</title><p>${article.title} of ${site.host}, version ${version}.</p>`;
    return sendWithValidators(exchange, body, "text/html");
  }

  function sendWithValidators({ request, response, site }: Exchange, body: string, type: string): unknown {
    const isPage = type === "text/html";
    // Where validators lie, it is those of the feeds: their ETag never moves.
    const tag = site.validators === "lying" && !isPage ? '"always"' : `"${body.length}-${hash(body)}"`;
    if (site.validators === "none") return response.writeHead(200, { "content-type": type }).end(body);
    if (request.headers["if-none-match"] === tag) return response.writeHead(304, { etag: tag }).end();
    return response.writeHead(200, { "content-type": type, etag: tag }).end(body);
  }

  function sendWithoutEnd(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/html" });
    // More than the connection buffers, so that it is drained, and then there is more.
    const more = () => response.write("<p>and so on</p>".repeat(8000));
    response.on("drain", more);
    more();
  }

  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  port = (server.address() as AddressInfo).port;
  const hosts = [ROBOTS_HOST, ...sites.flatMap(({ host }) => [host, `www.${host}`])];
  return {
    port,
    asked,
    silentUrls: new Set(
      sites
        .filter(({ trouble }) => trouble === "slow-headers")
        .flatMap(({ host, articles }) => articles.map(({ path }) => `http://${host}:${port}${path}`)),
    ),
    latencyMsOf: (hostname) =>
      byHost.get(hostname.replace(/^www\./, ""))?.trouble === "slow" ? SLOW_SECONDS * 1000 : 0,
    pairs: hosts.map((host) => `${host}:${port}`),
    urlOf: (host, path) => `http://${host}:${port}${path}`,
    lookup: (hostname, options, callback) => {
      const known = hostname === ROBOTS_HOST || byHost.has(hostname.replace(/^www\./, ""));
      if (!known) return callback(Object.assign(new Error("no such name"), { code: "ENOTFOUND" }), "", 0);
      if (options.all) callback(null, [{ address: "127.0.0.1", family: 4 }]);
      else callback(null, "127.0.0.1", 4);
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Hours after the start in which robots.txt is answered with 500. A copy of the day before counts on for a day. */
export function isRobotsFailing({ robots }: Site, hour: number): boolean {
  if (robots === "fails-at-first") return hour < 6;
  return robots === "fails-later" && hour > 20 && hour < 34;
}

/** What a host's robots.txt says; undefined where there is none. */
export function robotsOf(site: Site): string | undefined {
  if (site.trouble === "denies-all") return "User-agent: *\nDisallow: /news\nDisallow: /private\n";
  if (site.robots === "crawl-delay") return `User-agent: *\nCrawl-delay: ${CRAWL_DELAY_SECONDS}\nDisallow:\n`;
  if (site.robots === "none") return undefined;
  return "User-agent: *\nDisallow: /private\n";
}

function hash(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
  return sum >>> 0;
}
