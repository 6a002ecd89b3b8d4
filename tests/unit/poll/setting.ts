/** What polls run in: stores and queues in memory, a web of fixed documents, a clock, and faults at any write. */
import { v7 } from "uuid";
import type { CaptureRequested } from "../../../events/capture-requested.ts";
import type { PollRequested, SourcePoll } from "../../../events/poll-requested.ts";
import { type BatchDeps, pollBatch } from "../../../functions/poll/poll-batch.ts";
import { type FailureCode, PressmarkError } from "../../../shared/errors.ts";
import type { FetchOutcome } from "../../../shared/fetch/exchange.ts";
import type { PoliteOutcome, PoliteRequest } from "../../../shared/politeness/polite-fetch.ts";
import type { RobotsLookup } from "../../../shared/politeness/robots-lookup.ts";
import type { Source } from "../../../shared/sources/source.ts";
import { createObserverDouble, recordOf } from "../../support/doubles.ts";
import { AT, exchangeOf } from "../../support/fixtures.ts";
import { createMemoryCrawl } from "../../support/memory-crawl-stores.ts";
import { sourceOf } from "../sources/setting.ts";

/** What the web answers: a body, a whole answer, or what asking politely comes to. */
type Answer =
  | string
  | FetchOutcome
  | PoliteOutcome
  | ((request: PoliteRequest) => string | FetchOutcome | PoliteOutcome);

/** Dies at the write of this number, counted from 0, before it or right after it. */
export interface Fault {
  readonly at: number;
  readonly when: "before" | "after";
}

const ALLOWED = { allowed: true, rule: null, group: null } as const;

export function createSetting(web: Record<string, Answer> = {}, { fault }: { fault?: Fault } = {}) {
  const clock = { ms: Date.parse(AT) };
  const now = () => new Date(clock.ms);
  const crawl = createMemoryCrawl(now);
  const observer = createObserverDouble();
  const asked: (PoliteRequest & Record<string, unknown>)[] = [];
  const frontier: CaptureRequested[] = [];
  const queue: PollRequested[] = [];
  const givenBack: number[] = [];
  const lists = new Map<string, string>();
  const refuse = { polls: false, frontier: (_message: CaptureRequested) => false };
  const robots: { lookup: RobotsLookup } = {
    lookup: { kind: "known", outcome: { kind: "allow-all", reason: "unavailable", expiresAt: AT, failing: null } },
  };
  const writes = { count: 0, failed: false };
  const breakable = <A extends unknown[], R>(write: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      const isFault = writes.count === fault?.at;
      writes.count += 1;
      if (isFault) writes.failed = true;
      if (isFault && fault?.when === "before") throw new Error("died before a write");
      const result = await write(...args);
      if (isFault) throw new Error("died after a write");
      return result;
    };
  };
  const { sources, items, runs, searches } = crawl;
  const deps: BatchDeps = {
    ...crawl,
    sources: { ...sources, replace: breakable(sources.replace) },
    items: { ...items, create: breakable(items.create), replace: breakable(items.replace) },
    runs: { ...runs, create: breakable(runs.create) },
    searches: { ...searches, put: breakable(searches.put) },
    observer,
    politeness: {
      async fetch(request) {
        asked.push({ ...request, ...(await request.prepare?.()) });
        const answer = web[request.url];
        const said = typeof answer === "function" ? answer(request) : answer;
        return toPolite(request.url, said ?? answered(404));
      },
      lookUpRobots: async () => robots.lookup,
    },
    sendToFrontier: breakable(async (messages) => {
      const refused = messages.filter(refuse.frontier);
      frontier.push(...messages.filter((message) => !refuse.frontier(message)));
      return new Map(refused.map((message) => [message, "throttled"]));
    }),
    polls: {
      send: breakable(async (messages) => {
        if (refuse.polls) return new Map(messages.map((message) => [message, "throttled"]));
        queue.push(...structuredClone(messages));
        return new Map();
      }),
      async giveBack(_receiptHandle, seconds) {
        givenBack.push(seconds);
      },
    },
    async readList(id) {
      const list = lists.get(id);
      if (list === undefined) throw new Error(`NoSuchKey: ${id}`);
      return Buffer.from(list);
    },
  };

  /** A source that was just leased, and the message that asks for its poll. */
  async function addSource(request: Record<string, unknown> = {}, status: Partial<Source["status"]> = {}) {
    const made = sourceOf(request);
    const source = { ...made, status: { ...made.status, ...status } };
    await sources.create(source);
    return lease(source.id);
  }

  async function lease(id: string): Promise<SourcePoll> {
    const stored = await sources.get(id);
    if (!stored) throw new Error("There is no such source");
    const { source, revision } = stored;
    const runId = v7({ msecs: clock.ms });
    await sources.replace({ source, revision, lease: { runId, until: new Date(clock.ms + 900_000).toISOString() } });
    const startedAt = now().toISOString();
    return { version: 1, kind: "source", sourceId: id, runId, startedAt, url: source.url, pending: [], depth: 0 };
  }

  /** Delivers a message, and what follows from it, until nothing is left. One that dies comes again at once. */
  async function deliver(...messages: readonly PollRequested[]): Promise<void> {
    queue.push(...messages);
    for (let left = 200; queue.length > 0; left -= 1) {
      if (left === 0) throw new Error("The queue does not become empty");
      const [result] = await pollBatch(deps, [recordOf(queue[0])]);
      if (result?.status === "fulfilled") queue.shift();
    }
  }

  /** Delivers a message once, as the queue does the `receives`th time. */
  const once = async (message: PollRequested | string, receives = 1) =>
    (await pollBatch(deps, [recordOf(message, { receives })]))[0]?.status;

  /** Polls a source anew and to the end. */
  const pollAgain = async (id = "a-source") => deliver(await lease(id));

  const statusOf = async (id = "a-source") => (await sources.get(id))?.source.status;

  return {
    ...{ deps, ...crawl, observer, asked, frontier, queue, givenBack, lists, refuse, robots, writes, web },
    ...{ addSource, lease, deliver, once, pollAgain, statusOf },
    outcomes: () => observer.outcomes.map(({ outcome }) => outcome),
    pass: (seconds: number) => {
      clock.ms += seconds * 1000;
    },
  };
}

