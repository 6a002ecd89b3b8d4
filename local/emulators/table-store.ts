/** Owns dynalite (DynamoDB) in this process. Creating tables is create-resources.ts's. */
import { mkdirSync } from "node:fs";
import type { Server, ServerResponse } from "node:http";
import dynalite from "dynalite";
import type { Answer } from "./replay.ts";

export interface TableStore {
  readonly answer: Answer;
  close(): Promise<void>;
}

/** Starts it on the LevelDB of `folder`, which is made if it is missing. */
export function openTableStore(folder: string): TableStore {
  mkdirSync(folder, { recursive: true });
  const server = dynalite({ path: folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  return {
    answer: (request, response) => void server.emit("request", request, response),
    close: () => closeDatabase(server),
  };
}

/** dynalite closes its database only together with a server that listens, so it listens for this one moment. */
async function closeDatabase(server: Server): Promise<void> {
  server.removeAllListeners("request");
  server.on("request", (_request, response: ServerResponse) => response.writeHead(503).end());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => server.close((error) => (error ? reject(error) : resolve())));
  });
}
