/** An export over many invocations, and over invocations that die. */
import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { recordExportCrash } from "../../../functions/maintain/record-export-crash.ts";
import { EXPORT_LIMITS, exportKeys } from "../../../shared/exports/export.ts";
import type { ExportStore } from "../../../shared/index/export-store.ts";
import { faultsOf, readWacz } from "../../support/read-wacz.ts";
import { createSetting, type Setting } from "./setting.ts";

const MIB = 1024 * 1024;

let setting: Setting;
beforeEach(() => {
  setting = createSetting();
});

/** Pages of so many MiB that gzip cannot make smaller. */
async function addPages(count: number, bytes = 3 * MIB): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const exchange = { url: `https://paper.example/${index}`, body: randomBytes(bytes) };
    ids.push((await setting.add({ exchange, text: `Page ${index}` })).id);
  }
  return ids;
}

/** Everything but the signature, which is never the same twice. */
async function contentOf(bytes: Uint8Array): Promise<Record<string, string>> {
  const { files } = await readWacz(bytes);
  return Object.fromEntries(
    [...files]
      .filter(([path]) => path !== "datapackage-digest.json")
      .map(([path, file]) => [path, file.toString("latin1")]),
  );
}

/** A second export of the same name and moment: the ids of what is made for it follow from its id. */
async function askAgain(id: string): Promise<void> {
  const made = await setting.made(id);
  const fresh = { ...made, status: "queued", step: { kind: "plan", chunks: 0 } } as const;
  const { bytes, finishedAt, mainPage, ...queued } = fresh;
  const zero = { planned: 0, captures: 0, pages: 0, restricted: 0, damaged: 0, tooLarge: 0 };
  const revision = (await setting.exports.get(id))?.revision ?? 0;
  await setting.exports.replace({ export: { ...queued, counts: zero, textLeft: 16 * MIB }, revision });
  setting.sent.push({ version: 1, exportId: id });
}

it("makes the same file in one invocation and in one for each step", async () => {
  const ids = await addPages(13);
  const id = await setting.ask({ kind: "ids", ids });
  expect(await setting.work()).toBe(1);
  const atOnce = await contentOf(setting.file(id));
  expect(Object.keys(atOnce).filter((path) => path.startsWith("archive/"))).toHaveLength(3);
  expect(await faultsOf(setting.file(id))).toEqual([]);

  await askAgain(id);
  setting.objects.stored.delete(exportKeys(id).wacz);
  // Planned; three files; finished. Each step ends an invocation, and the next begins with nothing but the row.
  expect(await setting.work(0)).toBe(5);
  expect(await contentOf(setting.file(id))).toEqual(atOnce);
  expect(await faultsOf(setting.file(id))).toEqual([]);
}, 30_000);

it("plans several hundred captures over several invocations, each of them once", async () => {
  const ids = await addPages(250, 10);
  const id = await setting.ask({ kind: "ids", ids: [...ids, ...ids.slice(0, 50)] });
  // Three pages of a hundred, a file, the end.
  expect(await setting.work(0)).toBe(5);
  expect(await setting.made(id)).toMatchObject({ status: "done", counts: { planned: 250, captures: 250, pages: 250 } });
  const index = (await readWacz(setting.file(id))).lines("indexes/index.cdxj");
  expect(new Set(index).size).toBe(500);
});

it("lists what many pages were shown with in chunks that are read one by one", async () => {
  const pages = [];
  for (let page = 0; page < 3; page += 1) {
    const made = await setting.add({ exchange: { url: `https://paper.example/${page}` } });
    const url = (part: number) => `https://img.example/${page}/${part}.png`;
    const parts = await Promise.all(
      Array.from({ length: 800 }, (_, part) => setting.add({ exchange: { url: url(part) } })),
    );
    setting.show(made, ...parts);
    pages.push(made.id);
  }
  const { made, bytes } = await setting.make({ kind: "ids", ids: pages });
  expect(made).toMatchObject({
    status: "done",
    step: { chunks: 2 },
    counts: { planned: 2403, captures: 2403, pages: 3 },
  });
  expect((await readWacz(bytes)).lines("indexes/index.cdxj")).toHaveLength(2403);
}, 30_000);

