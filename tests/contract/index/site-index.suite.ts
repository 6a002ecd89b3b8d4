/** What reading the `site` index by ranges must do; run against DynamoDB's emulators and the double in memory. */
import { v7 } from "uuid";
import { beforeAll, describe, expect, it } from "vitest";
import type { CaptureStore } from "../../../shared/index/capture-store.ts";
import { siteSortOf, type WalkOptions } from "../../../shared/index/site-index.ts";
import {
  type MatchType,
  type Period,
  rangeOfUrl,
  rangesOfMatch,
  type SiteRange,
} from "../../../shared/index/site-range.ts";
import { captureOf, later } from "../../support/fixtures.ts";

/** A domain that no other test uses, with letters on both sides of it in the index. */
const NAME = `site-${v7()}`;
const DOMAIN = `${NAME}.example`;

/** Where captures stand, in the index's order: by urlkey, then by time. */
const SEEDED = [
  [`https://${DOMAIN}/`, 0],
  [`http://www.${DOMAIN}/`, 1000],
  [`https://${DOMAIN}/`, 1001],
  [`https://${DOMAIN}/news`, 500],
  [`https://${DOMAIN}/news/a`, 2000],
  [`https://${DOMAIN}/news/a?b=1`, 100],
  [`https://${DOMAIN}/newsletter`, 3000],
  [`https://www.blog.${DOMAIN}/`, 10],
  [`https://old.blog.${DOMAIN}/`, 11],
  [`https://blog-two.${DOMAIN}/`, 12],
  [`http://${DOMAIN}:8080/news`, 13],
] as const;

export function describeSiteIndex(storeOf: () => CaptureStore): void {
  describe("the site index", () => {
    beforeAll(async () => {
      for (const [url, ms] of SEEDED.toReversed()) await storeOf().put(captureOf({ url, capturedAt: later(ms) }));
      await storeOf().put(captureOf({ url: `https://${NAME}-z.example/` }));
    });

    const walk = async (ranges: readonly SiteRange[], options: WalkOptions = { order: "ascending", pageSize: 3 }) => {
      const rows = [];
      for (const range of ranges) {
        for await (const page of storeOf().walk(range, options)) {
          expect(page.length).toBeGreaterThan(0);
          expect(page.length).toBeLessThanOrEqual(options.pageSize);
          rows.push(...page);
        }
      }
      return rows;
    };
    const found = async (url: string, matchType: MatchType, period?: Period) =>
      (await walk(rangesOfMatch(url, matchType, period) ?? [])).map((row) => row.url);
    const urls = (...indexes: number[]) => indexes.map((index) => SEEDED[index]?.[0]);

    it("gives the captures of one URL by time, whatever their scheme and www", async () => {
      await expect(found(`https://${DOMAIN}/`, "exact")).resolves.toEqual(urls(0, 1, 2));
      await expect(found(`https://${DOMAIN}/news`, "exact")).resolves.toEqual(urls(3));
      await expect(found(`https://${DOMAIN}/nothing`, "exact")).resolves.toEqual([]);
    });

    it.each([
      [{ from: later(1000) }, [1, 2]],
      [{ until: later(1000) }, [0, 1]],
      [{ from: later(1), until: later(1000) }, [1]],
      [{ from: later(1001), until: later(1000) }, []],
      [{ from: later(1002) }, []],
    ])("gives those of a period, both ends included: %o", async (period, expected) => {
      await expect(found(`https://${DOMAIN}/`, "exact", period)).resolves.toEqual(urls(...expected));
    });

    it.each([
      ["prefix", `https://${DOMAIN}/news`, [3, 4, 5, 6]],
      ["prefix", `https://${DOMAIN}/news/`, [4, 5]],
      ["prefix", `https://${DOMAIN}/`, [0, 1, 2, 3, 4, 5, 6]],
      ["host", `https://${DOMAIN}/news`, [0, 1, 2, 3, 4, 5, 6]],
      ["host", `https://${DOMAIN}:8080/`, [10]],
      ["host", `https://blog.${DOMAIN}/`, [7]],
      ["domain", `https://blog.${DOMAIN}/`, [7, 8]],
    ] as const)("gives what a %s match of %s has, in order", async (matchType, url, expected) => {
      await expect(found(url, matchType)).resolves.toEqual(urls(...expected));
    });

    it("gives a whole domain: its host, all hosts below it, and its ports; and not its neighbours", async () => {
      const rows = await walk(rangesOfMatch(`https://${DOMAIN}/`, "domain") ?? []);
      expect(rows.map((row) => row.url).sort()).toEqual(SEEDED.map(([url]) => url).sort());
      expect(rows.map(siteSortOf)).toEqual(rows.map(siteSortOf).sort());
    });

    it("goes backwards as well, with the end left out and the beginning included", async () => {
      const range = rangeOfUrl(`https://${DOMAIN}/`);
      const [first, , last] = await walk([range]);
      if (!first || !last) throw new Error("nothing was put");
      const between = { ...range, from: siteSortOf(first), to: siteSortOf(last) };
      const rows = await walk([between], { order: "descending", pageSize: 1 });
      expect(rows.map((row) => row.url)).toEqual(urls(1, 0));
    });

    it("carries what lists, CDX lines and the choice of a memento need", async () => {
      const url = `https://${v7()}.example/`;
      const { id, ...rest } = captureOf({
        url,
        kind: "revisit",
        redirectTo: "/next",
        revisitOf: { id: v7(), url, capturedAt: later(-1) },
        sourceId: "harbour",
        noarchive: { from: "meta", binding: true },
        quality: "thin",
      });
      await storeOf().put({ id, ...rest });
      const [row] = await walk([rangeOfUrl(url)]);
      const { redirectTo, revisitOf, sourceId, noarchive, quality, responseLength, payloadBytes, warc } = rest;
      expect(row).toMatchObject({ id, url, redirectTo, revisitOf, sourceId, noarchive, quality, responseLength });
      expect(row).toMatchObject({ payloadBytes, warc });
    });

    it("counts rows, and says where it stopped", async () => {
      const [range] = rangesOfMatch(`https://${DOMAIN}/`, "host") ?? [];
      if (!range) throw new Error("no range");
      const rows = await walk([range]);
      await expect(storeOf().count(range, 100)).resolves.toEqual({ count: 7, after: undefined });
      const third = rows[2];
      await expect(storeOf().count(range, 3)).resolves.toEqual({ count: 3, after: third && siteSortOf(third) });
      await expect(storeOf().count({ ...range, to: range.from }, 3)).resolves.toEqual({ count: 0, after: undefined });
    });
  });
}
