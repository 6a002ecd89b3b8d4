/** Exports and WACZ files over HTTP, as far as one function goes. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import { exportKeys } from "../../../shared/exports/export.ts";
import { EXPORT_DAYS } from "../../../shared/names.ts";
import { createObserverDouble } from "../../support/doubles.ts";
import { AT, later } from "../../support/fixtures.ts";
import { type Call, call } from "../../support/http.ts";
import { createMemoryImports } from "../../support/memory-import-store.ts";
import { faultsOf, readWacz } from "../../support/read-wacz.ts";
import { createSetting, type Setting } from "../export/setting.ts";

const { createHandler } = await import("../../../functions/transfers/handler.ts");

const HOUR = 3_600_000;
const READER = { token: "rea", scopes: "read" };

let setting: Setting;
/** Milliseconds after {@link AT}. */
let clock: number;
let isQueueDown: boolean;
beforeEach(() => {
  setting = createSetting();
  clock = HOUR;
  isQueueDown = false;
});

function ask(target: string, options?: Call) {
  const deps: Parameters<typeof createHandler>[0] = {
    ...setting,
    imports: createMemoryImports(),
    openObject: async () => undefined,
    signUpload: async (key) => `https://bucket.example/${key}`,
    sendImports: async () => new Map(),
    restrictions: { ofSite: setting.ofSite },
    now: () => new Date(later(clock)),
    sendExports: async (messages) => {
      if (isQueueDown) return new Map(messages.map((message) => [message, "throttled"]));
      return setting.send(messages);
    },
  };
  return call(createHandler(deps, createObserverDouble()), target, options);
}

const post = (body: unknown, options: Call = {}) => ask("POST /v1/exports", { body, ...options });

describe("asking for an export", () => {
  it("is accepted, with a place to follow it, and done a while later with a link", async () => {
    const capture = await setting.add();
    const accepted = await post({ url: capture.url, title: "Ferries", description: "All of them" });
    expect(accepted.status).toBe(202);
    expect(accepted.body).toMatchObject({
      status: "queued",
      title: "Ferries",
      description: "All of them",
      requisites: true,
    });
    expect(accepted.headers.get("location")).toBe(accepted.body.links.self);
    await setting.work();
    const { body } = await ask(`GET /v1/exports/${accepted.body.id}`, { caller: READER });
    expect(body).toMatchObject({ status: "done", counts: { captures: 1 }, bytes: expect.any(Number), error: null });
    expect(body.links.download).toBe(`https://bucket.example/${exportKeys(body.id).wacz}?expires=900`);
  });

  it.each([
    [{ ids: [v7()] }, { kind: "ids" }],
    [
      { url: "https://paper.example/a#b", from: "2026-03-01", to: "2026-03-14" },
      { kind: "url", from: "2026-03-01T00:00:00.000Z", to: "2026-03-15T00:00:00.000Z" },
    ],
    [
      { host: "www.Paper.example:8080", source: "harbour" },
      { kind: "host", host: "paper.example:8080", source: "harbour" },
    ],
    [{ source: "harbour" }, { kind: "articles", source: "harbour" }],
    [{ from: "2026-03-01T10:00:00+02:00" }, { kind: "articles", from: "2026-03-01T08:00:00.000Z" }],
  ])("understands %j", async (body, selection) => {
    expect(await post(body)).toMatchObject({ status: 202, body: { selection } });
  });

  it.each([
    [{}, "bad-request"],
    [{ url: "https://paper.example/", host: "paper.example" }, "bad-request"],
    [{ ids: [] }, "bad-request"],
    [{ ids: ["7"] }, "bad-request"],
    [{ ids: Array.from({ length: 1001 }, () => v7()) }, "bad-request"],
    [{ ids: [v7()], from: "2026-03-01" }, "bad-request"],
    [{ host: "paper.example/path" }, "bad-request"],
    [{ host: "a@b" }, "bad-request"],
    [{ url: "ftp://paper.example/" }, "url-not-http"],
    [{ url: "paper" }, "url-invalid"],
    [{ from: "yesterday" }, "bad-request"],
    [{ source: "harbour", colour: "red" }, "bad-request"],
    [{ title: "", source: "harbour" }, "bad-request"],
    ["{", "not-json"],
    [[], "bad-request"],
  ])("refuses %j: %s", async (body, code) => {
    expect(await post(body)).toMatchObject({ status: 400, body: { code } });
    expect(setting.sent).toEqual([]);
  });

  it("needs a token that may make the archive work", async () => {
    expect(await post({ source: "harbour" }, { caller: READER })).toMatchObject({ status: 403 });
  });

  it("is refused where it cannot be queued, and on record as failed", async () => {
    isQueueDown = true;
    expect(await post({ source: "harbour" })).toMatchObject({ status: 503, body: { code: "frontier-unavailable" } });
    const { body } = await ask("GET /v1/exports");
    expect(body.exports).toMatchObject([{ status: "failed" }]);
  });
});

