/** What becomes of a requisite's fetch: a capture that may stand for the same bytes anywhere, and never an article. */
import { v7 } from "uuid";
import { describe, expect, it } from "vitest";
import type { CaptureRequested } from "../../../events/capture-requested.ts";
import { captureBatch } from "../../../functions/capture/capture-batch.ts";
import { yieldSeconds } from "../../../functions/capture/retry-policy.ts";
import type { Exchange } from "../../../shared/fetch/exchange.ts";
import { exchangeOf, extractionOf, later, requestOf } from "../../support/fixtures.ts";
import { type Answer, createSetting, fetched, frontierRecord, pageAt } from "./setting.ts";

const PAGE_ID = v7();
const PICTURE = "https://paper.example/ferry.png";
const ELSEWHERE = "https://cdn.example/ferry.png";
const SHEET = "https://paper.example/site.css";
const MINUTE = () => 60_000;

const fileAt = (url: string, type: string, body: string, changes: Partial<Exchange> = {}): Exchange =>
  exchangeOf({ url, responseHeaders: [["Content-Type", type]], body: Buffer.from(body), ...changes });
const pictureAt = (url: string) => fetched(fileAt(url, "image/png", "a picture"));

const originOf = (changes: object = {}): CaptureRequested["origin"] => ({
  ...{ kind: "requisite", pageId: PAGE_ID, as: "image", depth: 1 },
  ...changes,
});

type Setting = ReturnType<typeof createSetting>;

async function capture(setting: Setting, url: string, changes: Partial<CaptureRequested> = { origin: originOf() }) {
  const request = requestOf({ url, ...changes });
  await captureBatch(setting.deps, [frontierRecord(request)], MINUTE);
  const [job, all] = [await setting.jobs.get(request.jobId), setting.captures.all()];
  return { request, job, row: all.filter(({ jobId }) => jobId === request.jobId).at(-1) };
}

const rowOf = async ({ pages }: Setting, url: string) =>
  (await pages.list(PAGE_ID, { limit: 10 })).rows.find((row) => row.url === url);

