/** A small web on loopback: pages by path, each as a test wants it, and what was asked for. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Page = (request: IncomingMessage, response: ServerResponse) => void;

export interface Web {
  readonly url: string;
  /** `127.0.0.1:PORT`, to be allowed. */
  readonly hostPort: string;
  /** Every request so far, oldest first. */
  readonly requests: { path: string; headers: IncomingMessage["headers"] }[];
  page(path: string, page: Page): string;
  stop(): Promise<void>;
}

export async function startWeb(): Promise<Web> {
  const pages = new Map<string, Page>();
  const requests: Web["requests"] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? "", headers: request.headers });
    const page = pages.get(request.url ?? "");
    if (page) page(request, response);
    else response.writeHead(404, { "content-type": "text/html" }).end("<h1>No such page</h1>");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const hostPort = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${hostPort}`,
    hostPort,
    requests,
    page: (path, page) => {
      pages.set(path, page);
      return `http://${hostPort}${path}`;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Sends bytes as HTML. */
export const html =
  (body: string | Buffer, headers: Record<string, string> = {}): Page =>
  (_, response) =>
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers }).end(body);

const SENTENCE =
  "The harbour board met on Tuesday, heard the keeper's report about the old lamp, and agreed to mend it before winter.";

/** An article of our own, long enough to be one. `extra` stands inside its first paragraph. */
export function articleHtml(title: string, extra = ""): string {
  const paragraphs = Array.from(
    { length: 6 },
    (_, index) => `<p>${index === 0 ? extra : ""} ${SENTENCE.repeat(3)}</p>`,
  );
  return `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${title} | The Lantern</title>
<meta property="og:title" content="${title}"><meta property="og:site_name" content="The Lantern">
<meta name="author" content="Ines Harrow"><meta property="article:published_time" content="2026-03-14T08:15:00Z">
</head><body><nav><a href="/">Front page</a></nav><article><h1>${title}</h1>${paragraphs.join("\n")}
<p>Read <a href="/about">about us</a>.</p></article><footer>Printed at the quay</footer></body></html>`;
}
