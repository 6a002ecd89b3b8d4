/** Owns reading a cloud assembly (cdk.out): its manifest, templates and assets. Resolves nothing. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CloudError, messageOf } from "../cloud-error.ts";
import { isRecord, type Json, type JsonRecord } from "./json.ts";

/** One resource as the template spells it. */
export interface TemplateResource {
  readonly type: string;
  readonly properties: JsonRecord;
  readonly condition: string | undefined;
  /** The construct's path, such as `Pipeline/Capture/Resource`; the logical id where the template has none. */
  readonly path: string;
}

/** One stack: its template taken apart, and where its assets are. */
export interface Stack {
  readonly name: string;
  readonly resources: ReadonlyMap<string, TemplateResource>;
  readonly parameters: JsonRecord;
  readonly conditions: JsonRecord;
  readonly outputs: JsonRecord;
  /** Asset folder or file by S3 object key. */
  readonly assets: ReadonlyMap<string, string>;
}

interface Artifact {
  readonly id: string;
  readonly type: string;
  readonly properties: JsonRecord;
  readonly dependencies: readonly string[];
}

/**
 * Every stack of an assembly, those that others depend on first.
 * @throws CloudError when a file is missing or is not what CDK writes.
 */
export function loadAssembly(folder: string): readonly Stack[] {
  const root = resolve(folder);
  const artifacts = readArtifacts(root);
  const stacks: Stack[] = [];
  for (const artifact of inDependencyOrder(artifacts)) {
    if (artifact.type === "aws:cloudformation:stack") stacks.push(readStack(root, artifact, artifacts));
    if (artifact.type === "cdk:cloud-assembly")
      stacks.push(...loadAssembly(join(root, text(artifact, "directoryName"))));
  }
  if (stacks.length === 0) throw new CloudError(`${root} declares no stack`);
  return stacks;
}

function readArtifacts(root: string): ReadonlyMap<string, Artifact> {
  const manifest = readJson(join(root, "manifest.json"));
  const artifacts = new Map<string, Artifact>();
  for (const [id, raw] of Object.entries(record(manifest.artifacts))) {
    const entry = record(raw);
    const dependencies = Array.isArray(entry.dependencies) ? entry.dependencies.map(String) : [];
    artifacts.set(id, { id, type: String(entry.type), properties: record(entry.properties), dependencies });
  }
  return artifacts;
}

function inDependencyOrder(artifacts: ReadonlyMap<string, Artifact>): readonly Artifact[] {
  const ordered = new Set<Artifact>();
  const visit = (artifact: Artifact, trail: readonly string[]): void => {
    if (ordered.has(artifact)) return;
    if (trail.includes(artifact.id)) throw new CloudError(`stacks depend on each other: ${trail.join(" > ")}`);
    for (const id of artifact.dependencies) {
      const dependency = artifacts.get(id);
      if (dependency !== undefined) visit(dependency, [...trail, artifact.id]);
    }
    ordered.add(artifact);
  };
  for (const artifact of artifacts.values()) visit(artifact, []);
  return [...ordered];
}

function readStack(root: string, artifact: Artifact, artifacts: ReadonlyMap<string, Artifact>): Stack {
  const template = readJson(join(root, text(artifact, "templateFile")));
  const resources = new Map<string, TemplateResource>();
  for (const [logicalId, raw] of Object.entries(record(template.Resources))) {
    const entry = record(raw);
    const path = record(entry.Metadata)["aws:cdk:path"];
    resources.set(logicalId, {
      type: String(entry.Type),
      properties: record(entry.Properties),
      condition: typeof entry.Condition === "string" ? entry.Condition : undefined,
      path: typeof path === "string" ? path : `${artifact.id}/${logicalId}`,
    });
  }
  const stackName = artifact.properties.stackName;
  return {
    name: typeof stackName === "string" ? stackName : artifact.id,
    resources,
    parameters: record(template.Parameters),
    conditions: record(template.Conditions),
    outputs: record(template.Outputs),
    assets: readAssets(root, artifact, artifacts),
  };
}

/** Reads the `cdk:asset-manifest` artifacts that a stack depends on. */
function readAssets(root: string, stack: Artifact, artifacts: ReadonlyMap<string, Artifact>): Map<string, string> {
  const assets = new Map<string, string>();
  for (const id of stack.dependencies) {
    const artifact = artifacts.get(id);
    if (artifact?.type !== "cdk:asset-manifest") continue;
    const files = record(readJson(join(root, text(artifact, "file"))).files);
    for (const file of Object.values(files)) {
      const path = record(record(file).source).path;
      if (typeof path !== "string") continue;
      for (const destination of Object.values(record(record(file).destinations))) {
        assets.set(String(record(destination).objectKey), resolve(root, path));
      }
    }
  }
  return assets;
}

function readJson(path: string): JsonRecord {
  try {
    return record(JSON.parse(readFileSync(path, "utf8")) as Json);
  } catch (error) {
    throw new CloudError(`cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
}

function record(value: Json | undefined): JsonRecord {
  return isRecord(value) ? value : {};
}

function text(artifact: Artifact, property: string): string {
  const value = artifact.properties[property];
  if (typeof value !== "string") throw new CloudError(`artifact ${artifact.id} has no ${property}`);
  return value;
}