describe("a requisite", () => {
  it("is a capture of its own, noted on the page's side before its job ends", async () => {
    const setting = createSetting({ [PICTURE]: pictureAt(PICTURE) });
    const { row, job } = await capture(setting, PICTURE);
    expect(row).toMatchObject({ url: PICTURE, kind: "response", requisiteOf: PAGE_ID, extraction: { status: "none" } });
    expect(job).toMatchObject({ status: "archived", captureId: row?.id });
    expect(setting.log).toEqual([
      "job claimed",
      "object",
      "row",
      "item captured",
      "requisite captured",
      "job archived",
    ]);
    expect(await rowOf(setting, PICTURE)).toMatchObject({ status: "captured", captureId: row?.id });
    expect(setting.fetches).toMatchObject([{ accept: "*/*" }]);
  });

  it("that is a page is none: nothing is made of it", async () => {
    const setting = createSetting({ [PICTURE]: fetched(pageAt(PICTURE)) });
    const { row } = await capture(setting, PICTURE);
    expect(row?.extraction).toEqual({ status: "none" });
    expect(setting.messages).toEqual([]);
  });

  it("that fails says so on the page's side, with its error page where there is one", async () => {
    const setting = createSetting({ [PICTURE]: fetched(fileAt(PICTURE, "text/html", "gone", { status: 404 })) });
    const { row, job } = await capture(setting, PICTURE);
    expect(job).toMatchObject({ status: "failed" });
    expect(await rowOf(setting, PICTURE)).toMatchObject({
      ...{ status: "failed", code: "http-client-error", captureId: row?.id },
    });
  });

  it("that robots.txt denies says so on the page's side", async () => {
    const robots = { allowed: false, rule: "Disallow: /", group: "User-agent: *" };
    const setting = createSetting({}, () => ({ kind: "denied", robots }));
    await capture(setting, PICTURE);
    expect(await rowOf(setting, PICTURE)).toMatchObject({ status: "failed", code: "robots-denied" });
  });

  it("that has the bytes of another URL's capture is a revisit of that one", async () => {
    const setting = createSetting({ [PICTURE]: pictureAt(PICTURE), [ELSEWHERE]: pictureAt(ELSEWHERE) });
    const first = await capture(setting, ELSEWHERE);
    const { row, job } = await capture(setting, PICTURE);
    expect(row).toMatchObject({ kind: "revisit", revisitOf: { id: first.row?.id, url: ELSEWHERE } });
    expect(job).toMatchObject({ status: "unchanged" });
  });

  it("that has the bytes of an article elsewhere takes neither its title nor its quality", async () => {
    const body = Buffer.from("<!doctype html><p>The same everywhere.</p>");
    const setting = createSetting({
      [ELSEWHERE]: fetched(pageAt(ELSEWHERE, { body })),
      [PICTURE]: fetched(pageAt(PICTURE, { body })),
    });
    const page = await capture(setting, ELSEWHERE, {});
    if (page.row) await setting.captures.recordExtraction(page.row, extractionOf());
    const { row } = await capture(setting, PICTURE);
    expect(row).toMatchObject({ kind: "revisit", revisitOf: { id: page.row?.id } });
    expect([row?.title, row?.quality]).toEqual([undefined, undefined]);
  });

  it("goes on where it is redirected, as the requisite that it is", async () => {
    const exchange = exchangeOf({ url: PICTURE, status: 302, responseHeaders: [["Location", ELSEWHERE]] });
    const setting = createSetting({
      [PICTURE]: { kind: "redirected", exchanges: [exchange], to: ELSEWHERE, cookies: [] },
      [ELSEWHERE]: pictureAt(ELSEWHERE),
    });
    await capture(setting, PICTURE);
    await captureBatch(setting.deps, setting.sentOn.map(frontierRecord), MINUTE);
    const end = await rowOf(setting, PICTURE);
    expect(end).toMatchObject({ status: "captured", redirectIds: [expect.any(String)] });
    expect(await setting.captures.get(end?.captureId ?? "")).toMatchObject({ url: ELSEWHERE, requisiteOf: PAGE_ID });
  });
});

describe("a stylesheet", () => {
  const sheet = fetched(fileAt(SHEET, "text/css", "@import 'more.css'"));
  const asSheet = (depth = 1) => ({ origin: originOf({ as: "stylesheet", depth }) });

  it("is read for what it names in turn, one step further from the page", async () => {
    const setting = createSetting({ [SHEET]: sheet });
    const { row, job } = await capture(setting, SHEET, asSheet(2));
    expect(setting.messages).toMatchObject([
      {
        ...{ captureId: row?.id, task: "stylesheet-links" },
        requisites: { pageId: PAGE_ID, wanted: "all", depth: 3, stylesheet: SHEET },
      },
    ]);
    expect(job).toMatchObject({ status: "archived" });
    expect(await rowOf(setting, SHEET)).toMatchObject({ isToBeRead: true });
  });

  it("that was there already is read from the record that holds it", async () => {
    const setting = createSetting({ [SHEET]: sheet });
    const first = await capture(setting, SHEET, asSheet());
    const second = await capture(setting, SHEET, asSheet());
    expect(second.row).toMatchObject({ kind: "revisit" });
    expect(setting.messages.map(({ response }) => response)).toEqual([
      { ...first.row?.warc, length: first.row?.responseLength },
      { ...first.row?.warc, length: first.row?.responseLength },
    ]);
    expect(setting.messages[1]).toMatchObject({ captureId: second.row?.id, url: SHEET });
  });

  it.each([
    ["too far from the page", sheet, asSheet(5)],
    ["a page in truth", fetched(pageAt(SHEET)), asSheet()],
    ["gone", fetched(fileAt(SHEET, "text/css", "gone", { status: 404 })), asSheet()],
    ["empty", fetched(fileAt(SHEET, "text/css", "")), asSheet()],
    ["used as a picture", sheet, { origin: originOf() }],
  ])("that is %s is not read", async (_, answer, changes) => {
    const setting = createSetting({ [SHEET]: answer });
    await capture(setting, SHEET, changes);
    expect(setting.messages).toEqual([]);
    expect((await rowOf(setting, SHEET))?.isToBeRead).toBeUndefined();
  });
});

