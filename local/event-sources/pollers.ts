/** Owns the pollers of all event source mappings: checking them as AWS does, starting and stopping them. */

import { createServiceClient } from "../aws-client.ts";
import { nameOfArn } from "../aws-names.ts";
import { CloudError } from "../cloud-error.ts";
import type { Caller, Callers } from "../gateway/callers.ts";
import type { Functions } from "../lambda/functions.ts";
import type { Logs } from "../logs.ts";
import type { FunctionSpec, MappingSpec, Model, QueueSpec } from "../resources/model.ts";
import { startPoller } from "./poller.ts";

export interface PollersDeps {
  readonly model: Model;
  readonly functions: Functions;
  readonly callers: Callers;
  readonly logs: Logs;
  readonly timeScale: number;
  readonly awsEndpoint: string;
  /** Ends all waiting ReceiveMessage calls at once. */
  readonly endLongPolls: () => void;
}

export interface Pollers {
  /** Batches that are being worked on. */
  readonly underway: number;
  /** Takes no more messages; resolves when every batch is settled, so somebody must end the functions meanwhile. */
  stop(): Promise<void>;
}

/** How often a stop ends the long polls, in milliseconds: one may be on its way to the queue at that moment. */
const END_POLLS_MS = 50;

/** @throws CloudError for a mapping that AWS would not create. */
export function startPollers(deps: PollersDeps): Pollers {
  const { model, functions, callers, logs, timeScale, awsEndpoint } = deps;
  const callAsOperator = createServiceClient(awsEndpoint, callers.operator.credentials);
  const checked = model.mappings.map((mapping) => {
    const queue = model.queues.get(nameOfArn(mapping.queueArn));
    const target = model.functions.get(mapping.functionName);
    if (queue === undefined) throw new CloudError(`${mapping.path}: there is no queue ${mapping.queueArn}`);
    if (target === undefined) throw new CloudError(`${mapping.path}: there is no function ${mapping.functionName}`);
    const caller = callers.ofFunction(target.name);
    checkMapping(mapping, queue, target, caller);
    return { mapping, queue, target, callService: createServiceClient(awsEndpoint, caller.credentials) };
  });
  const pollers = checked.map((parts) => startPoller({ ...parts, functions, callAsOperator, logs, timeScale }));
  return {
    get underway() {
      return pollers.reduce((sum, poller) => sum + poller.underway, 0);
    },
    async stop() {
      const stopped = pollers.map((poller) => poller.stop());
      deps.endLongPolls();
      const timer = setInterval(deps.endLongPolls, END_POLLS_MS);
      await Promise.all(stopped).finally(() => clearInterval(timer));
    },
  };
}

/**
 * What AWS refuses when a mapping is created.
 * @throws CloudError for a role without the poller's rights, or a queue whose messages would come back too early.
 */
function checkMapping({ path }: MappingSpec, queue: QueueSpec, target: FunctionSpec, caller: Caller): void {
  for (const operation of ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"]) {
    const refusal = caller.refuse({ action: `sqs:${operation}`, resource: queue.arn, context: {} });
    if (refusal !== undefined) throw new CloudError(`${path}: ${refusal.message}`);
  }
  const visibilitySeconds = Number(queue.attributes.VisibilityTimeout ?? 30);
  if (visibilitySeconds >= target.timeoutSeconds) return;
  const times = `${visibilitySeconds} s is less than the timeout of ${target.name}, ${target.timeoutSeconds} s`;
  throw new CloudError(`${path}: the visibility timeout of ${queue.name}, ${times}`);
}
