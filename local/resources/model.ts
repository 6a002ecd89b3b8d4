/**
 * Owns what the templates declare, in the embedded cloud's own terms: the providers fill a model, the services run it.
 * Types only, and an empty model.
 */
import type { Statement } from "../iam/statement.ts";
import type { JsonRecord } from "../template/json.ts";

export interface TableSpec {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  /** The body of CreateTable. */
  readonly request: JsonRecord;
  /** Partition key attribute of the table (`""`) and of each index by its name. */
  readonly partitionKeys: ReadonlyMap<string, string>;
}

export interface QueueSpec {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly path: string;
  /** Attributes of CreateQueue, unscaled. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface FunctionSpec {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  /** Construct path, by which `findFunction` finds it too. */
  readonly path: string;
  /** `file.export`, as Lambda's Handler. */
  readonly handler: string;
  /** Folder of the bundle. */
  readonly taskRoot: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Instances at once. */
  readonly maxInstances: number;
}

export interface MappingSpec {
  readonly path: string;
  readonly queueArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly maxConcurrency: number | undefined;
  readonly reportsFailures: boolean;
}

export interface RouteSpec {
  readonly apiId: string;
  /** `GET /v1/jobs/{id}` or `$default`. */
  readonly key: string;
  readonly integrationId: string;
  readonly authorizerId: string | undefined;
}

export interface IntegrationSpec {
  readonly functionName: string;
  readonly timeoutMs: number;
}

export interface AuthorizerSpec {
  readonly functionName: string;
  /** `$request.header.Name` and the like. */
  readonly identitySources: readonly string[];
  readonly cacheSeconds: number;
}

export interface Throttle {
  readonly ratePerSecond: number;
  readonly burst: number;
}

export interface StageSpec {
  readonly apiId: string;
  readonly name: string;
  readonly throttle: Throttle | undefined;
  readonly routeThrottles: ReadonlyMap<string, Throttle>;
}

export interface ScheduleSpec {
  readonly name: string;
  readonly everyMs: number;
  readonly targetArn: string;
  /** The event's JSON text. */
  readonly input: string;
}

export interface RuleTarget {
  readonly id: string;
  readonly arn: string;
  readonly messageGroupId: string | undefined;
  /** Sent instead of the event, where the rule says so. */
  readonly input: string | undefined;
}

export interface RuleSpec {
  readonly name: string;
  readonly path: string;
  readonly busName: string;
  readonly pattern: JsonRecord;
  readonly targets: readonly RuleTarget[];
}

/** Everything that runs. Keys are what a resource's `Ref` gives, unless said otherwise. */
/** Who may read a bucket from a page of another origin. */
export interface CorsRule {
  readonly methods: readonly string[];
  readonly origins: readonly string[];
  /** Headers that the page gets to see. */
  readonly exposed: readonly string[];
}

export interface Model {
  readonly buckets: Set<string>;
  /** By bucket; none for most. */
  readonly corsRules: Map<string, readonly CorsRule[]>;
  readonly tables: Map<string, TableSpec>;
  /** By queue name. */
  readonly queues: Map<string, QueueSpec>;
  readonly functions: Map<string, FunctionSpec>;
  readonly mappings: MappingSpec[];
  /** Policy statements by role name. */
  readonly roles: Map<string, Statement[]>;
  readonly apis: Map<string, { readonly name: string }>;
  readonly stages: StageSpec[];
  readonly routes: RouteSpec[];
  readonly integrations: Map<string, IntegrationSpec>;
  readonly authorizers: Map<string, AuthorizerSpec>;
  readonly schedules: ScheduleSpec[];
  readonly buses: Set<string>;
  readonly rules: RuleSpec[];
}

/** The `default` bus is there in every account. */
export function emptyModel(): Model {
  return {
    buckets: new Set(),
    corsRules: new Map(),
    tables: new Map(),
    queues: new Map(),
    functions: new Map(),
    mappings: [],
    roles: new Map(),
    apis: new Map(),
    stages: [],
    routes: [],
    integrations: new Map(),
    authorizers: new Map(),
    schedules: [],
    buses: new Set(["default"]),
    rules: [],
  };
}
