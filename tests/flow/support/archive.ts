/** A whole archive for a test: real bundles in the embedded cloud, in a data folder of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SQSClient } from "@aws-sdk/client-sqs";
import { REGION } from "../../../local/aws-names.ts";
import { type Cloud, startCloud } from "../../../local/cloud.ts";
import { putToken } from "../../../local/put-token.ts";
import { ensureSynthesized, TEMPLATES_DIR } from "../../../local/synth.ts";
import type { CaptureView, JobView } from "../../../shared/api/schemas.ts";
import { ENV, SCOPES } from "../../../shared/names.ts";
import { checkArchivedWarcs } from "./archived-warcs.ts";

export const TOKEN = "flow-test-token";

export interface TestArchive {
  readonly cloud: Cloud;
  readonly dataDir: string;
  readonly logs: Record<string, unknown>[];
  call(path: string, init?: RequestInit): Promise<Response>;
  json<T>(path: string, init?: RequestInit): Promise<T>;
  /** POST /v1/captures, as it is answered. */
  submit(body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Captures one URL and waits for it. */
  capture(url: string, options?: { resources?: "none" | "images" | "all" }): Promise<CaptureView>;
  /** Captures one URL that fails, and waits for it. */
  failedJob(url: string): Promise<JobView>;
  job(id: string): Promise<JobView>;
  /** Waits until a job has ended. */
  ended(id: string, timeoutMs?: number): Promise<JobView>;
  sqs(): SQSClient;
  queueUrl(name: string): string;
  stop(): Promise<void>;
}

export interface TestArchiveOptions {
  readonly allowPrivate: readonly string[];
  readonly dataDir?: string;
  readonly timeScale?: number;
  /** Port of the API. @default any free one */
  readonly port?: number;
  /** Least gap between two requests to a host. @default 0 */
  readonly minGapMs?: number;
}

export const makeDataDir = (): Promise<string> => mkdtemp(join(tmpdir(), "pressmark-flow-"));

export async function startTestArchive(options: TestArchiveOptions): Promise<TestArchive> {
  await ensureSynthesized({ outDir: TEMPLATES_DIR });
  const dataDir = options.dataDir ?? (await makeDataDir());
  const logs: Record<string, unknown>[] = [];
  const cloud = await startCloud({
    templatesDir: TEMPLATES_DIR,
    dataDir,
    port: options.port ?? 0,
    allowPrivate: options.allowPrivate,
    timeScale: options.timeScale ?? 1,
    // One loopback server plays the whole web: with a gap, each test would wait for the one before.
    extraEnv: { [ENV.minGapMs]: String(options.minGapMs ?? 0) },
    onLog: ({ text }) => logs.push(text.startsWith("{") ? JSON.parse(text) : { text }),
  });
  await putToken(cloud, TOKEN, { name: "flow", scopes: [...SCOPES] });
  const call = (path: string, init: RequestInit = {}) =>
    fetch(path.startsWith("http") ? path : `${cloud.apiUrl}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${TOKEN}`, ...init.headers },
    });
  const json = async <T>(path: string, init?: RequestInit) => (await call(path, init)).json() as Promise<T>;
  const submit = (body: unknown, headers: Record<string, string> = {}) =>
    call("/v1/captures", { method: "POST", body: JSON.stringify(body), headers });
  const archive: TestArchive = {
    cloud,
    dataDir,
    logs,
    call,
    json,
    submit,
    capture: async (url, options = {}) => {
      const response = await submit({ url, ...options }, { prefer: "wait=25" });
      const body = await response.json();
      if (response.status !== 201) throw new Error(`${url} answered ${response.status}: ${JSON.stringify(body)}`);
      return body as CaptureView;
    },
    failedJob: async (url) => {
      const response = await submit({ url }, { prefer: "wait=25" });
      const body = (await response.json()) as JobView;
      if (body.status !== "failed") throw new Error(`${url} did not fail: ${JSON.stringify(body)}`);
      return body;
    },
    job: (id) => json(`/v1/jobs/${id}`),
    ended: async (id, timeoutMs = 30_000) => {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const job = await archive.job(id);
        if (job.status !== "queued" && job.status !== "capturing") return job;
        if (Date.now() > deadline) throw new Error(`Job still ${job.status} after ${timeoutMs} ms`);
        await new Promise((wake) => setTimeout(wake, 100));
      }
    },
    sqs: () => new SQSClient({ endpoint: cloud.awsEndpoint, region: REGION, credentials: cloud.credentials }),
    queueUrl: (name) => {
      const queue = cloud.resources.find(({ type, ref }) => type === "AWS::SQS::Queue" && ref.endsWith(`/${name}`));
      if (!queue) throw new Error(`No queue ${name}`);
      return queue.ref;
    },
    stop: async () => {
      // Whatever a test is about, the files that it left must be ones that others can read.
      const { problems } = await checkArchivedWarcs(cloud);
      await cloud.stop();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
      if (problems.length > 0)
        throw new Error(`The archive's WARC files are not as they must be:\n${problems.join("\n")}`);
    },
  };
  return archive;
}
