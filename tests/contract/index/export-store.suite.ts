/** What every store of exports must do; run against DynamoDB's emulators and the double in memory. */
import { v7 } from "uuid";
import { beforeAll, describe, expect, it } from "vitest";
import { createExport, type Export } from "../../../shared/exports/export.ts";
import type { ExportStore } from "../../../shared/index/export-store.ts";
import { AT } from "../../support/fixtures.ts";

const exportOf = (changes: Partial<Export> = {}): Export => ({
  ...createExport({
    id: v7(),
    createdAt: AT,
    by: "ana",
    title: "Ferries",
    selection: { kind: "host", host: "paper.example", from: AT },
    withRequisites: true,
  }),
  ...changes,
});

export function describeExportStore(storeOf: () => Promise<ExportStore>): void {
  describe("export store", () => {
    let exports: ExportStore;
    beforeAll(async () => {
      exports = await storeOf();
    });

    it("has nothing under an unknown id", async () => {
      await expect(exports.get(v7())).resolves.toBeUndefined();
    });

    it("gives back an export as it was made, and as it was last replaced", async () => {
      const made = exportOf();
      await exports.create(made);
      await expect(exports.get(made.id)).resolves.toEqual({ export: made, revision: 1 });
      const step = {
        kind: "write",
        uploadId: "u",
        chunks: 1,
        place: { chunk: 1, at: 0 },
        files: 0,
        offset: 0,
      } as const;
      const running: Export = {
        ...made,
        status: "running",
        step,
        mainPage: { url: "https://paper.example/", capturedAt: AT },
      };
      await expect(exports.replace({ export: running, revision: 1 })).resolves.toBe(true);
      await expect(exports.get(made.id)).resolves.toEqual({ export: running, revision: 2 });
    });

    it("replaces nothing that another has replaced since", async () => {
      const made = exportOf();
      await exports.create(made);
      await exports.replace({ export: { ...made, title: "first" }, revision: 1 });
      await expect(exports.replace({ export: { ...made, title: "second" }, revision: 1 })).resolves.toBe(false);
      await expect(exports.get(made.id)).resolves.toMatchObject({ export: { title: "first" } });
    });

    it("makes none twice", async () => {
      const made = exportOf();
      await exports.create(made);
      await exports.create({ ...made, title: "again" });
      await expect(exports.get(made.id)).resolves.toMatchObject({ export: { title: "Ferries" } });
    });

    it("lists all, newest first, page by page", async () => {
      const fresh = await storeOf();
      const made = Array.from({ length: 5 }, (_, index) => exportOf({ id: v7({ msecs: Date.parse(AT) + index }) }));
      for (const each of [made[2], made[0], made[4], made[1], made[3]]) if (each) await fresh.create(each);
      const listed: string[] = [];
      let after: string | undefined;
      do {
        const page = await fresh.list({ limit: 2, after });
        expect(page.rows.length).toBeLessThanOrEqual(2);
        listed.push(...page.rows.map(({ id }) => id));
        after = page.after;
      } while (after !== undefined);
      expect(listed).toEqual(made.map(({ id }) => id).reverse());
    });
  });
}
