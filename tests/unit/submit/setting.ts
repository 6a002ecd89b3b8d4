/** What POST /v1/captures runs in: a frontier and stores in memory, and a pipeline that does what a test says. */
import type { CaptureRequested } from "../../../events/capture-requested.ts";
import type { Settlement } from "../../../shared/index/job-store.ts";
import { createObserverDouble, setHandlerEnv } from "../../support/doubles.ts";
import { AT, later } from "../../support/fixtures.ts";
import { type Call, call } from "../../support/http.ts";
import { createMemoryPages } from "../../support/memory-pages.ts";
import { unrestricted } from "../../support/memory-restrictions.ts";
import { createMemoryCaptures, createMemoryJobs } from "../../support/memory-stores.ts";

setHandlerEnv();
const { createHandler } = await import("../../../functions/submit/handler.ts");

export const PAGE = "https://paper.example/ferry";

export function createSetting() {
  const log: string[] = [];
  const sent: CaptureRequested[] = [];
  const setting = {
    log,
    sent,
    jobs: createMemoryJobs(log),
    captures: createMemoryCaptures(log),
    pages: createMemoryPages(),
    /** URLs that the frontier does not take. */
    refuse: (_url: string): boolean => false,
    /** What the pipeline does with a message while the caller waits. */
    onSent: async (_message: CaptureRequested): Promise<unknown> => undefined,
    endsAs: (settlement: Settlement) => (message: CaptureRequested) =>
      setting.jobs.settle(message.jobId, settlement, later(100)),
    post(body: unknown, options: Call = {}) {
      // The pipeline runs beside the call that waits: here, just before each look at the job.
      const get = async (id: string) => {
        const message = sent.find(({ jobId }) => jobId === id);
        if (message) await setting.onSent(message);
        return setting.jobs.get(id);
      };
      const { captures, jobs, pages } = setting;
      const readable = unrestricted();
      const deps = { jobs: { ...jobs, get }, captures, pages, readable, frontier, now: () => new Date(AT) };
      return call(createHandler(deps, createObserverDouble()), "POST /v1/captures", { body, ...options });
    },
  };
  const frontier = {
    giveBack: async () => undefined,
    async send(messages: readonly CaptureRequested[]) {
      if (messages.length > 0) log.push("message");
      sent.push(...messages.filter(({ url }) => !setting.refuse(url)));
      return new Map(messages.filter(({ url }) => setting.refuse(url)).map((message) => [message, "InternalError"]));
    },
  };
  return setting;
}
