/** Owns writing a tiny cloud assembly by hand, and starting it: what the tests of the embedded cloud have in common. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Cloud, type CloudOptions, startCloud } from "../../local/cloud.ts";
import type { Json, JsonRecord } from "../../local/template/json.ts";

/** A folder of its own under the system's temporary one; `remove()` it after the test. */
export function makeFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "pressmark-local-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export interface AssemblyInput {
  readonly resources: JsonRecord;
  /** Source of each function's `index.mjs`, by the function's name. */
  readonly handlers?: Readonly<Record<string, string>>;
  readonly template?: JsonRecord;
}

/** Writes manifest, template and assets of one stack called `tiny`; gives the assembly's folder. */
export function writeAssembly(folder: string, { resources, handlers = {}, template = {} }: AssemblyInput): string {
  const out = join(folder, "cdk.out");
  mkdirSync(out, { recursive: true });
  const files: Record<string, Json> = {};
  for (const [name, source] of Object.entries(handlers)) {
    mkdirSync(join(out, `asset.${name}`), { recursive: true });
    writeFileSync(join(out, `asset.${name}`, "index.mjs"), source);
    const destinations = { here: { objectKey: `${name}.zip` } };
    files[name] = { source: { path: `asset.${name}`, packaging: "zip" }, destinations };
  }
  const artifacts = {
    "tiny.assets": { type: "cdk:asset-manifest", properties: { file: "tiny.assets.json" } },
    tiny: {
      type: "aws:cloudformation:stack",
      properties: { templateFile: "tiny.template.json" },
      dependencies: ["tiny.assets"],
    },
  };
  writeFileSync(join(out, "manifest.json"), JSON.stringify({ artifacts }));
  writeFileSync(join(out, "tiny.assets.json"), JSON.stringify({ files }));
  writeFileSync(join(out, "tiny.template.json"), JSON.stringify({ Resources: resources, ...template }));
  return out;
}

/** A function with its role. Resources are called `<name>` and `<name>Role`. */
export function lambda(name: string, properties: JsonRecord = {}, statements: readonly Json[] = []): JsonRecord {
  const document = { Statement: statements };
  return {
    [`${name}Role`]: {
      Type: "AWS::IAM::Role",
      Properties: statements.length === 0 ? {} : { Policies: [{ PolicyName: "rights", PolicyDocument: document }] },
    },
    [name]: {
      Type: "AWS::Lambda::Function",
      Properties: {
        FunctionName: name,
        Runtime: "nodejs24.x",
        Handler: "index.handler",
        Code: { S3Bucket: "assets", S3Key: `${name}.zip` },
        Role: { "Fn::GetAtt": [`${name}Role`, "Arn"] },
        MemorySize: 128,
        Timeout: 10,
        ...properties,
      },
    },
  };
}

/** What a function that polls a queue must be allowed. */
export function mayConsume(queue: string): JsonRecord {
  return {
    Effect: "Allow",
    Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
    Resource: { "Fn::GetAtt": [queue, "Arn"] },
  };
}

export interface Started {
  readonly cloud: Cloud;
  /** Every line of functions and cloud so far, as `<from>: <text>`. */
  readonly lines: string[];
  readonly folder: string;
  /** Stops the cloud and starts another on the same data. */
  restart(): Promise<Started>;
  /** Stops the cloud and removes its folder. */
  end(): Promise<void>;
}

export async function startTiny(input: AssemblyInput, options: Partial<CloudOptions> = {}): Promise<Started> {
  const folder = makeFolder();
  const templatesDir = writeAssembly(folder.path, input);
  const start = async (): Promise<Started> => {
    const lines: string[] = [];
    const cloud = await startCloud({
      templatesDir,
      dataDir: join(folder.path, "data"),
      port: 0,
      allowPrivate: [],
      onLog: ({ from, text }) => lines.push(`${from}: ${text}`),
      ...options,
    });
    return {
      cloud,
      lines,
      folder: folder.path,
      async restart() {
        await cloud.stop();
        return start();
      },
      async end() {
        await cloud.stop();
        folder.remove();
      },
    };
  };
  return start();
}

/** Asks again and again until the answer is not undefined. @throws Error after `timeoutMs`. */
export async function eventually<T>(ask: () => T | undefined | Promise<T | undefined>, timeoutMs = 15_000): Promise<T> {
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadlineMs) throw new Error(`nothing came within ${timeoutMs} ms`);
    await sleep(20);
  }
}
