/** What every page store must do; run against DynamoDB's emulators and the double in memory. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import type { PageStore } from "../../../shared/index/page-store.ts";
import type { RequisiteRow } from "../../../shared/requisites/requisite.ts";
import { AT } from "../../support/fixtures.ts";

const PICTURE = "https://paper.example/ferry.png";
const SHEET = "https://paper.example/site.css";
const GONE = { code: "http-client-error", message: "The server answered with a 4xx status. (404)" } as const;

const waiting = (url: string, changes: Partial<RequisiteRow> = {}): RequisiteRow => ({
  ...{ url, as: "image", depth: 1, status: "waiting" },
  ...changes,
});

export function describePageStore(storeOf: () => PageStore): void {
  describe("page store", () => {
    let pages: PageStore;
    let pageId: string;
    beforeEach(() => {
      pages = storeOf();
      pageId = v7();
    });
    const rowsOf = async (id = pageId) => (await pages.list(id, { limit: 100 })).rows;
    const capturesOf = async (id = pageId) => {
      const found: { captureId: string; url: string }[] = [];
      for await (const requisite of pages.listRequisites(id)) found.push(requisite);
      return found;
    };

    it("has nothing of a page that nothing is kept of", async () => {
      await expect(rowsOf()).resolves.toEqual([]);
      await expect(capturesOf()).resolves.toEqual([]);
      const nothing = { complete: false, found: 0, captured: 0, failed: 0, waiting: 0, leftOut: 0 };
      await expect(pages.summarise(pageId)).resolves.toEqual(nothing);
    });

    it("keeps the captures that a page was shown with, each once, and those of no other page", async () => {
      const [captureId, other] = [v7(), v7()];
      await pages.addRequisite(pageId, { captureId, url: PICTURE });
      await pages.addRequisite(pageId, { captureId, url: PICTURE });
      await pages.addRequisite(other, { captureId: v7(), url: PICTURE });
      await expect(capturesOf()).resolves.toEqual([{ captureId, url: PICTURE }]);
    });

    it("writes one that is wanted once, and leaves the first as it is", async () => {
      await expect(pages.want(pageId, waiting(PICTURE))).resolves.toBe(true);
      await expect(pages.want(pageId, waiting(PICTURE, { as: "icon", depth: 3 }))).resolves.toBe(false);
      await expect(rowsOf()).resolves.toEqual([waiting(PICTURE)]);
    });

    it("keeps URLs apart that begin alike, however long they are", async () => {
      const long = `https://paper.example/${"a".repeat(1900)}`;
      for (const url of [long, `${long}b`]) await pages.want(pageId, waiting(url));
      await expect(rowsOf()).resolves.toHaveLength(2);
    });

    it("keeps how one ended, with the redirects that led there", async () => {
      const [captureId, redirectId] = [v7(), v7()];
      await pages.want(pageId, waiting(PICTURE));
      await pages.end(pageId, PICTURE, { status: "captured", captureId, redirectIds: [redirectId], isToBeRead: false });
      await expect(rowsOf()).resolves.toEqual([
        { ...waiting(PICTURE), status: "captured", captureId, redirectIds: [redirectId] },
      ]);
      const ids = (await capturesOf()).map((each) => each.captureId);
      expect(ids).toEqual([redirectId, captureId]);
    });

    it("keeps why one failed; its error page is none of the captures that the page was shown with", async () => {
      const captureId = v7();
      await pages.want(pageId, waiting(PICTURE));
      await pages.end(pageId, PICTURE, { status: "failed", error: GONE, captureId });
      await expect(rowsOf()).resolves.toEqual([{ ...waiting(PICTURE), status: "failed", captureId, ...GONE }]);
      await expect(capturesOf()).resolves.toEqual([]);
    });

    it("ends one that is waited for, where only that is meant", async () => {
      await pages.want(pageId, waiting(PICTURE));
      await pages.endWaiting(pageId, PICTURE, { status: "failed", error: GONE });
      await expect(rowsOf()).resolves.toMatchObject([{ status: "failed" }]);
      const captureId = v7();
      await pages.end(pageId, PICTURE, { status: "captured", captureId, isToBeRead: false });
      await pages.endWaiting(pageId, PICTURE, { status: "failed", error: GONE });
      await pages.endWaiting(pageId, SHEET, { status: "failed", error: GONE });
      await expect(rowsOf()).resolves.toMatchObject([{ url: PICTURE, status: "captured", captureId }]);
    });

    it("gives so many places away as there are, whoever asks at the same moment", async () => {
      await expect(pages.admit(pageId, 7, 10)).resolves.toBe(7);
      const given = await Promise.all([pages.admit(pageId, 2, 10), pages.admit(pageId, 2, 10)]);
      expect(given.toSorted()).toEqual([1, 2]);
      await expect(pages.admit(pageId, 5, 10)).resolves.toBe(0);
    });

    it("is complete once page and stylesheets are read, and nothing is waited for", async () => {
      const isComplete = async () => (await pages.summarise(pageId)).complete;
      await pages.markRead(pageId, { at: AT, leftOut: 3 });
      await expect(isComplete()).resolves.toBe(true);
      await pages.want(pageId, waiting(SHEET, { as: "stylesheet" }));
      await expect(isComplete()).resolves.toBe(false);
      await pages.end(pageId, SHEET, { status: "captured", captureId: v7(), isToBeRead: true });
      await expect(isComplete()).resolves.toBe(false);
      await pages.markRead(pageId, { stylesheet: SHEET, at: AT, leftOut: 2 });
      await expect(pages.summarise(pageId)).resolves.toEqual({
        ...{ complete: true, found: 1, captured: 1, failed: 0, waiting: 0, leftOut: 5 },
      });
    });

    it("makes no row of a stylesheet that the page does not have", async () => {
      await pages.markRead(pageId, { stylesheet: SHEET, at: AT, leftOut: 0 });
      await expect(rowsOf()).resolves.toEqual([]);
    });

    it("lists in pages, each once", async () => {
      const urls = Array.from({ length: 5 }, (_, index) => `${PICTURE}?${index}`);
      for (const url of urls) await pages.want(pageId, waiting(url));
      await pages.admit(pageId, 5, 10);
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await pages.list(pageId, { limit: 2, after });
        seen.push(...page.rows.map(({ url }) => url));
        after = page.after;
      } while (after !== undefined);
      expect(seen.toSorted()).toEqual(urls);
    });
  });
}
