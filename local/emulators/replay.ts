/**
 * Owns handing a request to an emulator inside this process. The emulators listen on no port: the gateway is the only
 * way to them, so neither another program nor a web page can reach the archive around its policies.
 */
import { IncomingMessage, type ServerResponse } from "node:http";
import { Socket } from "node:net";

/** A request whose body has been read already. */
export interface BufferedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Something that answers requests as a `node:http` server's listener does. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A request that an emulator can read as if it came from the network. */
export function toIncomingMessage(request: BufferedRequest): IncomingMessage {
  // Never connected, never written to: the emulators ask it for an address at most.
  const message = new IncomingMessage(new Socket());
  message.method = request.method;
  message.url = request.url;
  message.httpVersion = "1.1";
  message.headers = { ...request.headers, "content-length": String(request.body.length) };
  message.complete = true;
  message.push(request.body);
  message.push(null);
  return message;
}
