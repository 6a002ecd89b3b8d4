/**
 * Webrecorder's wabac, the replay engine of ReplayWeb.page, in plain Node: it loads a WACZ from a URL by Range requests,
 * checks its signature and digests, and answers what was captured. It is a service worker, so it is given what it
 * expects of a browser. (AGPL: tests only.)
 */
import "fake-indexeddb/auto";

const SCOPE = "http://replay.example/";

interface Verification {
  readonly publicKey?: string;
  readonly created?: string;
  readonly software?: string;
  /** Digests and signatures that hold, and that do not. */
  readonly numValid: number;
  readonly numInvalid: number;
}

interface Loaded {
  readonly name: string;
  readonly store: {
    getVerifyInfo(): Promise<Verification>;
    readonly db: { get(table: "verification", id: "signature"): Promise<{ matched: boolean } | undefined> };
    getAllPages(): Promise<{ url: string; ts: number; title: string; text?: string }[]>;
  };
}

interface Worker {
  readonly collections: {
    addCollection(data: object, onProgress: (...said: unknown[]) => void): Promise<Loaded | false>;
  };
  handleFetch(event: object): Promise<Response>;
}

/** A WACZ as wabac has loaded it. */
export interface Replayed {
  readonly verification: Verification;
  /** Whether it has found the signature to hold; its own sum counts one that does not as valid too. */
  readonly isSigned: boolean;
  readonly pages: Awaited<ReturnType<Loaded["store"]["getAllPages"]>>;
  /** What was captured of a URL nearest to a moment (14 digits), not rewritten. */
  replay(url: string, time: string): Promise<Response>;
}

/** @returns why not, where wabac refuses the file */
export async function openInWabac(url: string): Promise<Replayed | string> {
  const worker = await startWorker();
  const said: unknown[] = [];
  const name = `wacz-${crypto.randomUUID()}`;
  const file = { sourceUrl: url, loadUrl: url };
  const loaded = await quietly(() =>
    worker.collections.addCollection({ name, file }, (...words) => said.push(words.join(" "))),
  );
  if (!loaded) return said.join("\n");
  return {
    verification: await loaded.store.getVerifyInfo(),
    isSigned: (await loaded.store.db.get("verification", "signature"))?.matched ?? false,
    pages: await loaded.store.getAllPages(),
    replay: (target, time) => quietly(() => follow(worker, `${SCOPE}w/${name}/${time}id_/${target}`)),
  };
}

/** A page's URL leads on to one with the page's id in it. */
async function follow(worker: Worker, url: string): Promise<Response> {
  const response = await worker.handleFetch({ request: new Request(url), waitUntil: () => undefined });
  const location = response.headers.get("location");
  return response.status === 302 && location?.startsWith(`${SCOPE}w/`) ? follow(worker, location) : response;
}

let started: Promise<Worker> | undefined;

function startWorker(): Promise<Worker> {
  started ??= start();
  return started;
}

async function start(): Promise<Worker> {
  Object.assign(globalThis, {
    self: globalThis,
    // It compares digests only where the worker's own URL says so.
    location: new URL(`${SCOPE}sw.js?useHashCheck=1`),
    registration: { scope: SCOPE },
    addEventListener: () => undefined,
  });
  const { SWReplay } = await import("@webrecorder/wabac/swlib");
  return new (SWReplay as unknown as new () => Worker)();
}

/** It tells the console each step. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { log, warn } = console;
  Object.assign(console, { log: () => undefined, warn: () => undefined });
  try {
    return await work();
  } finally {
    Object.assign(console, { log, warn });
  }
}
