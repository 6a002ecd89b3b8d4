/** Nothing accepted is lost: crashes, repeats, messages that make no sense. */
import { readdirSync, readFileSync } from "node:fs";
import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createServiceClient } from "../../local/aws-client.ts";
import type { CaptureRowView, CaptureView, JobView } from "../../shared/api/schemas.ts";
import { hostKey } from "../../shared/index/keys.ts";
import { startTestArchive, type TestArchive } from "./support/archive.ts";
import { articleHtml, html, startWeb, type Web } from "./support/web.ts";

/** Waits are divided by this: a crashed capture's message is seen again after 9 s instead of 9 minutes. */
const TIME_SCALE = 90;

let web: Web;
let archive: TestArchive;

beforeAll(async () => {
  web = await startWeb();
  archive = await startTestArchive({ allowPrivate: [web.hostPort], timeScale: TIME_SCALE });
}, 120_000);

afterAll(async () => {
  await archive?.stop();
  await web?.stop();
});

/** Pids of a function's instances: children of this process whose environment names the function. */
function instancesOf(functionName: string): number[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      try {
        const parent = /\nPPid:\t(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
        const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
        return parent === String(process.pid) && environment.includes(`AWS_LAMBDA_FUNCTION_NAME=${functionName}\0`);
      } catch {
        return false;
      }
    });
}

function forgetHost(host: string): Promise<unknown> {
  const { cloud } = archive;
  const table = cloud.resources.find(({ type }) => type === "AWS::DynamoDB::Table")?.ref ?? "";
  const Key = { pk: { S: hostKey(host).pk }, sk: { S: hostKey(host).sk } };
  return createServiceClient(cloud.awsEndpoint, cloud.credentials)("dynamodb", "DeleteItem", { TableName: table, Key });
}

const noProc = process.platform !== "linux";

it.skipIf(noProc)(
  `captures a URL whose capture was killed half-way${noProc ? " (skipped: needs /proc)" : ""}`,
  async () => {
    let killed = 0;
    const page = html(articleHtml("Survived the crash"));
    const url = web.page("/crash", (request, response) => {
      if (killed > 0) return page(request, response);
      for (const pid of instancesOf(archive.cloud.findFunction("capture"))) {
        process.kill(pid, "SIGKILL");
        killed += 1;
      }
      response.destroy();
    });
    const accepted = (await (await archive.submit({ url })).json()) as JobView;
    await expect.poll(() => killed, { timeout: 20_000 }).toBeGreaterThan(0);
    // Until its lease is over, 90 s, the host counts as being asked: nobody but the dead knows that it is not.
    await forgetHost(web.hostPort);
    const job = await archive.ended(accepted.id, 45_000);
    expect(killed).toBeGreaterThan(0);
    expect(job.status).toBe("archived");
    expect(await archive.json(`/v1/captures/${job.captureId}`)).toMatchObject({ title: "Survived the crash" });
  },
);

it("captures a URL once when its message comes twice", async () => {
  const url = web.page("/twice", html(articleHtml("Once is enough")));
  const capture = await archive.capture(url);
  const job = await archive.job(capture.jobId);
  const message = { version: 1, jobId: job.id, url, requestedAt: job.requestedAt, origin: job.origin };
  await archive.sqs().send(
    new SendMessageCommand({
      QueueUrl: archive.queueUrl("pressmark-dev-frontier.fifo"),
      MessageBody: JSON.stringify(message),
      MessageGroupId: "twice",
      MessageDeduplicationId: "the-second-delivery",
    }),
  );
  await expect.poll(() => archive.logs.some((l) => l.outcome === "repeat" && l.jobId === job.id)).toBe(true);
  const { captures } = await archive.json<{ captures: CaptureRowView[] }>(
    `/v1/captures?url=${encodeURIComponent(url)}`,
  );
  expect(captures.map(({ id }) => id)).toEqual([capture.id]);
  expect(web.requests.filter(({ path }) => path === "/twice")).toHaveLength(1);
});

it("makes the job of a message whose row was never written", async () => {
  const url = web.page("/rowless", html(articleHtml("Found its row")));
  const jobId = "019e4d5a-7c1e-7a3b-9d52-3f6f0c1b2a91";
  const requestedAt = new Date().toISOString();
  const message = { version: 1, jobId, url, requestedAt, origin: { kind: "on-demand", token: "flow" } };
  await archive.sqs().send(
    new SendMessageCommand({
      QueueUrl: archive.queueUrl("pressmark-dev-frontier.fifo"),
      MessageBody: JSON.stringify(message),
      MessageGroupId: web.hostPort,
      MessageDeduplicationId: jobId,
    }),
  );
  await expect.poll(async () => (await archive.job(jobId)).status, { timeout: 10_000 }).toBe("archived");
});

it("records what ended as a dead letter, and empties the queue", async () => {
  const jobId = "019e4d5a-7c1e-7a3b-9d52-3f6f0c1b2a92";
  const requestedAt = new Date().toISOString();
  const QueueUrl = archive.queueUrl("pressmark-dev-frontier-dead-letters.fifo");
  const message = {
    version: 1,
    jobId,
    url: `${web.url}/dead`,
    requestedAt,
    origin: { kind: "on-demand", token: "flow" },
  };
  await archive.sqs().send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: JSON.stringify(message),
      MessageGroupId: "dead",
      MessageDeduplicationId: jobId,
    }),
  );
  await archive.cloud.invoke("maintain", {});
  expect(await archive.job(jobId)).toMatchObject({ status: "failed", error: { code: "capture-crashed" } });
  expect((await archive.sqs().send(new ReceiveMessageCommand({ QueueUrl }))).Messages ?? []).toEqual([]);
});

it("acknowledges a message that makes no sense, and goes on", async () => {
  const QueueUrl = archive.queueUrl("pressmark-dev-extract");
  await archive.sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: "{]" }));
  await expect.poll(() => archive.logs.some((line) => line.outcome === "bad-message"), { timeout: 10_000 }).toBe(true);
  const capture: CaptureView = await archive.capture(web.page("/after", html(articleHtml("Life goes on"))));
  expect(capture.title).toBe("Life goes on");
});
