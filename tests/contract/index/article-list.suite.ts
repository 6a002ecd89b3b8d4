/** What the article lists must do, against any DynamoDB. */
import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { type ArticleQuery, createArticleList, type ListArticles } from "../../../shared/index/article-list.ts";
import { createCaptureStore } from "../../../shared/index/capture-store.ts";
import type { Table } from "../../../shared/index/table.ts";
import { INDEXES } from "../../../shared/names.ts";
import { captureOf, extractionOf } from "../../support/fixtures.ts";

const PAPER = "paper.example";
const HERALD = "herald.example:8080";

/** Moments of the seeded articles: three days far apart, two articles at one moment, both ends of a day. */
const SEEDED = [
  ["2024-02-29T23:59:59.999Z", PAPER, undefined],
  ["2025-07-01T00:00:00.000Z", HERALD, "harbour"],
  ["2025-07-01T08:00:00.000Z", PAPER, "harbour"],
  ["2025-07-01T08:00:00.000Z", PAPER, undefined],
  ["2025-07-01T08:00:00.001Z", PAPER, "hills"],
  ["2025-07-01T23:59:59.999Z", HERALD, "harbour"],
  ["2026-03-14T12:00:00.000Z", PAPER, "harbour"],
  ["2026-03-14T12:30:00.000Z", PAPER, "hills"],
] as const;

export function describeArticleLists(tableOf: () => Promise<Table>): void {
  describe("article lists", () => {
    let table: Table;
    let list: ListArticles;
    beforeAll(async () => {
      table = await tableOf();
      list = createArticleList(table);
      await seed(table);
    });

    const timesOf = async (query: Partial<ArticleQuery>) =>
      (await list({ limit: 100, ...query })).rows.map((row) => row.capturedAt);
    const seededTimes = (wanted: (entry: (typeof SEEDED)[number]) => boolean) =>
      SEEDED.filter(wanted)
        .map(([capturedAt]) => capturedAt)
        .toReversed();

    it.each([
      ["all", {}, () => true],
      ["of a host", { host: PAPER }, ([, host]) => host === PAPER],
      ["of a host with a port", { host: HERALD }, ([, host]) => host === HERALD],
      ["of a source", { source: "harbour" }, ([, , source]) => source === "harbour"],
      [
        "of a host within a source",
        { host: PAPER, source: "harbour" },
        ([, host, source]) => host === PAPER && source === "harbour",
      ],
    ] satisfies [string, Partial<ArticleQuery>, (entry: (typeof SEEDED)[number]) => boolean][])(
      "hold the articles %s, newest first, each once, whatever the size of a page",
      async (_, query, wanted) => {
        for (const limit of [1, 2, 3, 7, 8, 50]) {
          const rows = await pageThrough(list, { ...query, limit });
          expect(rows.map((row) => row.capturedAt)).toEqual(seededTimes(wanted));
          expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
        }
      },
    );

    it("tell of each article what a list shows", async () => {
      const [newest] = (await list({ limit: 1 })).rows;
      expect(newest).toMatchObject({
        url: `https://${PAPER}/7`,
        capturedAt: "2026-03-14T12:30:00.000Z",
        title: "Story 7",
        authors: ["Ines Harrow"],
        quality: "article",
        wordCount: 4,
        sourceId: "hills",
      });
    });

    it.each([
      ["2025-07-01T08:00:00.000Z", "2026-03-14T12:30:00.000Z", 5],
      ["2025-07-01T08:00:00.001Z", "2026-03-14T12:30:00.001Z", 4],
      ["2024-02-29T23:59:59.999Z", "2025-07-01T00:00:00.000Z", 1],
      ["2024-03-01T00:00:00.000Z", "2025-07-01T08:00:00.000Z", 1],
      ["2025-08-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z", 0],
      ["2026-01-01T00:00:00.000Z", "2025-01-01T00:00:00.000Z", 0],
    ])("from %s, inclusive, to %s, exclusive, hold %i articles", async (from, to, count) => {
      await expect(timesOf({ from, to })).resolves.toEqual(seededTimes(([at]) => at >= from && at < to));
      await expect(timesOf({ from, to })).resolves.toHaveLength(count);
      await expect(timesOf({ from, to, host: PAPER })).resolves.toEqual(
        seededTimes(([at, host]) => at >= from && at < to && host === PAPER),
      );
    });

    it("can be open at either end", async () => {
      await expect(timesOf({ from: "2026-01-01T00:00:00.000Z" })).resolves.toHaveLength(2);
      await expect(timesOf({ to: "2025-01-01T00:00:00.000Z", host: PAPER })).resolves.toHaveLength(1);
    });

    it("are empty for what has no articles", async () => {
      await expect(list({ host: "nobody.example", limit: 5 })).resolves.toEqual({ rows: [], after: undefined });
    });

    it("of all articles ask for no day that has none", async () => {
      const send = vi.spyOn(table.client, "send");
      await pageThrough(list, { limit: 2 });
      const days = send.mock.calls.flatMap(([command]) => {
        const input = command instanceof QueryCommand ? command.input : undefined;
        return input?.IndexName === INDEXES.day.name ? [String(input.ExpressionAttributeValues?.[":pk"])] : [];
      });
      send.mockRestore();
      expect(new Set(days.map((partition) => partition.split("#")[1]))).toEqual(
        new Set(["2026-03-14", "2025-07-01", "2024-02-29"]),
      );
    });
  });
}

async function pageThrough(list: ListArticles, query: Omit<ArticleQuery, "after">) {
  const rows = [];
  let after: string | undefined;
  do {
    const page = await list({ ...query, after });
    expect(page.rows.length).toBeLessThanOrEqual(query.limit);
    rows.push(...page.rows);
    after = page.after;
  } while (after !== undefined);
  return rows;
}

/** The articles of {@link SEEDED}, and at the time of each something that is no article and must not be listed. */
async function seed(table: Table): Promise<void> {
  const captures = createCaptureStore(table);
  for (const [index, [capturedAt, host, sourceId]] of SEEDED.entries()) {
    const capture = captureOf({ url: `https://${host}/${index}`, capturedAt, sourceId });
    const listing = captureOf({ url: `https://${host}/`, capturedAt, sourceId });
    const waiting = captureOf({ url: `https://${host}/new`, capturedAt, sourceId });
    for (const each of [capture, listing, waiting]) await captures.put(each);
    const { extraction, article } = extractionOf({ title: `Story ${index}` });
    await captures.recordExtraction(capture, { extraction, article, quality: "article" });
    await captures.recordExtraction(listing, {
      ...extractionOf({ title: "Front page" }),
      extraction: { ...extraction, kind: "not-article" } as typeof extraction,
      quality: "listing",
    });
  }
}
