/** What every store of site searches must do; run against DynamoDB's emulators and the double in memory. */
import { v7 } from "uuid";
import { describe, expect, it } from "vitest";
import type { SiteSearchStore } from "../../../shared/index/site-search-store.ts";
import type { SiteSearchResult } from "../../../shared/sources/site-search.ts";
import { AT } from "../../support/fixtures.ts";

const searchOf = (changes: Partial<SiteSearchResult> = {}): SiteSearchResult => ({
  id: v7(),
  url: "https://paper.example/",
  requestedAt: AT,
  status: "searching",
  found: [],
  ...changes,
});

const FOUND: SiteSearchResult["found"] = [
  { type: "feed", url: "https://paper.example/feed", title: "The Paper", from: "link" },
  { type: "feed", url: "https://paper.example/rss", title: null, from: "anchor" },
  { type: "sitemap", url: "https://paper.example/sitemap.xml", title: null, from: "robots" },
];

export function describeSiteSearchStore(storeOf: () => SiteSearchStore): void {
  describe("site search store", () => {
    it("has nothing under an unknown id", async () => {
      await expect(storeOf().get(v7())).resolves.toBeUndefined();
    });

    it.each([
      ["under way", searchOf()],
      ["that found something", searchOf({ status: "found", found: FOUND })],
      ["that failed", searchOf({ status: "failed", error: { code: "timeout", message: "too slow" } })],
    ])("gives back a search %s as it was put", async (_, search) => {
      await storeOf().put(search);
      await expect(storeOf().get(search.id)).resolves.toEqual(search);
    });

    it("replaces a search by its result", async () => {
      const search = searchOf();
      const result = searchOf({ id: search.id, status: "found", found: FOUND });
      await storeOf().put(search);
      await storeOf().put(result);
      await expect(storeOf().get(search.id)).resolves.toEqual(result);
    });

    it("keeps searches of one site apart", async () => {
      const [one, other] = [searchOf(), searchOf({ status: "found", found: FOUND })];
      await storeOf().put(one);
      await storeOf().put(other);
      await expect(storeOf().get(one.id)).resolves.toEqual(one);
    });
  });
}
