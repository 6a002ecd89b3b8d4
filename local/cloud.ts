/**
 * Owns the embedded cloud as a whole: what is started in which order, and stopped in the reverse. Each part's own work
 * is in its folder. It reads no command line and prints nothing: that is the commands' work.
 */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ENV_ALLOW_PRIVATE } from "../shared/names.ts";
import { createServiceClient } from "./aws-client.ts";
import { nameOfArn, REGION } from "./aws-names.ts";
import { createResources } from "./create-resources.ts";
import { lockDataFolder } from "./data-folder.ts";
import { type Fauxqs, openFauxqs } from "./emulators/fauxqs.ts";
import { openTableStore } from "./emulators/table-store.ts";
import { createEventBuses } from "./event-bus/buses.ts";
import { type Pollers, startPollers } from "./event-sources/pollers.ts";
import { type Callers, type Credentials, createCallers } from "./gateway/callers.ts";
import { createDynamoDbService } from "./gateway/dynamodb.ts";
import { createEventsService } from "./gateway/events.ts";
import { type ServiceCall, startGateway } from "./gateway/gateway.ts";
import { createLambdaService } from "./gateway/lambda.ts";
import { createS3Service } from "./gateway/s3.ts";
import { createSqsService } from "./gateway/sqs.ts";
import { type HttpApi, startHttpApi } from "./http-api/server.ts";
import { findFunctionName } from "./lambda/find-function.ts";
import { createFunctions, type Functions, type Invocation } from "./lambda/functions.ts";
import type { InvokeResult } from "./lambda/instance.ts";
import { startRuntimeApi } from "./lambda/runtime-api.ts";
import { type LogLine, type Logs, openLogs } from "./logs.ts";
import type { Model } from "./resources/model.ts";
import { type DeclaredResource, declareAll } from "./resources/registry.ts";
import { startScheduler } from "./schedules/scheduler.ts";
import type { JsonRecord } from "./template/json.ts";
import { loadAssembly } from "./template/load.ts";

export interface CloudOptions {
  /** The cloud assembly that `cdk synth` wrote. */
  readonly templatesDir: string;
  /** Everything that is kept: objects, tables, queues, logs. */
  readonly dataDir: string;
  /** Port of the HTTP API; 0 for any free one. */
  readonly port: number;
  /** `host:port` pairs on private addresses that functions may fetch. */
  readonly allowPrivate: readonly string[];
  /**
   * Divides visibility timeouts, delays, retry waits and schedule intervals, for tests.
   * @default 1
   */
  readonly timeScale?: number;
  /**
   * How long a stop waits for running invocations, in milliseconds. What is cut off comes back, as after any crash.
   * @default 3000
   */
  readonly stopGraceMs?: number;
  /** Added to every function's environment. */
  readonly extraEnv?: Readonly<Record<string, string>>;
  /** Every line that functions and the cloud write; the same stand in `<dataDir>/logs`. */
  readonly onLog?: (line: LogLine) => void;
  /** Told every invocation of a function when it has ended. */
  readonly onInvoke?: (invocation: Invocation) => void;
  /** Told every call that a function or the operator makes to a service. */
  readonly onCall?: (call: ServiceCall) => void;
  /** A word on what is being done, while starting. */
  readonly progress?: (message: string) => void;
}

export interface Cloud {
  /** The HTTP API. */
  readonly apiUrl: string;
  /** What `AWS_ENDPOINT_URL` must be to reach S3, SQS, DynamoDB, EventBridge and Lambda here. */
  readonly awsEndpoint: string;
  /** The operator's: they allow everything. */
  readonly credentials: Credentials;
  readonly region: string;
  readonly resources: readonly DeclaredResource[];
  /** Stack outputs by stack name. */
  readonly outputs: ReadonlyMap<string, JsonRecord>;
  /**
   * The full name of a function, from that or its last part: `pressmark-dev-capture` from `capture`.
   * @throws CloudError when none or several fit.
   */
  findFunction(name: string): string;
  /** Invokes a function, by any name that {@link findFunction} takes, and waits for its result. */
  invoke(name: string, payload: unknown): Promise<InvokeResult>;
  /** Resolves when no function runs and no queue with a consumer holds a message; false after `timeoutMs`. */
  waitIdle(timeoutMs: number): Promise<boolean>;
  /** Ends everything in order; a second call does nothing more. */
  stop(): Promise<void>;
}

const STOP_GRACE_MS = 3000;

