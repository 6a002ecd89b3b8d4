/** What every store of restrictions must do; run against DynamoDB's emulators and the double in memory. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import type { RestrictionStore } from "../../../shared/index/restriction-store.ts";
import { later, restrictionOf } from "../../support/fixtures.ts";

export function describeRestrictionStore(freshStore: () => Promise<RestrictionStore>): void {
  describe("restriction store", () => {
    let store: RestrictionStore;
    beforeEach(async () => {
      store = await freshStore();
    });

    it("has all of a registrable domain under any of its URLs, and nothing of another", async () => {
      const ofHost = restrictionOf({ scope: { kind: "prefix", url: "https://blog.paper.example/" } });
      const ofUrl = restrictionOf({ scope: { kind: "url", url: "http://www.paper.example/a" } }, 1);
      await store.put(ofHost);
      await store.put(ofUrl);
      await store.put(restrictionOf({ scope: { kind: "url", url: "https://other.example/a" } }, 2));
      const found = await store.ofSite("https://paper.example/b");
      expect(found.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([ofHost, ofUrl]);
    });

    it("gives one back by its id alone, as it was put last", async () => {
      const restriction = restrictionOf({ until: later(1000), effect: "embargo" });
      await store.put(restriction);
      const lifted = { ...restriction, lifted: { by: "ben", at: later(5) } };
      await store.put(lifted);
      await expect(store.get(restriction.id)).resolves.toEqual(lifted);
      await expect(store.get(v7())).resolves.toBeUndefined();
    });

    it("lists those of all sites, newest first, each once", async () => {
      const put = [0, 1, 2, 3, 4].map((ms) =>
        restrictionOf({ scope: { kind: "url", url: `https://site-${ms}.example/` } }, ms),
      );
      for (const restriction of put) await store.put(restriction);
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await store.list({ limit: 2, after });
        seen.push(...page.rows.map(({ id }) => id));
        after = page.after;
      } while (after);
      expect(seen).toEqual(put.map(({ id }) => id).reverse());
    });
  });
}
