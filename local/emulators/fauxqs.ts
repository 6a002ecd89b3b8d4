/**
 * Owns fauxqs (S3 and SQS) in this process. It is put together from fauxqs's own parts instead of with `startFauxqs`,
 * because that listens on every network interface, without any check of who calls, and takes no body over 11 MiB.
 */

import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildApp } from "fauxqs";
import type { Answer } from "./replay.ts";

/** The part of fauxqs's stores that is used here; its package exports them to nobody. */
interface SqsQueue {
  persistence: unknown;
  getAttribute(name: string): string | undefined;
  setAttributes(attributes: Readonly<Record<string, string>>): void;
}
interface SqsStore {
  persistence: unknown;
  getQueueByName(name: string): SqsQueue | undefined;
  createQueue(name: string, url: string, arn: string, attributes: Readonly<Record<string, string>>): SqsQueue;
  allQueues(): Iterable<SqsQueue>;
  shutdown(): void;
}
interface S3Store {
  persistence: unknown;
  createBucket(name: string): void;
  hasBucket(name: string): boolean;
  headObject(bucket: string, key: string): unknown;
}
interface Parts {
  readonly SqsStore: new () => SqsStore;
  readonly SnsStore: new () => { persistence: unknown };
  readonly S3Store: new () => S3Store;
  readonly PersistenceManager: new (
    folder: string,
  ) => { loadSqsAndSns(sqs: SqsStore, sns: unknown): void; close(): void };
  readonly FileS3Persistence: new (folder: string) => { loadS3(s3: S3Store): void };
}

export interface Fauxqs {
  readonly answer: Answer;
  readonly s3: Pick<S3Store, "createBucket" | "hasBucket"> & { hasObject(bucket: string, key: string): boolean };
  readonly sqs: Pick<SqsStore, "getQueueByName" | "createQueue">;
  /** Ends all waiting ReceiveMessage calls at once, with no messages. */
  endLongPolls(): void;
  close(): Promise<void>;
}

/** Largest body of one request, in bytes. S3 takes 5 GB in one PUT; fauxqs holds it in memory. */
export const MAX_BODY_BYTES = 1024 * 1024 * 1024;

/** Starts it on the data of `folder`, which is made if it is missing. */
export async function openFauxqs(folder: string): Promise<Fauxqs> {
  const parts = await loadParts();
  mkdirSync(folder, { recursive: true });
  const [sqsStore, snsStore, s3Store] = [new parts.SqsStore(), new parts.SnsStore(), new parts.S3Store()];
  const queues = new parts.PersistenceManager(folder);
  const objects = new parts.FileS3Persistence(join(folder, "s3"));
  // Load first, attach after: an attached store writes what it loads.
  queues.loadSqsAndSns(sqsStore, snsStore);
  objects.loadS3(s3Store);
  for (const store of [sqsStore, snsStore, ...sqsStore.allQueues()]) store.persistence = queues;
  s3Store.persistence = objects;

  const stores = { sqsStore, snsStore, s3Store } as unknown as NonNullable<Parameters<typeof buildApp>[0]>["stores"];
  const app = buildApp({ logger: false, ...(stores === undefined ? {} : { stores }) });
  // Found before fauxqs's own catch-all parser, which keeps its 11 MiB.
  const parser = { parseAs: "buffer", bodyLimit: MAX_BODY_BYTES } as const;
  app.addContentTypeParser(/^.*/, parser, (_request, body, done) => done(null, body));
  await app.ready();

  return {
    answer: (request, response) => app.routing(request, response),
    s3: {
      createBucket: (name) => s3Store.createBucket(name),
      hasBucket: (name) => s3Store.hasBucket(name),
      hasObject: (bucket, key) => hasObject(s3Store, bucket, key),
    },
    sqs: sqsStore,
    endLongPolls: () => sqsStore.shutdown(),
    async close() {
      await app.close();
      queues.close();
    },
  };
}

async function loadParts(): Promise<Parts> {
  const root = dirname(fileURLToPath(import.meta.resolve("fauxqs")));
  const files = ["sqs/sqsStore.js", "sns/snsStore.js", "s3/s3Store.js", "persistence.js", "s3/fileS3Persistence.js"];
  const modules: unknown[] = await Promise.all(files.map((file) => import(pathToFileURL(join(root, file)).href)));
  return Object.assign({}, ...modules) as Parts;
}

function hasObject(store: S3Store, bucket: string, key: string): boolean {
  try {
    store.headObject(bucket, key);
    return true;
  } catch {
    return false;
  }
}
