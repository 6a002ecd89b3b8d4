/** Owns making one connection: guarded targets and addresses, HTTP/1.1 only, and gone as soon as its signal aborts. */
import { isIP, type Socket } from "node:net";
import { buildConnector } from "undici";
import type { AddressGuard } from "./address-guard.ts";

export interface ConnectOptions {
  readonly guard: AddressGuard;
  readonly origin: URL;
  /** Destroys the socket in whatever state it is, even while it still connects. */
  readonly signal: AbortSignal;
  /** Called with the connected socket before anything is written to it. */
  readonly onConnected: (socket: Socket) => void;
}

/**
 * The `connect` of an undici client for one origin. Deadlines are not its concern: it has no time-out of its own, and
 * ends with `signal`. HTTP/2 is not offered, because a WARC keeps HTTP/1.1 messages (ISO 28500, section 6.2).
 */
export function createConnect(options: ConnectOptions): buildConnector.connector {
  const { guard, origin } = options;
  const connect = buildConnector({
    allowH2: false,
    // One connection for each request: there is nothing to keep alive or to resume.
    keepAlive: false,
    maxCachedSessions: 0,
    timeout: 0,
    lookup: guard.lookupFor(origin),
    signal: options.signal,
  } as buildConnector.BuildOptions);

  return (target, callback) => {
    try {
      guard.assertTarget(origin);
      // A socket looks up names only; a literal goes straight to connect.
      if (isIP(target.hostname) !== 0) guard.assertAllowed(origin, target.hostname);
    } catch (refusal) {
      return callback(refusal as Error, null);
    }
    connect(target, (error, socket) => {
      if (error) return callback(error, null);
      // A socket without a listener turns a late reset into an uncaught exception.
      socket.on("error", () => {});
      try {
        guard.assertAllowed(origin, socket.remoteAddress ?? "");
        options.onConnected(socket);
      } catch (refusal) {
        socket.destroy();
        return callback(refusal as Error, null);
      }
      callback(null, socket);
    });
  };
}
