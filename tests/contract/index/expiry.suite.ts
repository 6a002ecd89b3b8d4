/** Which rows of a crawl DynamoDB forgets of its own accord, and when. The doubles in memory forget nothing. */
import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { v7 } from "uuid";
import { beforeAll, describe, expect, it } from "vitest";
import { createHostStore } from "../../../shared/index/host-store.ts";
import { endsPartition, hostKey, siteSearchKey } from "../../../shared/index/keys.ts";
import { createRunStore } from "../../../shared/index/run-store.ts";
import { createSiteSearchStore } from "../../../shared/index/site-search-store.ts";
import type { Table } from "../../../shared/index/table.ts";
import { TABLE_KEY } from "../../../shared/names.ts";
import { HOST_AT_REST } from "../../../shared/politeness/host-state.ts";
import type { SiteSearchResult } from "../../../shared/sources/site-search.ts";
import { AT, later } from "../../support/fixtures.ts";

const NOW = new Date(AT);
/** Whole seconds, as TTL counts them. */
const inDays = (days: number): number => Date.parse(AT) / 1000 + days * 86_400;

export function describeExpiry(tableOf: () => Promise<Table>): void {
  describe("rows of a crawl", () => {
    let table: Table;
    beforeAll(async () => {
      table = await tableOf();
    });
    async function expiriesIn(partition: string): Promise<unknown[]> {
      const { Items = [] } = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": partition },
          ConsistentRead: true,
        }),
      );
      return Items.map((item) => item[TABLE_KEY.expires]);
    }

    it("of a host that nobody asks expire after a week, counted from the last write", async () => {
      const hosts = createHostStore(table);
      const host = `${v7()}.example`;
      await hosts.put(host, HOST_AT_REST, 0, new Date(later(-86_400_000)));
      await expect(expiriesIn(hostKey(host).pk)).resolves.toEqual([inDays(6)]);
      await hosts.put(host, HOST_AT_REST, 1, NOW);
      await expect(expiriesIn(hostKey(host).pk)).resolves.toEqual([inDays(7)]);
    });

    it("of a robots.txt outlast the 30 days that its failures are counted over", async () => {
      const host = `${v7()}.example`;
      const pending = { url: `https://www.${host}/robots.txt`, followed: 1 };
      await createHostStore(table).putRobots(`https://${host}`, { pending }, NOW);
      await expect(expiriesIn(hostKey(host).pk)).resolves.toEqual([inDays(40)]);
    });

    it("of how an item ended expire after 400 days", async () => {
      const run = { sourceId: "harbour-feed", runId: v7() };
      const end = {
        jobId: v7(),
        url: "https://paper.example/ferry",
        takenAs: "new",
        kind: "captured",
        at: AT,
      } as const;
      await createRunStore(table).addEnd(run, end);
      await expect(expiriesIn(endsPartition(run.sourceId, run.runId))).resolves.toEqual([inDays(400)]);
    });

    it("of a site search expire after a day", async () => {
      const search: SiteSearchResult = {
        id: v7(),
        url: "https://paper.example/",
        requestedAt: AT,
        status: "searching",
        found: [],
      };
      await createSiteSearchStore(table).put(search);
      await expect(expiriesIn(siteSearchKey(search.id).pk)).resolves.toEqual([inDays(1)]);
    });
  });
}
