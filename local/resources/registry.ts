/** Owns the table of resource types, and filling a model from the stacks. */
import { arnOf } from "../aws-names.ts";
import { CloudError } from "../cloud-error.ts";
import type { JsonRecord } from "../template/json.ts";
import type { Stack } from "../template/load.ts";
import { type Identity, Resolver } from "../template/resolve.ts";
import { bucket } from "./bucket.ts";
import { eventBus, eventRule } from "./event-bus.ts";
import { eventSourceMapping } from "./event-source-mapping.ts";
import { lambdaFunction } from "./function.ts";
import { api, authorizer, integration, route, stage } from "./http-api.ts";
import { INERT } from "./inert.ts";
import { emptyModel, type Model } from "./model.ts";
import { Properties } from "./properties.ts";
import { type Addresses, generatedName, type Place, type Provider } from "./provider.ts";
import { queue } from "./queue.ts";
import { policy, role } from "./role.ts";
import { schedule } from "./schedule.ts";
import { globalTable, table } from "./table.ts";

const PROVIDERS: ReadonlyMap<string, Provider> = new Map(
  [
    bucket,
    table,
    globalTable,
    queue,
    lambdaFunction,
    eventSourceMapping,
    role,
    policy,
    api,
    stage,
    route,
    integration,
    authorizer,
    schedule,
    eventBus,
    eventRule,
  ].map((provider) => [provider.type, provider]),
);

/** Properties that name a resource of an inert type. */
const INERT_NAMES: Readonly<Record<string, string>> = { "AWS::Logs::LogGroup": "LogGroupName" };

/** One declared resource, for whoever wants to find it by its logical or its physical name. */
export interface DeclaredResource {
  readonly stackName: string;
  readonly logicalId: string;
  readonly path: string;
  readonly type: string;
  /** What `Ref` gives: a name, or a queue's URL. */
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Declared {
  readonly model: Model;
  readonly resources: readonly DeclaredResource[];
  /** Outputs by stack name. */
  readonly outputs: ReadonlyMap<string, JsonRecord>;
}

/**
 * Resolves every stack and collects what it declares. Creates nothing.
 * @throws CloudError for an unknown type, function, condition or property, naming stack and resource.
 */
export function declareAll(stacks: readonly Stack[], addresses: Addresses): Declared {
  const resolver = new Resolver(stacks, ({ stack, logicalId, resource }, property) => {
    const place = { stackName: stack.name, logicalId };
    const provider = findProvider(place, resource.type);
    const nameProperty = provider?.nameProperty ?? INERT_NAMES[resource.type];
    const ownName = nameProperty === undefined ? undefined : property(nameProperty);
    const name = typeof ownName === "string" ? ownName : undefined;
    return provider?.identify(place, name, addresses) ?? inertIdentity(place, name);
  });
  const model = emptyModel();
  const resources: DeclaredResource[] = [];
  for (const stack of stacks) {
    for (const [logicalId, { type, path }] of stack.resources) {
      if (!resolver.exists(stack, logicalId)) continue;
      const place = { stackName: stack.name, logicalId };
      const provider = findProvider(place, type);
      const identity = resolver.identity(stack, logicalId);
      resources.push({ ...place, path, type, ...identity });
      if (provider === undefined) continue;
      const properties = new Properties(where(place, type), resolver.properties(stack, logicalId));
      const assetFolder = (objectKey: string) => stack.assets.get(objectKey);
      provider.declare({ ...place, path, identity, properties, assetFolder }, model);
    }
  }
  return { model, resources, outputs: new Map(stacks.map((stack) => [stack.name, resolver.outputs(stack)])) };
}

/** Undefined for an inert type. */
function findProvider(place: Place, type: string): Provider | undefined {
  const provider = PROVIDERS.get(type);
  if (provider === undefined && INERT[type] === undefined) {
    throw new CloudError(`${where(place, type)}: the embedded cloud does not know this resource type`);
  }
  return provider;
}

function inertIdentity(place: Place, ownName: string | undefined): Identity {
  const name = ownName ?? generatedName(place);
  return { ref: name, attributes: { Arn: arnOf("logs", `log-group:${name}:*`), TopicArn: arnOf("sns", name) } };
}

function where({ stackName, logicalId }: Place, type: string): string {
  return `stack ${stackName}, ${logicalId} (${type})`;
}
