/** An import that died again and again is told as failed, and what it has imported stays. */
import { v7 } from "uuid";
import { expect, it } from "vitest";
import { recordImportCrash } from "../../functions/maintain/record-import-crash.ts";
import { EMPTY_COUNTS, FIRST_PROGRESS, type Import } from "../../shared/imports/import.ts";
import { createObserverDouble } from "../support/doubles.ts";
import { AT } from "../support/fixtures.ts";
import { createMemoryImports } from "../support/memory-import-store.ts";

const NOW = new Date("2026-06-01T12:00:00.000Z");

async function settingWith(state: Import["state"]) {
  const [imports, observer, id] = [createMemoryImports(), createObserverDouble(), v7()];
  const counts = { ...EMPTY_COUNTS, captures: 7 };
  const at = { createdAt: AT, updatedAt: AT };
  const value: Import = {
    id,
    fileName: "a",
    key: `imports/${id}/a`,
    by: "ada",
    ...at,
    state,
    counts,
    progress: FIRST_PROGRESS,
  };
  await imports.create(value);
  const deps = { imports, observer, now: () => NOW };
  return { deps, value, body: JSON.stringify({ version: 1, importId: id }) };
}

it.each(["queued", "running"] as const)("fails one that is %s, with its code, and keeps its counts", async (state) => {
  const { deps, value, body } = await settingWith(state);
  await recordImportCrash(deps, body);
  const stored = await deps.imports.get(value.id);
  expect(stored?.value).toMatchObject({ state: "failed", error: { code: "import-crashed" }, counts: { captures: 7 } });
  expect(stored?.value.finishedAt).toBe(NOW.toISOString());
});

it.each(["done", "failed", "waiting"] as const)("leaves one alone that is %s", async (state) => {
  const { deps, value, body } = await settingWith(state);
  await recordImportCrash(deps, body);
  await expect(deps.imports.get(value.id)).resolves.toEqual({ value, revision: 0 });
});

it("keeps the letter where somebody works on it after all", async () => {
  const { deps, body } = await settingWith("running");
  const imports = { ...deps.imports, replace: async () => false };
  await expect(recordImportCrash({ ...deps, imports }, body)).rejects.toThrow("is worked on");
});

it("takes what cannot be read, and logs it", async () => {
  const { deps } = await settingWith("running");
  await recordImportCrash(deps, "{");
  expect(deps.observer.outcomes).toMatchObject([{ outcome: "dead-letter-unreadable", code: "bad-message" }]);
});
