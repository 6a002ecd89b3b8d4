/** Real servers on port 0 for the fetch suites: HTTP ones, and raw sockets that say exactly what a test wants. */
import { createServer, type RequestListener } from "node:http";
import net from "node:net";
import { onTestFinished } from "vitest";
import type { Exchange, FetchOutcome } from "../../../shared/fetch/exchange.ts";
import { createFetcher, type FetcherOptions } from "../../../shared/fetch/fetcher.ts";

export interface Loopback {
  readonly port: number;
  /** `127.0.0.1:port` */
  readonly pair: string;
  readonly origin: string;
  /** Connections accepted so far, whether or not a request came over them. */
  readonly connections: () => number;
  /** Resolves once no connection is open any more. */
  readonly idle: () => Promise<void>;
}

/** Starts an HTTP server that is stopped, with its connections, when the test is over. */
export async function serveHttp(listener: RequestListener): Promise<Loopback> {
  return listen(createServer(listener));
}

/** Starts a server that gives each connection to `answer` once a whole request header block has come. */
export async function serveRaw(answer: (socket: net.Socket, request: string) => void): Promise<Loopback> {
  return listen(
    net.createServer((socket) => {
      let request = "";
      const collect = (chunk: Buffer): void => {
        request += chunk.toString("latin1");
        if (!request.includes("\r\n\r\n")) return;
        socket.off("data", collect).resume();
        answer(socket, request);
      };
      socket.on("data", collect);
    }),
  );
}

async function listen(server: net.Server): Promise<Loopback> {
  const sockets = new Set<net.Socket>();
  let connections = 0;
  server.on("connection", (socket: net.Socket) => {
    sockets.add(socket);
    connections++;
    // Clients that hang up in the middle are what many of these tests are about.
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as net.AddressInfo;
  const pair = `127.0.0.1:${port}`;
  const idle = async (): Promise<void> => {
    while (sockets.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { port, pair, origin: `http://${pair}`, connections: () => connections, idle };
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A fetcher that may reach the given servers and no others on private addresses. */
export function fetcherFor(servers: readonly Loopback[], options: Partial<FetcherOptions> = {}) {
  return createFetcher({
    userAgent: "Pressmark-tests/1.0",
    allowPrivate: servers.map((server) => server.pair),
    ...options,
  });
}

/** The last exchange of a fetch that must have succeeded. */
export function answerOf(outcome: FetchOutcome): Exchange {
  if (outcome.kind === "failed") throw outcome.error;
  return outcome.exchanges.at(-1) ?? outcome.exchanges[0];
}

/** The failure's code, or what came instead. */
export function codeOf(outcome: FetchOutcome): string {
  return outcome.kind === "failed" ? outcome.error.code : `fetched ${outcome.exchanges.at(-1)?.status}`;
}

export function textOf(exchange: Exchange): string {
  return Buffer.from(exchange.body).toString("latin1");
}
