/** Functions in their own processes, over the Lambda Runtime API. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, lambda, makeFolder, type Started, startTiny, writeAssembly } from "./local-support.ts";

const HANDLER = `
let calls = 0;
export const handler = async (event, context) => {
  calls += 1;
  const { act } = event;
  if (act === "throw") throw Object.assign(new TypeError("it broke"), { name: "TypeError" });
  if (act === "exit") process.exit(7);
  if (act === "hang") for (;;);
  if (act === "eat") { const eaten = []; for (;;) eaten.push(new Array(100_000).fill(eaten.length)); }
  if (act === "big") return "x".repeat(7_000_000);
  if (act === "stray") { setTimeout(() => { throw new Error("stray error"); }, 5); await new Promise(() => {}); }
  if (act === "wait") await new Promise((resolve) => setTimeout(resolve, event.ms));
  console.log("said", act);
  const { awsRequestId, functionName, memoryLimitInMB, invokedFunctionArn } = context;
  const leftMs = context.getRemainingTimeInMillis();
  return { pid: process.pid, calls, env: process.env, context: { awsRequestId, functionName, memoryLimitInMB, invokedFunctionArn, leftMs } };
};`;

interface Result {
  readonly pid: number;
  readonly calls: number;
  readonly env: Readonly<Record<string, string>>;
  readonly context: Readonly<Record<string, string | number>>;
}

let started: Started;

beforeAll(async () => {
  process.env.AWS_PROFILE = "somebody";
  started = await startTiny(
    {
      resources: {
        Store: { Type: "AWS::S3::Bucket", Properties: { BucketName: "store" } },
        ...lambda("work", { Timeout: 1, Environment: { Variables: { BUCKET: { Ref: "Store" } } } }),
        ...lambda("narrow", { ReservedConcurrentExecutions: 1 }),
        ...lambda("broken"),
      },
      handlers: { work: HANDLER, narrow: HANDLER, broken: "throw new Error('no start');" },
    },
    { allowPrivate: ["127.0.0.1:8080", "10.0.0.1:80"], extraEnv: { EXTRA: "yes" } },
  );
});

afterAll(async () => {
  delete process.env.AWS_PROFILE;
  await started.end();
});

async function invoke(event: object, name = "work"): Promise<Result> {
  const result = await started.cloud.invoke(name, event);
  if (!result.ok) throw new Error(`${result.error.errorType}: ${result.error.errorMessage}`);
  return JSON.parse(result.payload) as Result;
}

describe("a function's process", { timeout: 20_000 }, () => {
  it("sees the template's environment and Lambda's own names, and nothing of the parent's", async () => {
    const { env } = await invoke({});
    expect(env).toMatchObject({
      BUCKET: "store",
      EXTRA: "yes",
      PRESSMARK_ALLOW_PRIVATE: "127.0.0.1:8080,10.0.0.1:80",
      AWS_ENDPOINT_URL: started.cloud.awsEndpoint,
      AWS_LAMBDA_FUNCTION_NAME: "work",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
      AWS_REGION: "us-east-1",
      TZ: "UTC",
    });
    expect(env.AWS_ACCESS_KEY_ID).not.toBe(started.cloud.credentials.accessKeyId);
    expect(env).not.toHaveProperty("AWS_PROFILE");
    expect(env).not.toHaveProperty("HOME");
  });

  it("gets a context that counts down to the timeout", async () => {
    const { context } = await invoke({});
    expect(context).toMatchObject({
      functionName: "work",
      memoryLimitInMB: "128",
      invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:work",
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(context.leftMs).toBeGreaterThan(500);
    expect(context.leftMs).toBeLessThanOrEqual(1000);
  });

  it("is used again by the next call, and joined by others when calls come at once", async () => {
    const first = await invoke({});
    const second = await invoke({});
    expect([second.pid, second.calls]).toEqual([first.pid, first.calls + 1]);
    const three = await Promise.all([1, 2, 3].map(() => invoke({ act: "wait", ms: 100 })));
    expect(new Set(three.map(({ pid }) => pid)).size).toBe(3);
  });

  it("stays the only one under a reserved concurrency of one", async () => {
    const three = await Promise.all([1, 2, 3].map(() => invoke({}, "narrow")));
    expect(new Set(three.map(({ pid }) => pid)).size).toBe(1);
  });

  it("writes its lines to its log file", async () => {
    await invoke({ act: "speak" });
    const log = join(started.folder, "data/logs/work.log");
    await eventually(() => (existsSync(log) && readFileSync(log, "utf8").includes("said speak\n") ? true : undefined));
    expect(started.lines).toContain("work: said speak");
  });
});

describe("a function that fails", { timeout: 20_000 }, () => {
  it.each([
    ["throws", { act: "throw" }, "TypeError: it broke"],
    ["exits", { act: "exit" }, "Runtime exited with error: exit status 7"],
    ["lets an error escape", { act: "stray" }, "Runtime.UncaughtException: stray error"],
    ["never returns", { act: "hang" }, "Task timed out after 1.00 seconds"],
    ["uses up its memory", { act: "eat" }, "Runtime exited with error"],
    ["answers more than 6 MB", { act: "big" }, "Function.ResponseSizeTooLarge"],
  ])("that %s fails its call only", async (_, event, message) => {
    await expect(invoke(event)).rejects.toThrow(message);
    expect(await invoke({})).toMatchObject({ pid: expect.any(Number) });
  });

  it("starts a fresh process after a crash", async () => {
    const before = await invoke({}, "narrow");
    await expect(invoke({ act: "exit" }, "narrow")).rejects.toThrow("exit status 7");
    const after = await invoke({}, "narrow");
    expect(after.calls).toBe(1);
    expect(after.pid).not.toBe(before.pid);
  });

  it("says why it cannot start", async () => {
    await expect(invoke({}, "broken")).rejects.toThrow("Error: no start");
  });

  it("says which functions there are when none has the name", async () => {
    await expect(invoke({}, "wrok")).rejects.toThrow("no function is called wrok; there are: work, narrow, broken");
  });
});

describe("a cloud that dies", { timeout: 20_000 }, () => {
  it("takes its functions' processes with it", async () => {
    const folder = makeFolder();
    const templatesDir = writeAssembly(folder.path, { resources: lambda("work"), handlers: { work: HANDLER } });
    const options = { templatesDir, dataDir: join(folder.path, "data"), port: 0, allowPrivate: [] };
    const script = `
      const { startCloud } = await import(${JSON.stringify(new URL("../../local/cloud.ts", import.meta.url).href)});
      const cloud = await startCloud(${JSON.stringify(options)});
      void cloud.invoke("work", { act: "wait", ms: 60_000 });
      const idle = await cloud.invoke("work", {});
      console.log(JSON.parse(idle.payload).pid);
    `;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pid = await new Promise<number>((resolve) => parent.stdout.once("data", (data) => resolve(Number(data))));
    expect(isRunning(pid)).toBe(true);
    parent.kill("SIGKILL");
    await eventually(() => (isRunning(pid) ? undefined : true));
    folder.remove();
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
