/** Runs each minute: finds which sources, revisits and runs are due, and puts them on their queues. It fetches nothing. */
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { createDocumentClient, createSqsClient } from "../../shared/aws/clients.ts";
import { createFrontier, createPolls } from "../../shared/aws/queues.ts";
import { readEnv } from "../../shared/env.ts";
import { createItemStore } from "../../shared/index/item-store.ts";
import { createRunStore } from "../../shared/index/run-store.ts";
import { createSourceStore } from "../../shared/index/source-store.ts";
import { createObserver, flushObserver } from "../../shared/observe.ts";
import { type DiscoverDeps, discover } from "./discover.ts";

export function createHandler(deps: DiscoverDeps) {
  return middy<unknown, void, Error, Context>()
    .use(flushObserver(deps.observer))
    .handler((_event: unknown, context: Context) => discover(deps, () => context.getRemainingTimeInMillis()));
}

const env = readEnv(["tableName", "frontierQueueUrl", "pollsQueueUrl"]);
const table = { client: createDocumentClient(), name: env.tableName };
const sqs = createSqsClient();

export const handler = createHandler({
  sources: createSourceStore(table),
  items: createItemStore(table),
  runs: createRunStore(table),
  sendToFrontier: createFrontier(sqs, env.frontierQueueUrl).send,
  polls: createPolls(sqs, env.pollsQueueUrl),
  observer: createObserver("discover"),
  now: () => new Date(),
});
