/** Asking for imports over HTTP. */
import { beforeEach, describe, expect, it } from "vitest";
import type { ImportRequested } from "../../../events/import-requested.ts";
import type { Import } from "../../../shared/imports/import.ts";
import { createMemoryObjects, createObserverDouble, setHandlerEnv } from "../../support/doubles.ts";
import { BASE_URL, type Call, call } from "../../support/http.ts";
import { createMemoryImports } from "../../support/memory-import-store.ts";
import { createMemoryRestrictions } from "../../support/memory-restrictions.ts";
import { createSetting as createExportSetting } from "../export/setting.ts";

setHandlerEnv();
const { createHandler } = await import("../../../functions/transfers/handler.ts");

const ADMIN = { token: "ada", scopes: "read capture admin" };
const NOW = new Date("2026-06-01T12:00:00.000Z");

function createSetting() {
  const [imports, objects] = [createMemoryImports(), createMemoryObjects()];
  const sent: ImportRequested[] = [];
  const setting = {
    imports,
    objects,
    sent,
    isQueueDown: false,
    call: (target: string, options: Call = {}) =>
      call(
        createHandler(
          {
            ...createExportSetting(),
            restrictions: createMemoryRestrictions(),
            sendExports: async () => new Map(),
            imports,
            objects,
            openObject: async (key) => {
              const body = objects.stored.get(key);
              return body && { size: body.length, etag: '"e"', read: async () => body };
            },
            signUpload: async (key, seconds) => `https://bucket.example/${key}?for=${seconds}`,
            sendImports: async (messages) => {
              if (setting.isQueueDown) return new Map(messages.map((message) => [message, "down"]));
              sent.push(...messages);
              return new Map();
            },
            now: () => NOW,
          },
          createObserverDouble(),
        ),
        target,
        { caller: ADMIN, ...options },
      ),
    async create(body: object = { fileName: "crawl.warc.gz" }) {
      return (await setting.call("POST /v1/imports", { body })).body;
    },
    async stored(id: string): Promise<Import> {
      const found = await imports.get(id);
      if (!found) throw new Error("no import");
      return found.value;
    },
  };
  return setting;
}

let setting: ReturnType<typeof createSetting>;
beforeEach(() => {
  setting = createSetting();
});

it("gives a link to upload the file by, and reads nothing yet", async () => {
  const body = { fileName: "crawl.warc.gz", bytes: 5, sha256: "AB".repeat(32) };
  const answer = await setting.call("POST /v1/imports", { body });
  expect(answer).toMatchObject({
    status: 201,
    body: {
      ...{ state: "waiting", fileName: "crawl.warc.gz", by: "ada", bytes: 5 },
      upload: { method: "PUT", headers: { "If-None-Match": "*" }, expiresAt: "2026-06-01T18:00:00.000Z" },
    },
  });
  expect(answer.headers.get("location")).toBe(`${BASE_URL}/v1/imports/${answer.body.id}`);
  expect(answer.body.upload.url).toContain(`/imports/${answer.body.id}/crawl.warc.gz?`);
  expect(await setting.stored(answer.body.id)).toMatchObject({ announcedSha256: `sha256:${"ab".repeat(32)}` });
  expect(setting.sent).toEqual([]);
});

it.each([
  ["../../captures/x.warc.gz", "x.warc.gz"],
  ["C:\\crawls\\été 1.warc.gz", "_t__1.warc.gz"],
  ["..", "_"],
  ["/", "file"],
  ["a".repeat(250), "a".repeat(100)],
])("keeps a file of the name %j as %j, inside of its own folder", async (fileName, kept) => {
  const { id } = await setting.create({ fileName });
  expect(await setting.stored(id)).toMatchObject({ fileName, key: `imports/${id}/${kept}` });
});

it("takes a small file in the body, and begins at once", async () => {
  const file = Buffer.from("WARC/1.1 and so on");
  const answer = await setting.call("POST /v1/imports", { body: file, query: { fileName: "small.warc" } });
  expect(answer).toMatchObject({ status: 202, body: { state: "queued", bytes: file.length } });
  const { key } = await setting.stored(answer.body.id);
  expect(setting.objects.stored.get(key)).toEqual(file);
  expect(setting.sent).toEqual([{ version: 1, importId: answer.body.id }]);
});

