/** Owns which instance runs what: reuse, the number of instances at once, and the end of those that idle. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Callers } from "../gateway/callers.ts";
import type { Logs } from "../logs.ts";
import type { FunctionSpec } from "../resources/model.ts";
import { toEnvironment } from "./environment.ts";
import { Instance, type InvokeResult } from "./instance.ts";
import { MAX_PAYLOAD_BYTES, type RuntimeApi } from "./runtime-api.ts";

export interface Functions {
  /** Runs a function and waits for its result. Never throws: an unknown function is a failed result. */
  invoke(name: string, payload: string): Promise<InvokeResult>;
  /** Runs a function in the background; a failure is tried again twice, as Lambda does. */
  invokeLater(name: string, payload: string): void;
  /** Invocations that run or wait for an instance. */
  readonly underway: number;
  /** Lets running invocations finish for `graceMs`, then ends every process. */
  stop(graceMs: number): Promise<void>;
}

export interface FunctionsDeps {
  readonly specs: Iterable<FunctionSpec>;
  readonly callers: Callers;
  readonly runtimeApi: RuntimeApi;
  readonly awsEndpoint: string;
  readonly logs: Logs;
  /** Set in every function's environment. */
  readonly extraEnvironment: Readonly<Record<string, string>>;
  /** Waits between tries are divided by it. */
  readonly timeScale: number;
  /** Told every invocation that ended, and how long it took: what Lambda would bill. */
  readonly onInvoke: (invocation: Invocation) => void;
}

export interface Invocation {
  readonly functionName: string;
  readonly ms: number;
}

/** Waits before the second and third try of an asynchronous invocation (Lambda developer guide, "Error handling"). */
const RETRY_WAITS_MS = [60_000, 120_000];

/** How long a spare instance idles. */
const IDLE_MS = 60_000;

const EXITED = { errorType: "Runtime.ExitError", errorMessage: "The embedded cloud is stopping" };

export function createFunctions(deps: FunctionsDeps): Functions {
  const pools = new Map([...deps.specs].map((spec) => [spec.name, new Pool(spec, deps)]));
  const stopping = new AbortController();

  const invoke = async (name: string, payload: string): Promise<InvokeResult> => {
    const pool = pools.get(name);
    if (pool === undefined) {
      const error = { errorType: "ResourceNotFoundException", errorMessage: `Function not found: ${name}` };
      return { ok: false, error };
    }
    const startedAt = performance.now();
    const result = await pool.invoke(payload);
    deps.onInvoke({ functionName: name, ms: performance.now() - startedAt });
    return result;
  };

  const tryThrice = async (name: string, payload: string): Promise<void> => {
    for (const waitMs of [...RETRY_WAITS_MS, 0]) {
      const result = await invoke(name, payload);
      if (result.ok || stopping.signal.aborted) return;
      deps.logs.write("cloud", `${name} failed: ${result.error.errorMessage}`);
      await sleep(waitMs / deps.timeScale, undefined, { signal: stopping.signal });
    }
  };

  const underway = () => [...pools.values()].reduce((sum, pool) => sum + pool.underway, 0);
  return {
    invoke,
    invokeLater(name, payload) {
      // Only stopping ends it early, and then nothing is to be said.
      tryThrice(name, payload).catch(() => undefined);
    },
    get underway() {
      return underway();
    },
    async stop(graceMs) {
      stopping.abort();
      const deadlineMs = Date.now() + graceMs;
      while (underway() > 0 && Date.now() < deadlineMs) await sleep(20);
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
    },
  };
}

/** One rest of an instance between two invocations; the next rest is another object. */
interface Idle {
  readonly instance: Instance;
}

/** The instances of one function. */
class Pool {
  readonly #spec: FunctionSpec;
  readonly #deps: FunctionsDeps;
  readonly #idle: Idle[] = [];
  readonly #ends = new Map<Instance, Promise<void>>();
  readonly #queue: ((instance: Instance | undefined) => void)[] = [];
  #running = 0;
  #stopped = false;

  constructor(spec: FunctionSpec, deps: FunctionsDeps) {
    this.#spec = spec;
    this.#deps = deps;
  }

  get underway(): number {
    return this.#running + this.#queue.length;
  }

  async invoke(payload: string): Promise<InvokeResult> {
    if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES) {
      return { ok: false, error: { errorType: "RequestTooLargeException", errorMessage: "Payload is over 6 MB" } };
    }
    const instance = await this.#acquire();
    if (instance === undefined) return { ok: false, error: EXITED };
    this.#running += 1;
    const result = await instance.invoke(payload);
    this.#running -= 1;
    this.#release(instance);
    return result;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const give of this.#queue.splice(0)) give(undefined);
    for (const instance of this.#ends.keys()) instance.kill();
    await Promise.all(this.#ends.values());
  }

  #acquire(): Promise<Instance | undefined> {
    if (this.#stopped) return Promise.resolve(undefined);
    const idle = this.#idle.pop();
    if (idle !== undefined) return Promise.resolve(idle.instance);
    if (this.#ends.size < this.#spec.maxInstances) return Promise.resolve(this.#start());
    return new Promise((resolve) => this.#queue.push(resolve));
  }

  /** One that has died is replaced by its own `onEnd`. */
  #release(instance: Instance): void {
    if (!this.#ends.has(instance)) return;
    const next = this.#queue.shift();
    if (next !== undefined) {
      next(instance);
      return;
    }
    const idle = { instance };
    this.#idle.push(idle);
    setTimeout(() => this.#endIfSpare(idle), IDLE_MS).unref();
  }

  /** The most recently used instance stays, so that the next caller need not wait for a start. */
  #endIfSpare(idle: Idle): void {
    const index = this.#idle.indexOf(idle);
    if (index < 0 || index === this.#idle.length - 1) return;
    this.#idle.splice(index, 1);
    idle.instance.kill();
  }

  #start(): Instance {
    const { callers, runtimeApi, awsEndpoint, extraEnvironment, logs } = this.#deps;
    const { promise, resolve } = Promise.withResolvers<void>();
    const instance: Instance = new Instance({
      spec: this.#spec,
      runtimeApi,
      environment: toEnvironment({
        spec: this.#spec,
        credentials: callers.ofFunction(this.#spec.name).credentials,
        awsEndpoint,
        extra: extraEnvironment,
        machine: process.env,
      }),
      onLine: (text) => logs.write(this.#spec.name, text),
      onEnd: () => {
        resolve();
        this.#forget(instance);
      },
    });
    this.#ends.set(instance, promise);
    return instance;
  }

  #forget(instance: Instance): void {
    this.#ends.delete(instance);
    const index = this.#idle.findIndex((idle) => idle.instance === instance);
    if (index >= 0) this.#idle.splice(index, 1);
    const next = this.#queue.shift();
    if (next !== undefined) next(this.#start());
  }
}
