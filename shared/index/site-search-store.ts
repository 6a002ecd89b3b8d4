/** Owns keeping what a search of a site for feeds and sitemaps has found, for a day. */
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { TABLE_KEY } from "../names.ts";
import { type SiteSearchResult, siteSearchResultSchema } from "../sources/site-search.ts";
import { siteSearchKey } from "./keys.ts";
import type { Table } from "./table.ts";

export interface SiteSearchStore {
  get(id: string): Promise<SiteSearchResult | undefined>;
  put(result: SiteSearchResult): Promise<void>;
}

export function createSiteSearchStore({ client, name }: Table): SiteSearchStore {
  return {
    async get(id) {
      const { Item } = await client.send(
        new GetCommand({ TableName: name, Key: siteSearchKey(id), ConsistentRead: true }),
      );
      return Item && siteSearchResultSchema.parse(Item);
    },
    async put(result) {
      const expires = Math.floor(Date.parse(result.requestedAt) / 1000) + 86_400;
      await client.send(
        new PutCommand({
          TableName: name,
          Item: { ...siteSearchKey(result.id), ...result, [TABLE_KEY.expires]: expires },
        }),
      );
    },
  };
}
