/** A file server on loopback that answers Range requests as S3 does, and remembers them. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface RangeServer {
  /** Puts a file at a path, and returns its URL. */
  serve(path: string, content: Uint8Array): string;
  /** `GET bytes=0-99` */
  readonly requests: string[];
  stop(): Promise<void>;
}

export async function startRangeServer(): Promise<RangeServer> {
  const files = new Map<string, Uint8Array>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const content = files.get(request.url ?? "");
    if (!content) return void response.writeHead(404).end();
    requests.push(`${request.method} ${request.headers.range ?? "whole"}`);
    const [start, end] = rangeOf(request.headers.range, content.byteLength);
    const isWhole = request.headers.range === undefined;
    response.writeHead(isWhole ? 200 : 206, {
      "accept-ranges": "bytes",
      "content-length": end - start,
      "content-type": "application/wacz",
      ...(isWhole ? {} : { "content-range": `bytes ${start}-${end - 1}/${content.byteLength}` }),
    });
    response.end(request.method === "HEAD" ? undefined : content.subarray(start, end));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    requests,
    serve: (path, content) => {
      files.set(path, content);
      return `http://127.0.0.1:${port}${path}`;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function rangeOf(range: string | undefined, length: number): [number, number] {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(range ?? "") ?? [];
  if (first === "" && last === "") return [0, length];
  if (first === "") return [Math.max(0, length - Number(last)), length];
  return [Number(first), last === "" ? length : Math.min(Number(last) + 1, length)];
}
