/** Owns putting events on the bus. */
import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { ArticleArchived } from "../../events/article-archived.ts";
import { EVENTS } from "../names.ts";

/** Most entries of one PutEvents call (EventBridge). */
const MAX_ENTRIES = 10;

/** Makes the function that announces articles; it answers with those that the bus did not take, and why. */
export function createAnnouncer(client: EventBridgeClient, busName: string) {
  return async (articles: readonly ArticleArchived[]): Promise<ReadonlyMap<ArticleArchived, string>> => {
    const refused = new Map<ArticleArchived, string>();
    for (let start = 0; start < articles.length; start += MAX_ENTRIES) {
      const batch = articles.slice(start, start + MAX_ENTRIES);
      const { Entries = [] } = await client.send(
        new PutEventsCommand({
          Entries: batch.map((article) => ({
            EventBusName: busName,
            Source: EVENTS.source,
            DetailType: EVENTS.articleArchived,
            Time: new Date(article.capturedAt),
            Detail: JSON.stringify(article),
          })),
        }),
      );
      for (const [index, article] of batch.entries()) {
        const code = Entries[index]?.ErrorCode;
        if (code) refused.set(article, code);
      }
    }
    return refused;
  };
}
