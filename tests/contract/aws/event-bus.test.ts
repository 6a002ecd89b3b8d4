/** The event bus adapter, against a loopback server that answers as EventBridge documents PutEvents. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import sample from "../../../events/article-archived.sample.json" with { type: "json" };
import { articleArchivedSchema } from "../../../events/article-archived.ts";
import { createAnnouncer } from "../../../shared/aws/event-bus.ts";
import { CREDENTIALS } from "../../support/credentials.ts";

interface Entry {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
}

describe("event bus", () => {
  let server: Server;
  let announce: ReturnType<typeof createAnnouncer>;
  let calls: Entry[][] = [];
  const refusedTitles = new Set<string | null>();

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const { Entries } = (await json(request)) as { Entries: Entry[] };
      calls.push(Entries);
      const answers = Entries.map(({ Detail }) =>
        refusedTitles.has(JSON.parse(Detail).title) ? { ErrorCode: "ThrottlingException" } : { EventId: v7() },
      );
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(JSON.stringify({ FailedEntryCount: refusedTitles.size, Entries: answers }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    announce = createAnnouncer(new EventBridgeClient({ endpoint, ...CREDENTIALS }), "archive-bus");
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    calls = [];
    refusedTitles.clear();
  });

  const articlesOf = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      articleArchivedSchema.parse({ ...sample, captureId: v7(), title: `Story ${index}` }),
    );

  it("gets each article under the documented source and type", async () => {
    const [article] = articlesOf(1);
    if (!article) throw new Error("one was asked for");
    await expect(announce([article])).resolves.toEqual(new Map());
    expect(calls[0]?.[0]).toMatchObject({
      EventBusName: "archive-bus",
      Source: "pressmark",
      DetailType: "Article Archived",
    });
    expect(articleArchivedSchema.parse(JSON.parse(calls[0]?.[0]?.Detail ?? ""))).toEqual(article);
  });

  it("gets no more in one call than it takes", async () => {
    await announce(articlesOf(23));
    expect(calls.map((entries) => entries.length)).toEqual([10, 10, 3]);
  });

  it("is told on for each article that it did not take", async () => {
    const articles = articlesOf(12);
    refusedTitles.add("Story 3").add("Story 11");
    await expect(announce(articles)).resolves.toEqual(
      new Map([articles[3], articles[11]].map((article) => [article, "ThrottlingException"])),
    );
  });
});
