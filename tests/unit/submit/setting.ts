/** What POST /v1/captures and Save Page Now run in: a frontier and stores in memory, and a pipeline that does what a test says. */
import type { CaptureRequested } from "../../../events/capture-requested.ts";
import { createReadable } from "../../../shared/api/readable.ts";
import type { Settlement } from "../../../shared/index/job-store.ts";
import type { Requisite } from "../../../shared/index/page-store.ts";
import type { TokenHolder } from "../../../shared/index/token-store.ts";
import type { Restriction } from "../../../shared/restrictions/restriction.ts";
import { createObserverDouble, setHandlerEnv } from "../../support/doubles.ts";
import { AT, later } from "../../support/fixtures.ts";
import { type Call, call } from "../../support/http.ts";
import { createMemoryPages } from "../../support/memory-pages.ts";
import { createMemoryRestrictions } from "../../support/memory-restrictions.ts";
import { createMemorySaves } from "../../support/memory-saves.ts";
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
    /** Page captures' requisites, by the page's id. */
    requisites: new Map<string, Requisite[]>(),
    restrictions: [] as Restriction[],
    saves: createMemorySaves(),
    now: () => new Date(AT),
    post: (body: unknown, options: Call = {}) => setting.send("POST /v1/captures", { body, ...options }),
    send(target: string, options: Call = {}) {
      // The pipeline runs beside the call that waits: here, just before each look at the job.
      const get = async (id: string) => {
        const message = sent.find(({ jobId }) => jobId === id);
        if (message) await setting.onSent(message);
        return setting.jobs.get(id);
      };
      const { captures, jobs, saves, now } = setting;
      const pages = {
        ...setting.pages,
        async *listRequisites(id: string) {
          yield* setting.requisites.get(id) ?? [];
        },
      };
      const restrictions = { ...createMemoryRestrictions(), ofSite: async () => setting.restrictions };
      const readable = createReadable(restrictions, now);
      const deps = { jobs: { ...jobs, get }, captures, frontier, tokens, pages, readable, restrictions, saves, now };
      return call(createHandler(deps, createObserverDouble()), target, options);
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

/** Tokens of who may save, and of who may only read. */
const tokens = {
  async find(token: string): Promise<TokenHolder | undefined> {
    if (token === "pm_ana") return { name: "ana", scopes: ["read", "capture"] };
    return token === "pm_reader" ? { name: "reader", scopes: ["read"] } : undefined;
  },
};