describe("a page", () => {
  const URL_ = "https://paper.example/ferry";
  const tagged = (changes: Partial<Exchange> = {}) =>
    fetched(
      pageAt(URL_, {
        responseHeaders: [
          ["Content-Type", "text/html"],
          ["ETag", '"v1"'],
        ],
        ...changes,
      }),
    );

  it("says in its row and to extract what is wanted with it", async () => {
    const setting = createSetting();
    const { row } = await capture(setting, URL_, { resources: "images" });
    expect(row).toMatchObject({ resources: "images" });
    expect(setting.messages).toMatchObject([
      { task: undefined, requisites: { pageId: row?.id, wanted: "images", depth: 1 } },
    ]);
  });

  it.each([[undefined], ["none"]] as const)("with resources %s has nothing said of them", async (resources) => {
    const setting = createSetting();
    const { row } = await capture(setting, URL_, { resources });
    expect(row?.resources).toBeUndefined();
    expect(setting.messages[0]?.requisites).toBeUndefined();
  });

  it("that is unchanged has its links read again where they are wanted, and its job has ended", async () => {
    const setting = createSetting({ [URL_]: tagged() });
    const first = await capture(setting, URL_, {});
    if (first.row) await setting.captures.recordExtraction(first.row, extractionOf());
    setting.messages.length = 0;
    const plain = await capture(setting, URL_, {});
    expect([plain.job?.status, setting.messages]).toEqual(["unchanged", []]);
    const { job, row } = await capture(setting, URL_, { resources: "all" });
    expect(job).toMatchObject({ status: "unchanged" });
    expect(setting.messages).toMatchObject([
      {
        ...{ captureId: row?.id, task: "page-links", requisites: { pageId: row?.id, depth: 1 } },
        response: { ...first.row?.warc, length: first.row?.responseLength },
      },
    ]);
  });

  it("is asked for without conditions, and stored and extracted, where it was captured as a requisite before", async () => {
    const answers: Record<string, Answer> = { [URL_]: tagged() };
    const setting = createSetting(answers);
    await capture(setting, URL_);
    const { row } = await capture(setting, URL_, {});
    expect(setting.fetches.map(({ validators }) => validators)).toEqual([undefined, undefined]);
    expect(row).toMatchObject({ kind: "response", extraction: { status: "pending" } });
    expect(setting.messages).toMatchObject([{ captureId: row?.id }]);
  });

  it("that was captured as a requisite is asked for as one with its validators", async () => {
    const setting = createSetting({ [URL_]: tagged() });
    await capture(setting, URL_);
    await capture(setting, URL_);
    expect(setting.fetches.map(({ validators }) => validators?.etag)).toEqual([undefined, '"v1"']);
  });
});

describe("waiting for pages to go first", () => {
  it("grows with how long it lasts, so that a long crawl costs few receives", () => {
    const request = { requestedAt: later(0) };
    const after = (seconds: number) => yieldSeconds(request, 3, new Date(later(seconds * 1000)));
    expect([0, 8, 80, 800, 8000, 80_000].map(after)).toEqual([3, 3, 10, 100, 1000, 3600]);
    let [receives, seconds] = [0, 0];
    for (; seconds < 12 * 86_400; receives += 1) seconds += after(seconds);
    // The frontier forgets a message after 1,000.
    expect(receives).toBeLessThan(400);
  });

  it("is what a requisite does, and no page", async () => {
    const setting = createSetting({}, () => ({ kind: "wait", waitSeconds: 3, reason: "yielding" }));
    const requestedAt = later(-800_000);
    for (const origin of [originOf(), { kind: "on-demand", token: "ana" } as const]) {
      await captureBatch(setting.deps, [frontierRecord(requestOf({ origin, requestedAt }))], MINUTE);
    }
    expect(setting.givenBack.map(({ delaySeconds }) => delaySeconds)).toEqual([100, 3]);
  });
});