/**
 * Starts everything that the assembly declares.
 * @throws CloudError for a template, data folder or port that it cannot use; nothing is left running then.
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const stack = new AsyncDisposableStack();
  try {
    return await assemble(options, stack);
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** What listens or holds data; each is deferred to `cleanup` as soon as it is open. */
async function openParts(options: CloudOptions, cleanup: AsyncDisposableStack) {
  cleanup.defer(lockDataFolder(options.dataDir));
  const logs = openLogs(join(options.dataDir, "logs"), options.onLog ?? (() => undefined));
  cleanup.defer(() => logs.close());
  const fauxqs = await openFauxqs(join(options.dataDir, "fauxqs"));
  cleanup.defer(() => fauxqs.close());
  const tables = openTableStore(join(options.dataDir, "dynamodb"));
  cleanup.defer(() => tables.close());
  const gateway = await startGateway({
    onRefusal: (message) => logs.write("cloud", message),
    onCall: options.onCall ?? (() => undefined),
  });
  cleanup.defer(() => gateway.close());
  const runtimeApi = await startRuntimeApi();
  cleanup.defer(() => runtimeApi.close());
  const httpApi = await startHttpApi(options.port);
  cleanup.defer(() => httpApi.close());
  return { logs, fauxqs, tables, gateway, runtimeApi, httpApi };
}

async function assemble(options: CloudOptions, cleanup: AsyncDisposableStack): Promise<Cloud> {
  const { timeScale = 1, progress = () => undefined } = options;
  const stacks = loadAssembly(options.templatesDir);
  progress("opening the data folder");
  const parts = await openParts(options, cleanup);
  const { logs, fauxqs, tables, gateway, runtimeApi, httpApi } = parts;
  const awsEndpoint = gateway.url;
  const { model, resources, outputs } = declareAll(stacks, { awsEndpoint, apiUrl: httpApi.url });
  const callers = createCallers(model);
  const callService = createServiceClient(awsEndpoint, callers.operator.credentials);
  const specs = model.functions.values();
  const extraEnvironment = { ...options.extraEnv, [ENV_ALLOW_PRIVATE]: options.allowPrivate.join(",") };
  const onInvoke = options.onInvoke ?? (() => undefined);
  const settings = { timeScale, extraEnvironment, onInvoke };
  const functions = createFunctions({ specs, callers, runtimeApi, awsEndpoint, logs, ...settings });
  const findFunction = (name: string) => findFunctionName(model.functions, name);
  gateway.open(callers, {
    s3: createS3Service(fauxqs, model.corsRules),
    sqs: createSqsService(fauxqs, timeScale),
    dynamodb: createDynamoDbService(tables, model.tables),
    events: createEventsService(createEventBuses({ model, functions, callService, logs })),
    lambda: createLambdaService(functions, findFunction),
  });
  progress("creating buckets, queues and tables");
  await createResources(model, fauxqs, callService, timeScale);
  httpApi.open(model, functions, logs);
  const pollers = startBackground({ model, callers, functions, awsEndpoint, ...parts }, options, cleanup);
  return {
    apiUrl: httpApi.url,
    awsEndpoint,
    credentials: callers.operator.credentials,
    region: REGION,
    resources,
    outputs,
    findFunction,
    invoke: async (name, payload) => functions.invoke(findFunction(name), JSON.stringify(payload ?? {})),
    waitIdle: (timeoutMs) => waitUntil(timeoutMs, () => isIdle(model, fauxqs, functions, pollers)),
    stop: () => cleanup.disposeAsync(),
  };
}

interface Background {
  readonly model: Model;
  readonly callers: Callers;
  readonly functions: Functions;
  readonly awsEndpoint: string;
  readonly fauxqs: Fauxqs;
  readonly logs: Logs;
  readonly httpApi: HttpApi;
}

/** Starts what works by itself. It ends in an order that loses nothing: no new work, the running work, the functions. */
function startBackground(deps: Background, options: CloudOptions, cleanup: AsyncDisposableStack): Pollers {
  const { model, functions, fauxqs, httpApi } = deps;
  const { timeScale = 1, stopGraceMs = STOP_GRACE_MS } = options;
  cleanup.defer(() => functions.stop(0));
  const pollers = startPollers({ ...deps, timeScale, endLongPolls: fauxqs.endLongPolls });
  const file = join(options.dataDir, "schedules.json");
  const stopSchedules = startScheduler({ schedules: model.schedules, functions, file, timeScale });
  cleanup.defer(async () => {
    stopSchedules();
    // The pollers are the last to end: they give back what was cut off, so that the next start has it at once.
    await Promise.all([pollers.stop(), httpApi.close(), functions.stop(stopGraceMs)]);
  });
  return pollers;
}

function isIdle(model: Model, fauxqs: Fauxqs, functions: Functions, pollers: Pollers): boolean {
  if (functions.underway > 0 || pollers.underway > 0) return false;
  return model.mappings.every(({ queueArn }) => {
    const queue = fauxqs.sqs.getQueueByName(nameOfArn(queueArn));
    return ["", "NotVisible", "Delayed"].every((kind) => {
      return Number(queue?.getAttribute(`ApproximateNumberOfMessages${kind}`) ?? 0) === 0;
    });
  });
}

async function waitUntil(timeoutMs: number, idle: () => boolean): Promise<boolean> {
  const deadlineMs = Date.now() + timeoutMs;
  while (!idle()) {
    if (Date.now() > deadlineMs) return false;
    await sleep(25);
  }
  return true;
}
