/** What every store of imports must do; run against DynamoDB's emulators and the double in memory. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import {
  EMPTY_COUNTS,
  FIRST_PROGRESS,
  type Import,
  type ImportProblem,
  positionOf,
} from "../../../shared/imports/import.ts";
import type { Page } from "../../../shared/index/capture-store.ts";
import type { ImportStore } from "../../../shared/index/import-store.ts";
import { AT, later } from "../../support/fixtures.ts";

const importOf = (changes: Partial<Import> = {}): Import => {
  const id = v7();
  const at = { createdAt: AT, updatedAt: AT };
  const state = "waiting" as const;
  return {
    id,
    fileName: "a.warc.gz",
    key: `imports/${id}/a.warc.gz`,
    by: "ada",
    ...at,
    state,
    counts: EMPTY_COUNTS,
    progress: FIRST_PROGRESS,
    ...changes,
  };
};

const problemAt = (offset: number, changes: Partial<ImportProblem> = {}): ImportProblem => ({
  ...{ position: positionOf(0, { offset, unpacked: 0 }), code: "gzip-broken", offset, message: "It is broken." },
  ...changes,
});

async function walk<T>(
  limit: number,
  list: (page: { limit: number; after?: string | undefined }) => Promise<Page<T>>,
): Promise<T[]> {
  const seen: T[] = [];
  let after: string | undefined;
  do {
    const page = await list({ limit, after });
    seen.push(...page.rows);
    after = page.after;
  } while (after !== undefined);
  return seen;
}

/** @param makeStore - an empty store */
export function describeImportStore(makeStore: () => Promise<ImportStore>): void {
  let imports: ImportStore;
  beforeEach(async () => {
    imports = await makeStore();
  });

  describe("import store", () => {
    it("gives an import back with every field", async () => {
      const value = importOf({
        ...{
          state: "failed",
          startedAt: AT,
          finishedAt: later(9),
          bytes: 5,
          sha256: "sha256:00",
          announcedSha256: "sha256:00",
        },
        ...{ etag: '"e"', format: "wacz", package: { signature: "valid", verifiedFiles: 3 } },
        error: { code: "zip-overlap", message: "Files overlap." },
        counts: { ...EMPTY_COUNTS, records: 3, others: { warcinfo: 1 }, problems: { "bad-url": 2 } },
        progress: { phase: "revisits", segment: 2, offset: 7, unpacked: 1, spent: 99, after: "x" },
      });
      await imports.create(value);
      await expect(imports.get(value.id)).resolves.toStrictEqual({ value, revision: 0 });
      await expect(imports.get(v7())).resolves.toBeUndefined();
    });

    it("replaces a row only as it was read", async () => {
      const value = importOf();
      await imports.create(value);
      const running = { ...value, state: "running" as const };
      await expect(imports.replace({ value: running, revision: 0 })).resolves.toBe(true);
      await expect(imports.replace({ value: { ...value, state: "done" }, revision: 0 })).resolves.toBe(false);
      await expect(imports.get(value.id)).resolves.toStrictEqual({ value: running, revision: 1 });
      await expect(imports.replace({ value: importOf(), revision: 0 })).resolves.toBe(false);
    });

    it.each([1, 2, 5, 100])("lists imports newest first, in pages of %i, each once", async (limit) => {
      const all = [1, 2, 3, 4, 5].map((ms) => importOf({ id: v7({ msecs: Date.parse(AT) + ms }) }));
      for (const value of all) await imports.create(value);
      await expect(walk(limit, (page) => imports.list(page))).resolves.toStrictEqual(all.toReversed());
    });

    it.each([1, 3, 100])(
      "lists problems in the order of the file, in pages of %i, and each once though it was told twice",
      async (limit) => {
        const [id, other] = [v7(), v7()];
        const all = [
          problemAt(5),
          problemAt(40, {
            code: "bad-date",
            unpacked: 7,
            type: "response",
            url: "http://quay.example/",
            recordId: "<urn:uuid:x>",
          }),
          problemAt(40, { code: "bad-url", entry: "archive/a.warc.gz" }),
          problemAt(123_456_789_012),
        ];
        for (const problem of [...all.toReversed(), all[0] ?? problemAt(0)]) await imports.addProblem(id, problem);
        await imports.addProblem(other, problemAt(6));
        await expect(walk(limit, (page) => imports.listProblems(id, page))).resolves.toStrictEqual(all);
      },
    );

    it.each([1, 2, 100])(
      "lists revisits that wait in the order of the file, in pages of %i, apart from problems",
      async (limit) => {
        const id = v7();
        const all = [3, 20, 100].map((offset) => ({
          position: positionOf(1, { offset, unpacked: 0 }),
          body: `{"at":${offset}}`,
        }));
        for (const revisit of all.toReversed()) await imports.addWaiting(id, revisit, new Date(later(1000)));
        await imports.addProblem(id, problemAt(6));
        await expect(walk(limit, (page) => imports.listWaiting(id, page))).resolves.toStrictEqual(all);
      },
    );
  });
}
