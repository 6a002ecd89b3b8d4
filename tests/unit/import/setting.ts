/** What an import runs in: stores, bucket and queues in memory. */
import { v7 } from "uuid";
import type { CaptureStored } from "../../../events/capture-stored.ts";
import { type RunDeps, runImport } from "../../../functions/import/run-import.ts";
import { ObjectChangedError } from "../../../shared/aws/object-reader.ts";
import { EMPTY_COUNTS, FIRST_PROGRESS, type Import } from "../../../shared/imports/import.ts";
import type { Capture } from "../../../shared/index/capture.ts";
import { type ReadRecord, readRecord } from "../../../shared/warc/read-record.ts";
import { createMemoryObjects } from "../../support/doubles.ts";
import { createMemoryImports } from "../../support/memory-import-store.ts";
import { createMemoryCaptures } from "../../support/memory-stores.ts";

export const NOW = new Date("2026-06-01T12:00:00.000Z");

export function createSetting() {
  const [imports, captures, objects] = [createMemoryImports(), createMemoryCaptures(), createMemoryObjects()];
  const queued: CaptureStored[] = [];
  const setting = {
    imports,
    captures,
    objects,
    queued,
    deps: {
      imports,
      captures,
      objects,
      openObject: async (key) => {
        const body = objects.stored.get(key);
        if (!body) return undefined;
        return {
          size: body.length,
          etag: `"${body.length}"`,
          async read(offset, length) {
            if (objects.stored.get(key) !== body) throw new ObjectChangedError(key);
            return body.subarray(offset, offset + length);
          },
        };
      },
      sendToExtract: async (messages) => {
        queued.push(...messages);
        return new Map();
      },
      isTimeUp: () => false,
      pause: async () => undefined,
      now: () => NOW,
    } as RunDeps,
    /** Puts a file in the bucket, as if it had been uploaded and started. */
    async put(file: Uint8Array, changes: Partial<Import> = {}): Promise<string> {
      const id = v7();
      const key = `imports/${id}/file`;
      const at = NOW.toISOString();
      objects.stored.set(key, file);
      await imports.create({
        ...{ id, fileName: "file", key, by: "ada", createdAt: at, updatedAt: at, state: "queued" },
        ...{ counts: EMPTY_COUNTS, progress: FIRST_PROGRESS, ...changes },
      });
      return id;
    },
    /** Runs an import to its end; answers with its row and how many stretches it took. */
    async finish(id: string, deps: Partial<RunDeps> = {}): Promise<Import & { readonly stretches: number }> {
      for (let stretches = 1; stretches < 500; stretches += 1) {
        const { kind, value } = await runImport({ ...setting.deps, ...deps }, id);
        if (kind !== "again" && value) return { ...value, stretches };
      }
      throw new Error("it goes on for ever");
    },
    async importFile(file: Uint8Array, changes: Partial<Import> = {}, deps: Partial<RunDeps> = {}) {
      return setting.finish(await setting.put(file, changes), deps);
    },
    /** Codes in the order of the file. */
    async problems(id: string) {
      return (await imports.listProblems(id, { limit: 1000 })).rows;
    },
    capture(url: string): Capture {
      const found = captures.all().filter((row) => row.url === url);
      if (found.length !== 1 || !found[0]) throw new Error(`${found.length} captures of ${url}`);
      return found[0];
    },
    /** The record that a capture points to. */
    async read({ warc }: Pick<Capture, "warc">): Promise<ReadRecord> {
      return readRecord(await objects.read(warc));
    },
  };
  return setting;
}
