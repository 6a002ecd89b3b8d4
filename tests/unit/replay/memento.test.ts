/** TimeGate and mementos, after RFC 7089 and what existing clients look at. */
import { beforeEach, describe, expect, it } from "vitest";
import { createArchive, PAGE } from "./setting.ts";

const MARCH = "2026-03-14T09:30:00.500Z";
const APRIL = "2026-04-02T10:00:00.000Z";
const MAY = "2026-05-20T08:15:30.000Z";
const BASE = "https://archive.example";
const at = (timestamp: string) => `${BASE}/web/${timestamp}/${PAGE}`;

let archive: ReturnType<typeof createArchive>;

beforeEach(async () => {
  archive = createArchive();
  for (const moment of [MARCH, APRIL, MAY]) await archive.put(moment, { body: `<p>${moment}</p>` });
});

const gate = (datetime?: string) =>
  archive.get(`/web/${PAGE}`, datetime === undefined ? {} : { headers: { "accept-datetime": datetime } });

describe("the TimeGate", () => {
  it("redirects to the latest capture where no moment is asked for", async () => {
    const { status, headers } = await gate();
    expect([status, headers.get("location")]).toEqual([302, at("20260520081530")]);
  });

  it.each([
    ["Sat, 14 Mar 2026 09:30:00 GMT", "20260314093000"],
    ["Fri, 03 Apr 2026 00:00:00 GMT", "20260402100000"],
    ["Mon, 01 Jan 1996 00:00:00 GMT", "20260314093000"],
    ["Tue, 01 Jan 2030 00:00:00 GMT", "20260520081530"],
  ])("redirects from %s to the capture of %s", async (datetime, timestamp) => {
    expect((await gate(datetime)).headers.get("location")).toBe(at(timestamp));
  });

  it.each(["yesterday", "2026-03-14T09:30:00Z", "", "Sat, 14 Mrz 2026 09:30:00 GMT"])(
    "answers 400 to the moment %j",
    async (datetime) => {
      const { status, body } = await gate(datetime);
      expect([status, body.code]).toEqual([400, "bad-accept-datetime"]);
    },
  );

  it("says what the answer depends on, and is no memento", async () => {
    const { headers } = await gate();
    expect(headers.get("vary")).toMatch(/\baccept-datetime\b/);
    expect(headers.has("memento-datetime")).toBe(false);
  });

  it("links original, timemap and the mementos around, each with its moment, all relations quoted", async () => {
    const { headers } = await gate("Thu, 02 Apr 2026 10:00:00 GMT");
    const link = headers.get("link") ?? "";
    expect(link.split(/, (?=<)/)).toEqual([
      `<${PAGE}>; rel="original"`,
      `<${BASE}/web/timemap/link/${PAGE}>; rel="timemap"; type="application/link-format"`,
      `<${at("20260314093000")}>; rel="first prev memento"; datetime="Sat, 14 Mar 2026 09:30:00 GMT"`,
      `<${at("20260402100000")}>; rel="memento"; datetime="Thu, 02 Apr 2026 10:00:00 GMT"`,
      `<${at("20260520081530")}>; rel="next last memento"; datetime="Wed, 20 May 2026 08:15:30 GMT"`,
    ]);
  });

  it("answers 404 for what was never captured, without Link and Memento-Datetime", async () => {
    const { status, headers, body } = await archive.get("/web/https://paper.example/none");
    expect([status, body.code]).toEqual([404, "not-archived"]);
    expect([headers.has("link"), headers.has("memento-datetime")]).toEqual([false, false]);
  });

  it("takes a URL whose slash was lost, that has no scheme, or that is nearly the same", async () => {
    for (const url of [
      "https:/paper.example/news/ferry.html",
      "paper.example/news/ferry.html",
      "http://www.paper.example/news/ferry.html",
    ]) {
      expect((await archive.get(`/web/${url}`)).headers.get("location")).toBe(at("20260520081530"));
    }
  });

  it("keeps the form that is asked for", async () => {
    expect((await archive.get(`/web/id_/${PAGE}`)).headers.get("location")).toBe(
      `${BASE}/web/20260520081530id_/${PAGE}`,
    );
  });
});

