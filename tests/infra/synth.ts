/** Synthesizes a stage without bundling and makes its templates easy to ask. Owns no expectations. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { buildApp } from "../../infra/build-app.ts";

export type StageName = "dev" | "prod";

/** A resource as CloudFormation would read it, and where it stands. */
export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly Type: string;
  readonly Properties: Properties;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

type Properties = Readonly<Record<string, unknown>>;

export interface Synthesized {
  readonly templates: ReadonlyMap<string, Template>;
  readonly resources: readonly Resource[];
  /** Resources of one type, from all stacks. */
  ofType(type: string): Resource[];
  /** The only resource of a type whose properties pass. */
  one(type: string, matches?: (properties: Properties) => boolean): Resource;
  /** Follows Ref, Fn::GetAtt and Fn::ImportValue, from a resource's stack, to the resource that they mean. */
  follow(from: { readonly stack: string }, value: unknown): Resource;
}

/** Builds an app of a stage for a test, into a temporary folder, with nothing bundled. */
export function buildForTest(stage: StageName) {
  return buildApp({
    outdir: mkdtempSync(join(tmpdir(), "pressmark-synth-")),
    checksSchemas: false,
    context: {
      stage,
      contact: "https://archive.example/bot",
      "aws:cdk:bundling-stacks": [],
      "aws:cdk:disable-stack-trace": true,
    },
  });
}

export function synthesize(stage: StageName): Synthesized {
  const app = buildForTest(stage);
  app.synth();
  const stacks = app.node.children.filter((child) => Stack.isStack(child));
  const templates = new Map(stacks.map((stack) => [stack.stackName, Template.fromStack(stack)]));
  rmSync(app.outdir, { recursive: true });
  const resources = [...templates].flatMap(([stack, template]) =>
    Object.entries((template.toJSON().Resources ?? {}) as Record<string, Omit<Resource, "stack" | "logicalId">>).map(
      ([logicalId, resource]) => ({ ...resource, stack, logicalId, Properties: resource.Properties ?? {} }),
    ),
  );
  const ofType = (type: string) => resources.filter((resource) => resource.Type === type);
  return {
    templates,
    resources,
    ofType,
    one(type, matches = () => true) {
      const [found, ...more] = ofType(type).filter((resource) => matches(resource.Properties));
      if (!found || more.length > 0) throw new Error(`${found ? more.length + 1 : 0} resources match ${type}`);
      return found;
    },
    follow(from, value) {
      const target = toTarget(templates, from.stack, value);
      const found = resources.find(({ stack, logicalId }) => stack === target.stack && logicalId === target.logicalId);
      if (!found) throw new Error(`Nothing stands at ${JSON.stringify(target)}`);
      return found;
    },
  };
}

function toTarget(templates: ReadonlyMap<string, Template>, stack: string, value: unknown) {
  const reference = value as { Ref?: string; "Fn::GetAtt"?: [string, string]; "Fn::ImportValue"?: string };
  const exportName = reference["Fn::ImportValue"];
  if (exportName === undefined) return { stack, logicalId: reference.Ref ?? reference["Fn::GetAtt"]?.[0] };
  const exporter = exportName.slice(0, exportName.indexOf(":"));
  const outputs = templates.get(exporter)?.findOutputs("*", { Export: { Name: exportName } }) ?? {};
  return toTarget(templates, exporter, Object.values(outputs)[0]?.Value ?? {});
}

/** A property, by its path in dots; undefined where there is none. */
export function at(resource: Resource, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (value as Properties | undefined)?.[key], resource.Properties);
}

/** The last part of `pressmark-<stage>-<name>`. */
export const shortName = (name: unknown) => String(name).replace(/^pressmark-(dev|prod)-/, "");
