/** What the list of a host's captures must do, against any DynamoDB. */
import { beforeAll, describe, expect, it } from "vitest";
import { createCaptureStore } from "../../../shared/index/capture-store.ts";
import { createHostCaptures, type ListHostCaptures } from "../../../shared/index/host-capture-store.ts";
import type { Table } from "../../../shared/index/table.ts";
import { captureOf, later } from "../../support/fixtures.ts";

const URLS = [
  "https://paper.example/b",
  "http://www.paper.example/a?x=1",
  "https://paper.example/",
  "https://paper.example:8080/other-port",
  "https://news.paper.example/subdomain",
  "https://paper.example.org/other",
  "https://newspaper.example/other",
];

export function describeHostCaptures(tableOf: () => Promise<Table>): void {
  describe("list of a host's captures", () => {
    let list: ListHostCaptures;
    beforeAll(async () => {
      const table = await tableOf();
      const captures = createCaptureStore(table);
      for (const [index, url] of URLS.entries()) {
        for (const ms of [0, 1000]) {
          await captures.put(
            captureOf({ url, capturedAt: later(ms + index), sourceId: index === 0 ? "harbour" : undefined }),
          );
        }
      }
      list = createHostCaptures(table);
    });

    const urlsOf = async (host: string, limit = 100) => {
      const urls: string[] = [];
      let after: string | undefined;
      do {
        const page = await list(host, { limit, after });
        urls.push(...page.rows.map(({ url }) => url));
        after = page.after;
      } while (after !== undefined);
      return urls;
    };

    it.each([100, 1, 4])("has all captures of that host and of no other, %i a page", async (limit) => {
      const expected = [URLS[2], URLS[2], URLS[1], URLS[1], URLS[0], URLS[0]];
      expect(await urlsOf("paper.example", limit)).toEqual(expected);
    });

    it("tells hosts apart by their ports, and from their subdomains", async () => {
      expect(await urlsOf("paper.example:8080")).toEqual([URLS[3], URLS[3]]);
      expect(await urlsOf("news.paper.example")).toEqual([URLS[4], URLS[4]]);
      expect(await urlsOf("nobody.example")).toEqual([]);
    });

    it("says which source brought a capture", async () => {
      const { rows } = await list("paper.example", { limit: 100 });
      expect(rows.filter(({ sourceId }) => sourceId === "harbour").map(({ url }) => url)).toEqual([URLS[0], URLS[0]]);
    });
  });
}
