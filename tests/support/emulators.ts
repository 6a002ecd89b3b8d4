/** Starts the emulators inside the test's own process, on loopback ports that the system picks. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve as toAbsolute } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import dynalite from "dynalite";
import { buildApp } from "fauxqs";

export interface Emulator {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** DynamoDB in memory. */
export async function startDynalite(): Promise<Emulator> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  return { endpoint: await listen(server), stop: () => close(server) };
}

/** S3 and SQS in memory. */
export async function startFauxqs(): Promise<Emulator> {
  const app = buildApp({ logger: false });
  const endpoint = await app.listen({ port: 0, host: "127.0.0.1" });
  return { endpoint, stop: () => app.close() };
}

/** Where AWS's own DynamoDB Local can be run, or why it can't. */
export type DynamoDbLocal =
  | { readonly found: true; readonly jar: string }
  | { readonly found: false; readonly reason: string };

const JAR_ENV = "PRESSMARK_DYNAMODB_LOCAL_JAR";
const JAR_IN_PACKAGE = "node_modules/amplify-dynamodb-simulator/emulator/DynamoDBLocal.jar";

export function findDynamoDbLocal(): DynamoDbLocal {
  const named = process.env[JAR_ENV];
  const jar = toAbsolute(named ?? JAR_IN_PACKAGE);
  if (!existsSync(jar)) {
    return { found: false, reason: named ? `${JAR_ENV} names no file` : `no ${JAR_ENV} and no ${JAR_IN_PACKAGE}` };
  }
  try {
    execFileSync("java", ["-version"], { stdio: "ignore", timeout: 10_000 });
    return { found: true, jar };
  } catch {
    return { found: false, reason: "no java that runs on PATH" };
  }
}

/** AWS's DynamoDB Local in a Java process of its own. */
export async function startDynamoDbLocal(jar: string): Promise<Emulator> {
  const port = await freePort();
  const args = [`-Djava.library.path=${join(dirname(jar), "DynamoDBLocal_lib")}`, "-jar", jar, "-inMemory"];
  // It writes a file into the folder that it is started in.
  const cwd = mkdtempSync(join(tmpdir(), "pressmark-dynamodb-local-"));
  const java = spawn("java", [...args, "-disableTelemetry", "-port", String(port)], { stdio: "ignore", cwd });
  const endpoint = `http://127.0.0.1:${port}`;
  await untilAnswers(endpoint, java);
  return {
    endpoint,
    async stop() {
      const ended = new Promise((resolve) => java.once("exit", resolve));
      java.kill();
      await ended;
      rmSync(cwd, { recursive: true, force: true });
    },
  };
}

async function untilAnswers(endpoint: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) throw new Error(`DynamoDB Local ended with ${child.exitCode}`);
    // Any answer will do: without a signed request it is a 400.
    if (await fetch(endpoint).catch(() => undefined)) return;
    await sleep(100);
  }
  child.kill();
  throw new Error("DynamoDB Local did not answer within 20 s");
}

async function freePort(): Promise<number> {
  const server = createServer();
  const endpoint = await listen(server);
  await close(server);
  return Number(new URL(endpoint).port);
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
