/** Owns AWS::Lambda::Function: Node.js bundles from a CDK asset. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { arnOf } from "../aws-names.ts";
import type { Properties } from "./properties.ts";
import type { Provider, Resource } from "./provider.ts";
import { generatedName } from "./provider.ts";

/** Instances of a function without a reserved concurrency. AWS has 1,000 in an account; a laptop has less memory. */
const DEFAULT_MAX_INSTANCES = 10;

/** Lambda's own defaults (API reference, CreateFunction). */
const DEFAULT_MEMORY_MB = 128;
const DEFAULT_TIMEOUT_SECONDS = 3;

export const lambdaFunction: Provider = {
  type: "AWS::Lambda::Function",
  nameProperty: "FunctionName",
  identify(place, ownName) {
    const name = ownName ?? generatedName(place);
    return { ref: name, attributes: { Arn: arnOf("lambda", `function:${name}`) } };
  },
  declare(resource, model) {
    const { identity, properties, path } = resource;
    properties.refuse("Layers", "FileSystemConfigs", "ImageConfig");
    const runtime = properties.text("Runtime");
    if (!runtime.startsWith("nodejs")) throw properties.problem(`the runtime ${runtime} does not run here`);
    model.functions.set(identity.ref, {
      name: identity.ref,
      arn: arnOf("lambda", `function:${identity.ref}`),
      roleArn: properties.text("Role"),
      path,
      handler: properties.text("Handler"),
      taskRoot: findTaskRoot(resource),
      environment: readEnvironment(properties),
      memoryMb: properties.optionalNumber("MemorySize") ?? DEFAULT_MEMORY_MB,
      timeoutSeconds: properties.optionalNumber("Timeout") ?? DEFAULT_TIMEOUT_SECONDS,
      maxInstances: properties.optionalNumber("ReservedConcurrentExecutions") ?? DEFAULT_MAX_INSTANCES,
    });
  },
};

function findTaskRoot({ properties, assetFolder }: Resource): string {
  const key = properties.record("Code").optionalText("S3Key");
  if (key === undefined) throw properties.problem("Code has no S3Key: only bundled assets run here");
  const folder = assetFolder(key);
  if (folder === undefined) throw properties.problem(`the assembly has no asset for ${key}`);
  const [file] = properties.text("Handler").split(".");
  if (!["mjs", "js", "cjs"].some((extension) => existsSync(join(folder, `${file}.${extension}`)))) {
    throw properties.problem(`${folder} holds no bundle of ${properties.text("Handler")}; synthesize again`);
  }
  return folder;
}

function readEnvironment(properties: Properties): Record<string, string> {
  const variables = properties.record("Environment").record("Variables");
  return Object.fromEntries(Object.keys(variables.values).map((name) => [name, variables.text(name)]));
}
