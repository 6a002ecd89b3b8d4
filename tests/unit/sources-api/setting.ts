/** What the routes of sources run in: stores, bucket and queue in memory, and a poll that does what a test says. */
import type { PollRequested } from "../../../events/poll-requested.ts";
import type { Source } from "../../../shared/sources/source.ts";
import { createMemoryObjects, createObserverDouble, setHandlerEnv } from "../../support/doubles.ts";
import { type Call, call } from "../../support/http.ts";
import { createMemoryCrawl } from "../../support/memory-crawl-stores.ts";

setHandlerEnv();
const { createHandler } = await import("../../../functions/sources/handler.ts");

export const FEED = "https://paper.example/feed.xml";
export const READER = { token: "rea", scopes: "read" };
export const ADMIN = { token: "ada", scopes: "read capture admin" };

export function createSetting() {
  const crawl = createMemoryCrawl();
  const objects = createMemoryObjects();
  const sent: PollRequested[] = [];
  const setting = {
    ...crawl,
    objects,
    sent,
    /** Whether the polls queue takes nothing. */
    isQueueDown: false,
    /** What poll does with a message while the caller waits: here, before each look at the search. */
    onSent: async (_message: PollRequested): Promise<unknown> => undefined,
    /** What others do between the read of a source and its write. */
    beforeReplace: async (): Promise<unknown> => undefined,
    handler: () => createHandler(deps, createObserverDouble()),
    call: (target: string, options: Call = {}) => call(setting.handler(), target, options),
    /** Makes a source and returns its id. */
    async create(body: object = { type: "feed", url: FEED }): Promise<string> {
      const answer = await setting.call("POST /v1/sources", { body, caller: ADMIN });
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return answer.body.id;
    },
    /** As it is stored. */
    async stored(id: string): Promise<Source> {
      const found = await crawl.sources.get(id);
      if (!found) throw new Error(`no source ${id}`);
      return found.source;
    },
  };
  const { sources, searches, now } = crawl;
  const deps: Parameters<typeof createHandler>[0] = {
    objects,
    now,
    sources: {
      ...sources,
      async replace(stored) {
        await setting.beforeReplace();
        return sources.replace(stored);
      },
    },
    searches: {
      ...searches,
      async get(id) {
        for (const message of sent) await setting.onSent(message);
        return searches.get(id);
      },
    },
    polls: {
      async send(messages) {
        if (setting.isQueueDown) return new Map(messages.map((message) => [message, "InternalError"]));
        sent.push(...messages);
        return new Map();
      },
    },
  };
  return setting;
}