describe("starting an import", () => {
  const startOf = (id: string) => setting.call(`POST /v1/imports/${id}/start`);

  it("puts it on the queue when its file is there", async () => {
    const { id } = await setting.create();
    expect(await startOf(id)).toMatchObject({ status: 409, body: { code: "import-not-uploaded" } });
    setting.objects.stored.set((await setting.stored(id)).key, Buffer.from("12345"));
    expect(await startOf(id)).toMatchObject({ status: 202, body: { state: "queued", bytes: 5 } });
    expect(setting.sent).toEqual([{ version: 1, importId: id }]);
  });

  it("refuses a file of another size than announced", async () => {
    const { id } = await setting.create({ fileName: "a.warc", bytes: 6 });
    setting.objects.stored.set((await setting.stored(id)).key, Buffer.from("12345"));
    expect(await startOf(id)).toMatchObject({ status: 409, body: { code: "import-size-differs" } });
    expect(setting.sent).toEqual([]);
  });

  it("may be repeated where the queue took nothing", async () => {
    const { id } = await setting.create();
    setting.objects.stored.set((await setting.stored(id)).key, Buffer.from("12345"));
    setting.isQueueDown = true;
    expect(await startOf(id)).toMatchObject({ status: 503 });
    setting.isQueueDown = false;
    expect(await startOf(id)).toMatchObject({ status: 202 });
    expect(setting.sent).toHaveLength(1);
  });

  it("does nothing to one that has ended", async () => {
    const { id } = await setting.create();
    await setting.imports.replace({ value: { ...(await setting.stored(id)), state: "done" }, revision: 0 });
    expect(await startOf(id)).toMatchObject({ status: 202, body: { state: "done" } });
    expect(setting.sent).toEqual([]);
  });
});

it("lists imports and problems by pages", async () => {
  const ids = [];
  for (let n = 0; n < 3; n += 1) ids.push((await setting.create()).id);
  const first = await setting.call("GET /v1/imports", { query: { limit: "2" } });
  const next = await setting.call("GET /v1/imports", { query: { limit: "2", cursor: first.body.nextCursor } });
  expect([...first.body.imports, ...next.body.imports].map(({ id }: { id: string }) => id)).toEqual(ids.toReversed());
  for (const offset of [5, 9]) {
    const position = String(offset);
    await setting.imports.addProblem(ids[0] ?? "", { position, code: "bad-url", offset, message: "It is bad." });
  }
  const page = await setting.call(`GET /v1/imports/${ids[0]}/problems`, { query: { limit: "1" } });
  expect(page.body.problems).toMatchObject([{ code: "bad-url", offset: 5, entry: null }]);
  const query = { limit: "1", cursor: page.body.nextCursor };
  expect((await setting.call(`GET /v1/imports/${ids[0]}/problems`, { query })).body.problems).toMatchObject([
    { offset: 9 },
  ]);
  expect(await setting.call(`GET /v1/imports/${ids[1]}/problems`, { query })).toMatchObject({
    status: 400,
    body: { code: "bad-cursor" },
  });
});

describe("a request that is wrong", () => {
  it.each([
    ["no name", {}, 400, "bad-request"],
    ["more than 5 GiB", { fileName: "a", bytes: 5 * 1024 ** 3 + 1 }, 400, "bad-request"],
    ["no digest", { fileName: "a", sha256: "00" }, 400, "bad-request"],
    ["no JSON", "{", 400, "not-json"],
  ])("for it has %s is refused", async (_, body, status, code) => {
    expect(await setting.call("POST /v1/imports", { body })).toMatchObject({ status, body: { code } });
  });

  it.each([
    ["an empty file", Buffer.alloc(0), 400, "bad-request"],
    ["a file that is too large for a request", Buffer.alloc(4 * 2 ** 20 + 1), 413, "too-large"],
  ])("with %s is refused", async (_, body, status, code) => {
    const query = { fileName: "a.warc" };
    expect(await setting.call("POST /v1/imports", { body, query })).toMatchObject({ status, body: { code } });
  });

  it.each([
    "GET /v1/imports/no-id",
    "GET /v1/imports/00000000-0000-4000-8000-000000000000",
    "POST /v1/imports/00000000-0000-4000-8000-000000000000/start",
  ])("is a 404: %s", async (target) => {
    expect(await setting.call(target)).toMatchObject({ status: 404, body: { code: "import-not-found" } });
  });

  it("needs the scope admin to import, and read to look", async () => {
    const caller = { token: "ana", scopes: "read capture" };
    expect(await setting.call("POST /v1/imports", { body: { fileName: "a" }, caller })).toMatchObject({ status: 403 });
    expect(await setting.call("GET /v1/imports", { caller })).toMatchObject({ status: 200 });
    expect(await setting.call("GET /v1/imports", { caller: null })).toMatchObject({ status: 401 });
  });
});
