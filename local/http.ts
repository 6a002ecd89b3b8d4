/** Owns the few things that every loopback server here needs: a port, lower-case headers, a body within a limit. */
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { CloudError, messageOf } from "./cloud-error.ts";

/**
 * Listens on 127.0.0.1 and gives the URL, without a slash at its end.
 * @param port 0 for any free one
 * @throws CloudError when the port cannot be had.
 */
export async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(new CloudError(describe(error, port), { cause: error })));
    server.listen(port, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function describe(error: NodeJS.ErrnoException, port: number): string {
  if (error.code === "EADDRINUSE") return `port ${port} is in use: name another, or 0 for any free one`;
  if (error.code === "EACCES") return `port ${port} is not allowed: name one above 1023`;
  return `cannot listen on port ${port}: ${messageOf(error)}`;
}

/** Headers by lower-case name, repeated ones joined by a comma (RFC 9110, section 5.3). */
export function toHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) headers[name] = (values ?? []).join(",");
  return headers;
}

/** The whole body; undefined when it is longer than `maxBytes`, the rest of which is read and dropped. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
  }
  return bytes > maxBytes ? undefined : Buffer.concat(chunks);
}
