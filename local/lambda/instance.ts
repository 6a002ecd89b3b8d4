/**
 * Owns one execution environment from the outside: its process, the invocation it runs, its timeout and its end.
 * Which instance runs what is functions.ts's.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { FunctionSpec } from "../resources/model.ts";
import type { RuntimeApi } from "./runtime-api.ts";

/** What a function ended with; `error` has the fields that Lambda writes. */
export type InvokeResult =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly error: InvokeError };

export interface InvokeError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** Lambda gives initialisation 10 seconds; a laptop that is busy gets more before it counts as hung. */
const INIT_TIMEOUT_MS = 30_000;

/** Share of the memory that V8's old space gets, as in Lambda's own Node runtimes. */
const HEAP_SHARE = 0.9;

const BOOTSTRAP = join(import.meta.dirname, "bootstrap.mjs");

export interface InstanceOptions {
  readonly spec: FunctionSpec;
  readonly runtimeApi: RuntimeApi;
  readonly environment: Readonly<Record<string, string>>;
  readonly onLine: (text: string) => void;
  /** Called once, when the process is gone. */
  readonly onEnd: () => void;
}

interface Invocation {
  readonly id: string;
  readonly payload: string;
  readonly settle: (result: InvokeResult) => void;
  delivered: boolean;
}

/** Runs one invocation at a time, in a process that starts with it. */
export class Instance {
  readonly #options: InstanceOptions;
  readonly #child: ChildProcess;
  readonly #forget: () => void;
  #waiting: ServerResponse | undefined;
  #current: Invocation | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failure: InvokeError | undefined;

  constructor(options: InstanceOptions) {
    this.#options = options;
    const { address, forget } = options.runtimeApi.register({
      next: (response) => this.#takeNext(response),
      response: (id, body) => this.#finish(id, body === undefined ? tooLarge() : { ok: true, payload: body }),
      error: (id, body) => this.#finishWithError(id, parseError(body)),
      initError: (body) => {
        this.#failure = parseError(body);
      },
    });
    this.#forget = forget;
    this.#child = this.#spawn(address);
    this.#timer = setTimeout(() => {
      this.#fail({ errorType: "Sandbox.Timedout", errorMessage: "Init timed out" });
    }, INIT_TIMEOUT_MS);
  }

  /** Must not be called while another invocation runs. Never throws. */
  invoke(payload: string): Promise<InvokeResult> {
    return new Promise((settle) => {
      this.#current = { id: randomUUID(), payload, settle, delivered: false };
      this.#deliver();
    });
  }

  /** Ends the process at once; a running invocation fails. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #spawn(address: string): ChildProcess {
    const { spec, environment, onLine } = this.#options;
    const heapMb = Math.floor(spec.memoryMb * HEAP_SHARE);
    const child = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, BOOTSTRAP], {
      cwd: spec.taskRoot,
      env: { ...environment, AWS_LAMBDA_RUNTIME_API: address },
      // Its input ends when this process does, however it dies: that is how an orphan notices.
      stdio: ["pipe", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", onLine);
    child.stdin.on("error", () => undefined);
    child.once("error", (error) => this.#ended(`cannot start: ${error.message}`));
    child.once("exit", (code, signal) => this.#ended(signal === null ? `exit status ${code}` : `signal: ${signal}`));
    return child;
  }

  #takeNext(response: ServerResponse): void {
    if (this.#current === undefined) clearTimeout(this.#timer);
    this.#waiting = response;
    this.#deliver();
  }

  #deliver(): void {
    const { spec } = this.#options;
    const [current, response] = [this.#current, this.#waiting];
    if (current === undefined || response === undefined || current.delivered) return;
    current.delivered = true;
    this.#waiting = undefined;
    clearTimeout(this.#timer);
    const timeoutMs = spec.timeoutSeconds * 1000;
    this.#timer = setTimeout(() => this.#timeOut(current), timeoutMs);
    const headers = {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": current.id,
      "lambda-runtime-deadline-ms": String(Date.now() + timeoutMs),
      "lambda-runtime-invoked-function-arn": spec.arn,
    };
    response.writeHead(200, headers).end(current.payload);
  }

  #timeOut({ id }: Invocation): void {
    const seconds = this.#options.spec.timeoutSeconds.toFixed(2);
    const errorMessage = `${new Date().toISOString()} ${id} Task timed out after ${seconds} seconds`;
    this.#options.onLine(errorMessage);
    this.#fail({ errorType: "Sandbox.Timedout", errorMessage });
  }

  /** The process is killed before the result is known, so that no part of the invocation runs on. */
  #fail(error: InvokeError): void {
    this.#failure = error;
    this.kill();
  }

  /** `Runtime.…` is the bootstrap's word for an error after which its process ends: nobody may be sent there any more. */
  #finishWithError(id: string, error: InvokeError): void {
    if (error.errorType.startsWith("Runtime.")) this.#fail(error);
    else this.#finish(id, { ok: false, error });
  }

  #finish(id: string, result: InvokeResult): void {
    if (this.#current?.id !== id || this.#failure !== undefined) return;
    clearTimeout(this.#timer);
    const { settle } = this.#current;
    this.#current = undefined;
    settle(result);
  }

  #ended(how: string): void {
    clearTimeout(this.#timer);
    this.#forget();
    const current = this.#current;
    this.#current = undefined;
    this.#options.onEnd();
    const errorMessage = `RequestId: ${current?.id} Error: Runtime exited with error: ${how}`;
    current?.settle({ ok: false, error: this.#failure ?? { errorType: "Runtime.ExitError", errorMessage } });
  }
}

function tooLarge(): InvokeResult {
  const errorMessage = "Response payload size exceeded maximum allowed payload size (6291556 bytes).";
  return { ok: false, error: { errorType: "Function.ResponseSizeTooLarge", errorMessage } };
}

function parseError(body: string): InvokeError {
  try {
    const { errorType, errorMessage, trace } = JSON.parse(body) as Partial<InvokeError>;
    const known = { errorType: String(errorType), errorMessage: String(errorMessage) };
    return Array.isArray(trace) ? { ...known, trace: trace.map(String) } : known;
  } catch {
    return { errorType: "Runtime.Unknown", errorMessage: body };
  }
}