describe("an export that is done", () => {
  const finished = async (...captures: Awaited<ReturnType<Setting["add"]>>[]) => {
    const { made } = await setting.make({ kind: "ids", ids: captures.map(({ id }) => id) });
    return made.id;
  };

  it("has no link once the bucket has forgotten it", async () => {
    const id = await finished(await setting.add());
    clock = HOUR + EXPORT_DAYS * 24 * HOUR;
    const { body } = await ask(`GET /v1/exports/${id}`);
    expect(body).toMatchObject({ status: "expired" });
    expect(body.links.download).toBeUndefined();
  });

  it.each(["block", "erase", "embargo"] as const)(
    "is withdrawn where something in it came under a %s since",
    async (effect) => {
      const [kept, gone] = [await setting.add(), await setting.add({ exchange: { url: "https://img.example/a.png" } })];
      setting.show(kept, gone);
      const id = await finished(kept);
      setting.restrict(gone, effect, later(2 * HOUR));
      clock = 3 * HOUR;
      const { body } = await ask(`GET /v1/exports/${id}`);
      expect(body).toMatchObject({ status: "withdrawn" });
      expect(body.links.download).toBeUndefined();
    },
  );

  it("stays where what was taken down since is not in it", async () => {
    const [kept, other] = [
      await setting.add(),
      await setting.add({ exchange: { url: "https://paper.example/other" } }),
    ];
    const id = await finished(kept);
    setting.restrict(other, "block", later(2 * HOUR));
    const { body } = await ask(`GET /v1/exports/${id}`);
    expect(body).toMatchObject({ status: "done", links: { download: expect.any(String) } });
  });
});

it.each(["GET /v1/exports/7", `GET /v1/exports/${v7()}`])("%s is not found", async (target) => {
  expect(await ask(target)).toMatchObject({ status: 404, body: { code: "export-not-found" } });
});

it("lists exports newest first, by pages", async () => {
  for (const title of ["one", "two", "three"]) await post({ source: "harbour", title });
  const first = await ask("GET /v1/exports", { query: { limit: "2" }, caller: READER });
  expect(first.body.exports.map(({ title }: { title: string }) => title)).toEqual(["three", "two"]);
  const second = await ask("GET /v1/exports", { query: { limit: "2", cursor: first.body.nextCursor } });
  expect(second.body).toMatchObject({ exports: [{ title: "one" }], nextCursor: null });
  expect(await ask("GET /v1/exports", { query: { cursor: "x" } })).toMatchObject({
    status: 400,
    body: { code: "bad-cursor" },
  });
});

describe("one capture as a WACZ", () => {
  const getWacz = async (id: string) => {
    const answer = await ask(`GET /v1/captures/${id}/wacz`, { caller: READER });
    return { ...answer, bytes: Buffer.from(String(answer.body), "latin1") };
  };

  it("is answered at once, signed, with what its page was shown with", async () => {
    const page = await setting.add({ text: "The ferry ran late." });
    const picture = await setting.add({ exchange: { url: "https://img.example/a.png" } });
    setting.show(page, picture, picture);
    const { status, headers, bytes } = await getWacz(page.id);
    expect([status, headers.get("content-type")]).toEqual([200, "application/wacz"]);
    expect(headers.get("content-disposition")).toBe(`attachment; filename="${page.id}.wacz"`);
    expect(await faultsOf(bytes)).toEqual([]);
    const { json, lines } = await readWacz(bytes);
    expect(json("datapackage.json")).toMatchObject({ wacz_version: "1.1.1", mainPageUrl: page.url, mainPageDate: AT });
    expect(lines("indexes/index.cdxj")).toHaveLength(3);
    const key = await ask("GET /v1/signing-key", { caller: null });
    expect(json("datapackage-digest.json").signedData.publicKey).toBe(key.body.publicKey);
    expect(JSON.stringify(key.body)).not.toContain("privateKey");
  });

  it("goes out by a link where it is too large for an answer", async () => {
    const page = await setting.add({ exchange: { body: Buffer.from(crypto.getRandomValues(new Uint8Array(65_536))) } });
    const pictures = [];
    for (let index = 0; index < 3; index += 1) {
      const body = Buffer.concat(Array.from({ length: 32 }, () => crypto.getRandomValues(new Uint8Array(65_536))));
      pictures.push(await setting.add({ exchange: { url: `https://img.example/${index}.png`, body } }));
    }
    setting.show(page, ...pictures);
    const { status, headers } = await getWacz(page.id);
    expect([status, headers.get("location")]).toEqual([
      307,
      `https://bucket.example/downloads/${page.id}.wacz?expires=900`,
    ]);
    expect(await faultsOf(setting.objects.stored.get(`downloads/${page.id}.wacz`) ?? new Uint8Array())).toEqual([]);
  });

  it("is refused where it would not fit in memory, and told of exports", async () => {
    const page = await setting.add({
      capture: { warc: { key: "imports/huge.warc", offset: 0, length: 49 * 1024 * 1024 } },
    });
    expect(await getWacz(page.id)).toMatchObject({ status: 409, body: { code: "wacz-too-large" } });
  });

  it.each([
    ["block", "blocked"],
    ["embargo", "embargoed"],
    ["erase", "erased"],
  ] as const)("is not given of a page under a %s, nor of a revisit of it", async (effect, code) => {
    const page = await setting.add();
    const again = await setting.add({
      revisitOf: page,
      exchange: { startedAt: new Date(later(1000)), body: Buffer.alloc(0) },
    });
    setting.restrict(page, effect);
    for (const { id } of [page, again]) expect(await getWacz(id)).toMatchObject({ status: 451, body: { code } });
  });

  it("is not given of a page that asks not to be archived where that binds", async () => {
    const page = await setting.add({ capture: { noarchive: { from: "meta", binding: true } } });
    expect(await getWacz(page.id)).toMatchObject({ status: 451, body: { code: "withheld" } });
  });

  it("is no half of a page: where stored bytes have changed, it fails", async () => {
    const page = await setting.add();
    setting.objects.stored.set(page.warc.key, Buffer.alloc(page.warc.length, 1));
    expect(await getWacz(page.id)).toMatchObject({ status: 500, body: { code: "internal" } });
  });

  it("is not found where there is no such capture", async () => {
    for (const id of ["7", v7()])
      expect(await getWacz(id)).toMatchObject({ status: 404, body: { code: "capture-not-found" } });
  });
});
