/** What every capture store must do; run against DynamoDB's emulators and the double in memory. */
import { v7 } from "uuid";
import { describe, expect, it } from "vitest";
import type { Capture } from "../../../shared/index/capture.ts";
import type { CaptureStore } from "../../../shared/index/capture-store.ts";
import { sha256Hex } from "../../../shared/warc/digests.ts";
import { captureOf, DONE, extractionOf, later } from "../../support/fixtures.ts";

/** A URL that no other test uses. */
const freshUrl = (path = "story"): string => `https://${v7()}.example/${path}`;

export function describeCaptureStore(storeOf: () => CaptureStore): void {
  async function putAll(...captures: Capture[]): Promise<Capture[]> {
    for (const capture of captures) await storeOf().put(capture);
    return captures;
  }
  const idsOf = async (url: string, limit = 20) =>
    (await storeOf().listByUrl(url, { limit })).rows.map((row) => row.id);

  describe("captures by id", () => {
    it("gives back every field of a capture", async () => {
      const capture = captureOf({
        url: freshUrl(),
        truncated: "length",
        redirectTo: "https://paper.example/next",
        etag: '"v1"',
        lastModified: "Sat, 14 Mar 2026 09:00:00 GMT",
        sourceId: "harbour-feed",
        contentType: null,
        revisitOf: { id: v7(), url: freshUrl(), capturedAt: later(-1000) },
      });
      await storeOf().put(capture);
      await expect(storeOf().get(capture.id)).resolves.toEqual(capture);
    });

    it("keeps the first of two captures of one id", async () => {
      const first = captureOf({ url: freshUrl() });
      await expect(storeOf().put(first)).resolves.toBe(true);
      await expect(storeOf().put({ ...first, httpStatus: 500, remoteAddress: "198.51.100.1" })).resolves.toBe(false);
      await expect(storeOf().get(first.id)).resolves.toEqual(first);
    });

    it("gives back where an imported one comes from", async () => {
      const { remoteAddress, ...imported } = captureOf({
        url: freshUrl(),
        importId: v7(),
        importPosition: "00000-9-0",
      });
      await storeOf().put(imported);
      await expect(storeOf().get(imported.id)).resolves.toEqual(imported);
    });

    it("has nothing under an unknown id", async () => {
      await expect(storeOf().get(v7())).resolves.toBeUndefined();
    });
  });

  describe("captures of a URL at one moment", () => {
    it("are found by it to the millisecond, whatever their ids", async () => {
      const url = freshUrl();
      const [a, b] = await putAll(captureOf({ url }), captureOf({ url }), captureOf({ url, capturedAt: later(1) }));
      const found = await storeOf().findAt(url, a?.capturedAt ?? "");
      expect(found.map(({ id }) => id).sort()).toEqual([a?.id, b?.id].sort());
      await expect(storeOf().findAt(freshUrl(), a?.capturedAt ?? "")).resolves.toEqual([]);
    });
  });

  describe("captures of a URL", () => {
    it("are listed newest first, page by page, each once", async () => {
      const url = freshUrl();
      const put = await putAll(...[3, 1, 4, 0, 2].map((n) => captureOf({ url, capturedAt: later(n) })));
      const newestFirst = put.toSorted((a, b) => (a.capturedAt < b.capturedAt ? 1 : -1)).map(({ id }) => id);
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await storeOf().listByUrl(url, { limit: 2, after });
        expect(page.rows.length).toBeLessThanOrEqual(2);
        seen.push(...page.rows.map((row) => row.id));
        after = page.after;
      } while (after !== undefined);
      expect(seen).toEqual(newestFirst);
    });

    it("do not mix with those of URLs that it begins, of its subdomains, or of other queries", async () => {
      const url = freshUrl("story");
      const [own] = await putAll(
        captureOf({ url }),
        ...["-2", "/more", "?page=2", "x"].map((tail) => captureOf({ url: `${url}${tail}` })),
        captureOf({ url: url.replace("https://", "https://news.") }),
      );
      await expect(idsOf(url)).resolves.toEqual([own?.id]);
    });

    it("are found whatever the spelling that means the same page", async () => {
      const url = freshUrl("story?a=1&b=2");
      const [own] = await putAll(captureOf({ url }));
      const spelling = url.replace("https://", "http://www.").replace("a=1&b=2", "b=2&a=1");
      await expect(idsOf(spelling)).resolves.toEqual([own?.id]);
    });

    it.each([
      ["of 2,000 characters", (host: string) => `https://${host}.example/${"a".repeat(1950)}`],
      ["whose path is not ASCII", (host: string) => `https://${host}.example/${"é".repeat(150)}`],
    ])("are kept apart for long URLs %s", async (_, urlAt) => {
      const host = v7();
      const [one, other] = [`${urlAt(host)}1`, `${urlAt(host)}2`];
      const [first] = await putAll(captureOf({ url: one }), captureOf({ url: other }));
      await expect(idsOf(one)).resolves.toEqual([first?.id]);
    });
  });

  describe("the newest good capture of a URL", () => {
    it("passes over errors and redirects", async () => {
      const url = freshUrl();
      const [good] = await putAll(
        captureOf({ url, capturedAt: later(1) }),
        captureOf({ url, capturedAt: later(2), httpStatus: 302 }),
        captureOf({ url, capturedAt: later(3), httpStatus: 404 }),
      );
      await expect(storeOf().latestGood(url)).resolves.toEqual(good);
    });

    it("may be a revisit, though the server answered 304", async () => {
      const url = freshUrl();
      const [, revisit] = await putAll(
        captureOf({ url, capturedAt: later(1) }),
        captureOf({ url, capturedAt: later(2), httpStatus: 304, kind: "revisit", payloadBytes: 0 }),
      );
      await expect(storeOf().latestGood(url)).resolves.toEqual(revisit);
    });

    it("is of this very URL, not of another with the same key", async () => {
      const url = freshUrl();
      await putAll(captureOf({ url: url.replace("https:", "http:") }));
      await expect(storeOf().latestGood(url)).resolves.toBeUndefined();
    });
  });

  describe("a payload that is stored already", () => {
    it("is found in the oldest capture of this URL that holds it", async () => {
      const url = freshUrl();
      const payloadSha256 = sha256Hex(Buffer.from(url));
      const [, oldest] = await putAll(
        captureOf({ url, payloadSha256, capturedAt: later(2) }),
        captureOf({ url, payloadSha256, capturedAt: later(1) }),
        captureOf({ url: freshUrl(), payloadSha256, capturedAt: later(0) }),
      );
      const { id } = oldest ?? {};
      await expect(storeOf().findPayload(url, payloadSha256)).resolves.toContain(id);
    });

    it("is found under any URL where that is asked for", async () => {
      const payloadSha256 = sha256Hex(Buffer.from(freshUrl()));
      const [one, other] = await putAll(
        captureOf({ url: freshUrl(), payloadSha256 }),
        captureOf({ url: freshUrl(), payloadSha256 }),
      );
      const found = await storeOf().findPayloadAnywhere(payloadSha256);
      expect(found.toSorted()).toEqual([one?.id, other?.id].toSorted());
      await expect(storeOf().findPayload(freshUrl(), payloadSha256)).resolves.toEqual([]);
    });

    it("names a few captures at most, however many hold it", async () => {
      const payloadSha256 = sha256Hex(Buffer.from(freshUrl()));
      await putAll(...Array.from({ length: 9 }, () => captureOf({ url: freshUrl(), payloadSha256 })));
      await expect(storeOf().findPayloadAnywhere(payloadSha256)).resolves.toHaveLength(5);
    });

    it.each([
      ["a revisit", { kind: "revisit" }],
      ["an empty answer", { payloadBytes: 0 }],
    ] as const)("is not looked for in %s", async (_, changes) => {
      const url = freshUrl();
      const payloadSha256 = sha256Hex(Buffer.from(url));
      await putAll(captureOf({ url, payloadSha256, ...changes }));
      await expect(storeOf().findPayload(url, payloadSha256)).resolves.toEqual([]);
      await expect(storeOf().findPayloadAnywhere(payloadSha256)).resolves.toEqual([]);
    });
  });

  describe("what extract found", () => {
    it("is filed with the capture", async () => {
      const [capture] = await putAll(captureOf({ url: freshUrl() }));
      if (!capture) throw new Error("nothing was put");
      await expect(storeOf().recordExtraction(capture, extractionOf())).resolves.toBe(true);
      await expect(storeOf().get(capture.id)).resolves.toEqual({
        ...capture,
        extraction: DONE,
        quality: "article",
        title: "The ferry ran late",
        authors: ["Ines Harrow"],
        published: "2026-03-14",
        modified: null,
        language: "en",
        siteName: "The Paper",
        section: null,
        wordCount: 4,
      });
    });

    it("is filed once, and stays as it was first filed", async () => {
      const [capture] = await putAll(captureOf({ url: freshUrl() }));
      if (!capture) throw new Error("nothing was put");
      await storeOf().recordExtraction(capture, extractionOf());
      const filed = await storeOf().get(capture.id);
      await expect(storeOf().recordExtraction(capture, extractionOf({ title: "Another" }))).resolves.toBe(false);
      await expect(storeOf().get(capture.id)).resolves.toEqual(filed);
    });

    it("may be an article after a failure", async () => {
      const [capture] = await putAll(captureOf({ url: freshUrl() }));
      if (!capture) throw new Error("nothing was put");
      const error = { code: "extraction-failed", message: "no" } as const;
      await storeOf().recordExtraction(capture, { extraction: { status: "failed", error }, quality: "error" });
      await expect(storeOf().get(capture.id)).resolves.toMatchObject({ extraction: { status: "failed", error } });
      await expect(storeOf().recordExtraction(capture, extractionOf())).resolves.toBe(true);
    });

    it("makes no row for a capture that is not there", async () => {
      const capture = captureOf({ url: freshUrl() });
      await expect(storeOf().recordExtraction(capture, extractionOf())).resolves.toBe(false);
      await expect(storeOf().get(capture.id)).resolves.toBeUndefined();
    });
  });

  describe("a page that asks not to be archived", () => {
    it.each([
      { from: "meta", binding: true },
      { from: "x-robots-tag", binding: false },
    ] as const)("has that with its capture: %o", async (noarchive) => {
      const [capture] = await putAll(captureOf({ url: freshUrl() }));
      if (!capture) throw new Error("nothing was put");
      await storeOf().recordNoarchive(capture.id, noarchive);
      await expect(storeOf().get(capture.id)).resolves.toEqual({ ...capture, noarchive });
      await storeOf().recordNoarchive(capture.id, noarchive);
      await expect(storeOf().get(capture.id)).resolves.toEqual({ ...capture, noarchive });
    });

    it("keeps it when its article is filed", async () => {
      const noarchive = { from: "meta", binding: true } as const;
      const [capture] = await putAll(captureOf({ url: freshUrl() }));
      if (!capture) throw new Error("nothing was put");
      await storeOf().recordNoarchive(capture.id, noarchive);
      await expect(storeOf().recordExtraction(capture, extractionOf())).resolves.toBe(true);
      await expect(storeOf().get(capture.id)).resolves.toMatchObject({ noarchive, extraction: DONE });
    });

    it("gets no row by it where it has none", async () => {
      const id = v7();
      await storeOf().recordNoarchive(id, { from: "meta", binding: true });
      await expect(storeOf().get(id)).resolves.toBeUndefined();
    });
  });
}