export type Setting = ReturnType<typeof createSetting>;

function toPolite(url: string, answer: string | FetchOutcome | PoliteOutcome): PoliteOutcome {
  if (typeof answer === "string") return toPolite(url, answered(200, answer));
  if (answer.kind === "fetched" && "robots" in answer) return answer;
  if (answer.kind !== "fetched" && answer.kind !== "redirected" && answer.kind !== "failed") return answer;
  const exchanges = answer.exchanges.map((exchange) => ({ ...exchange, url }));
  const outcome = { ...answer, exchanges } as FetchOutcome;
  return { kind: "fetched", outcome, robots: ALLOWED, waitSeconds: 2 };
}

export function answered(
  status: number,
  body = "",
  responseHeaders: readonly (readonly [string, string])[] = [],
): FetchOutcome {
  return { kind: "fetched", exchanges: [exchangeOf({ status, body: Buffer.from(body), responseHeaders })] };
}

export function redirected(to: string): FetchOutcome {
  return { kind: "redirected", exchanges: [exchangeOf({ status: 301 })], to, cookies: [] };
}

export function broken(code: FailureCode): FetchOutcome {
  return { kind: "failed", exchanges: [], error: new PressmarkError(code) };
}

export interface Entry {
  readonly path: string;
  readonly modifiedAt?: string;
}

const urlOf = (path: string): string => (path.startsWith("/") ? `https://paper.example${path}` : path);

/** An Atom feed of articles. */
export function feedOf(...entries: readonly (string | Entry)[]): string {
  const list = entries.map((entry) => (typeof entry === "string" ? { path: entry } : entry));
  const items = list.map(({ path, modifiedAt }: Entry) => {
    const updated = modifiedAt ? `<updated>${modifiedAt}</updated>` : "";
    return `<entry><title>Of ${path}</title><link href="${urlOf(path)}"/>${updated}</entry>`;
  });
  return `<feed xmlns="http://www.w3.org/2005/Atom"><title>The Paper</title>${items.join("")}</feed>`;
}

export function sitemapOf(...paths: readonly string[]): string {
  return `<urlset>${paths.map((path) => `<url><loc>${urlOf(path)}</loc></url>`).join("")}</urlset>`;
}

export function indexOf(...entries: readonly (string | Entry)[]): string {
  const list = entries.map((entry): Entry => (typeof entry === "string" ? { path: entry } : entry));
  const sitemaps = list.map(({ path, modifiedAt }) => {
    const lastmod = modifiedAt ? `<lastmod>${modifiedAt}</lastmod>` : "";
    return `<sitemap><loc>${urlOf(path)}</loc>${lastmod}</sitemap>`;
  });
  return `<sitemapindex>${sitemaps.join("")}</sitemapindex>`;
}
