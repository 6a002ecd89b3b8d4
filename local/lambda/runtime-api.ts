/**
 * Owns the HTTP side of the Lambda Runtime API: one loopback server for all execution environments, each under a path
 * of its own that nobody can guess. What an environment does with a call is instance.ts's.
 */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen, readBody } from "../http.ts";

/** Largest response of a function, in bytes (Lambda quotas, "Invocation payload", 6 MB and what its framing takes). */
export const MAX_PAYLOAD_BYTES = 6_291_556;

/** What an environment asks or says. */
export interface RuntimeEvents {
  /** Asks for the next invocation; the response is held until there is one. */
  next(response: ServerResponse): void;
  /** `body` is undefined when it is longer than {@link MAX_PAYLOAD_BYTES}. */
  response(requestId: string, body: string | undefined): void;
  error(requestId: string, body: string): void;
  initError(body: string): void;
}

export interface RuntimeApi {
  /** The `AWS_LAMBDA_RUNTIME_API` of a new environment, and how to forget it. */
  register(events: RuntimeEvents): { readonly address: string; forget(): void };
  close(): Promise<void>;
}

export async function startRuntimeApi(): Promise<RuntimeApi> {
  const environments = new Map<string, RuntimeEvents>();
  const server = createServer((request, response) => {
    answer(request, response, environments).catch(() => response.destroy());
  });
  const url = await listen(server, 0);
  return {
    register(events) {
      const id = randomBytes(12).toString("hex");
      environments.set(id, events);
      return { address: `${url.slice("http://".length)}/${id}`, forget: () => void environments.delete(id) };
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  environments: ReadonlyMap<string, RuntimeEvents>,
): Promise<void> {
  const [, id = "", , , kind, requestId = "", outcome] = (request.url ?? "").split("/");
  const events = environments.get(id);
  if (events === undefined) return void response.writeHead(403).end();
  if (request.method === "GET") return events.next(response);
  const body = (await readBody(request, MAX_PAYLOAD_BYTES))?.toString("utf8");
  if (kind === "init") events.initError(body ?? "{}");
  else if (outcome === "error") events.error(requestId, body ?? "{}");
  else events.response(requestId, body);
  response.writeHead(202).end();
}