describe("an address with a moment that has no capture", () => {
  it.each([
    ["2", "20260520081530"],
    ["20260401", "20260402100000"],
    ["202603", "20260402100000"],
    ["20260314093001", "20260314093000"],
    ["1", "20260314093000"],
  ])("%s leads to %s", async (asked, timestamp) => {
    const { status, headers } = await archive.get(`/web/${asked}im_/${PAGE}`);
    expect([status, headers.get("location")]).toEqual([302, `${BASE}/web/${timestamp}im_/${PAGE}`]);
    expect(headers.has("memento-datetime")).toBe(false);
  });

  it("answers 400 to a moment that there is none of", async () => {
    const { status, body } = await archive.get(`/web/20261399/${PAGE}`);
    expect([status, body.code]).toEqual([400, "bad-timestamp"]);
  });

  it("prefers a good capture that is near to a wall", async () => {
    await archive.put("2026-05-21T00:00:00.000Z", { quality: "consent-wall", body: "<p>Agree?" });
    expect((await gate()).headers.get("location")).toBe(at("20260520081530"));
  });
});

describe("a memento", () => {
  it("says its moment, and links original, timegate, timemap and the others", async () => {
    const { status, headers } = await archive.get(`/web/20260402100000/${PAGE}`);
    expect(status).toBe(200);
    expect(headers.get("memento-datetime")).toBe("Thu, 02 Apr 2026 10:00:00 GMT");
    expect(headers.has("vary")).toBe(false);
    const link = headers.get("link") ?? "";
    for (const rel of ["original", "timegate", "timemap", "first prev memento", "next last memento", "memento"]) {
      expect(link).toContain(`rel="${rel}"`);
    }
  });

  it("names its own address, by which clients know what they were given", async () => {
    const { headers } = await archive.get(`/web/20260402100000/${PAGE}`);
    expect(headers.get("content-location")).toBe(`/web/20260402100000/${PAGE}`);
  });

  it("tells the archived headers under names of their own", async () => {
    await archive.put("2026-05-25T00:00:00.000Z", {
      headers: [
        ["Content-Type", "text/html"],
        ["Set-Cookie", "a=1"],
        ["Set-Cookie", "b=ä"],
        ["Content-Security-Policy", "default-src *"],
      ],
      body: "<p>x",
    });
    const { headers } = await archive.get(`/web/20260525000000/${PAGE}`);
    expect(headers.get("x-archive-orig-set-cookie")).toBe("a=1, b=%C3%A4");
    expect(headers.get("x-archive-orig-content-security-policy")).toBe("default-src *");
    expect(headers.has("set-cookie")).toBe(false);
    expect(headers.get("content-security-policy")).toMatch(/^sandbox /);
  });

  it("keeps an archived error's status, and is a memento all the same", async () => {
    await archive.put("2026-05-25T00:00:00.000Z", { httpStatus: 404, body: "<p>Gone." });
    const { status, headers, body } = await archive.get(`/web/20260525000000/${PAGE}`);
    expect([status, headers.get("memento-datetime")]).toEqual([404, "Mon, 25 May 2026 00:00:00 GMT"]);
    expect(body).toContain("<p>Gone.");
  });

  it.each(["", "id_"])("keeps an archived redirect's status and leads on inside the archive (%s)", async (modifier) => {
    await archive.put("2026-05-25T00:00:00.000Z", {
      httpStatus: 301,
      redirectTo: "/moved?a=1",
      headers: [["Location", "/moved?a=1"]],
    });
    const { status, headers } = await archive.get(`/web/20260525000000${modifier}/${PAGE}`);
    expect([status, headers.has("memento-datetime")]).toEqual([301, true]);
    expect(headers.get("location")).toBe(`${BASE}/web/20260525000000${modifier}/https://paper.example/moved?a=1`);
    expect(headers.get("x-archive-orig-location")).toBe("/moved?a=1");
  });

  it("answers HEAD as GET, without the body", async () => {
    const [got, asked] = [
      await archive.get(`/web/20260402100000/${PAGE}`),
      await archive.head(`/web/20260402100000/${PAGE}`),
    ];
    expect([asked.status, asked.body]).toEqual([200, ""]);
    expect([...asked.headers]).toEqual([...got.headers]);
  });

  it("gives a status that HTTP does not have as a bad gateway's", async () => {
    await archive.put("2026-05-25T00:00:00.000Z", { httpStatus: 999, body: "<p>No robots." });
    expect((await archive.get(`/web/20260525000000/${PAGE}`)).status).toBe(502);
  });
});