describe("an invocation that dies", () => {
  class Died extends Error {}

  it.each([
    ["while a part goes up", 2],
    ["after a part went up", 3],
  ])(
    "%s is repeated, and the file is as if nothing had been",
    async (_, call) => {
      const ids = await addPages(13);
      const id = await setting.ask({ kind: "ids", ids });
      let calls = 0;
      const dying = {
        ...setting.objects,
        putPart: async (...args: Parameters<typeof setting.objects.putPart>) => {
          calls += 1;
          if (calls === 2 && call === 2) throw new Died();
          return setting.objects.putPart(...args);
        },
        put: async (...args: Parameters<typeof setting.objects.put>) => {
          if (calls === 2 && call === 3) throw new Died();
          return setting.objects.put(...args);
        },
      };
      await expect(setting.work(300_000, { objects: dying })).rejects.toThrow(Died);
      setting.sent.push({ version: 1, exportId: id });
      await setting.work();
      expect(await faultsOf(setting.file(id))).toEqual([]);
      expect(await setting.made(id)).toMatchObject({ status: "done", counts: { captures: 13 } });
    },
    30_000,
  );

  it("after the parts were joined finds the file there", async () => {
    const [id] = [await setting.ask({ kind: "ids", ids: await addPages(1, 10) })];
    const exports: ExportStore = {
      ...setting.exports,
      async replace(stored) {
        if (stored.export.status === "done") throw new Died();
        return setting.exports.replace(stored);
      },
    };
    await expect(setting.work(300_000, { exports })).rejects.toThrow(Died);
    const joined = Buffer.from(setting.file(id));
    setting.sent.push({ version: 1, exportId: id });
    // S3 knows the upload no more: the part of the end cannot be put again.
    await expect(setting.work()).resolves.toBe(1);
    expect(await setting.made(id)).toMatchObject({ status: "done", bytes: joined.byteLength });
    expect(Buffer.from(setting.file(id)).equals(joined)).toBe(true);
  });
});

it("of two invocations at the same export lets the slower go, and keeps its message", async () => {
  const id = await setting.ask({ kind: "ids", ids: await addPages(1, 10) });
  const exports: ExportStore = { ...setting.exports, replace: async () => false };
  await expect(setting.work(300_000, { exports })).rejects.toThrow("made by another invocation");
  expect(setting.observer.outcomes).toMatchObject([{ outcome: "not-done", runId: id }]);
});

it("takes a message about an export that has ended, or that nobody knows", async () => {
  const { made } = await setting.make({ kind: "ids", ids: await addPages(1, 10) });
  setting.sent.push(
    { version: 1, exportId: made.id },
    { version: 1, exportId: "019e4d5a-1c1e-7a3b-9d52-3f6f0c1b2a90" },
  );
  await expect(setting.work()).resolves.toBe(2);
  expect(setting.observer.outcomes.slice(-2)).toMatchObject([
    { outcome: "export-done" },
    { outcome: "export-unknown" },
  ]);
  expect(await setting.made(made.id)).toEqual(made);
});

it("keeps its message where the next one cannot be sent", async () => {
  await setting.ask({ kind: "ids", ids: await addPages(1, 10) });
  const send = async <M>(messages: readonly M[]) => new Map(messages.map((message) => [message, "throttled"]));
  await expect(setting.work(0, { send })).rejects.toThrow("throttled");
});

it("fails, and says so, where it would hold too many sites", async () => {
  for (let index = 0; index <= EXPORT_LIMITS.sites; index += 1) {
    await setting.captures.put({
      ...(await setting.add({ exchange: { url: `https://a${index}.example/` } })),
    });
  }
  const ids = setting.captures.all().map(({ id }) => id);
  const { made } = await setting.make({ kind: "ids", ids });
  expect(made).toMatchObject({ status: "failed", error: { code: "export-too-large" } });
}, 30_000);

describe("a dead letter of the exports queue", () => {
  it("fails its export", async () => {
    const id = await setting.ask({ kind: "ids", ids: await addPages(1, 10) });
    await recordExportCrash(setting, JSON.stringify({ version: 1, exportId: id }));
    expect(await setting.made(id)).toMatchObject({ status: "failed", error: { code: "export-crashed" } });
  });

  it("changes no export that has ended, and takes what cannot be read", async () => {
    const { made } = await setting.make({ kind: "ids", ids: await addPages(1, 10) });
    await recordExportCrash(setting, JSON.stringify({ version: 1, exportId: made.id }));
    await recordExportCrash(setting, "{");
    expect(await setting.made(made.id)).toEqual(made);
    expect(setting.observer.outcomes.at(-1)).toMatchObject({ outcome: "dead-letter-unreadable" });
  });
});
