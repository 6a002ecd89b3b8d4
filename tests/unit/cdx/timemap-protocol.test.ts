/** What RFC 7089, MemGator and pywb promise of TimeMaps. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import { createSetting, PAGE } from "./setting.ts";

const BASE = "https://archive.example";

let archive: ReturnType<typeof createSetting>;
beforeEach(() => {
  archive = createSetting();
});

describe("a TimeMap in link format (RFC 7089, section 5)", () => {
  it("lists the original, itself with its span, the TimeGate, and the mementos in order of time", async () => {
    await archive.put(["03-01"], ["03-03"], ["03-02"]);
    const reply = await archive.get(`/web/timemap/link/${PAGE}`);
    expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "application/link-format"]);
    expect(reply.text).toBe(
      [
        `<${PAGE}>; rel="original"`,
        `<${BASE}/web/timemap/link/${PAGE}>; rel="self"; type="application/link-format"; ` +
          'from="Sun, 01 Mar 2026 12:00:00 GMT"; until="Tue, 03 Mar 2026 12:00:00 GMT"',
        `<${BASE}/web/${PAGE}>; rel="timegate"`,
        `<${BASE}/web/20260301120000/${PAGE}>; rel="first memento"; datetime="Sun, 01 Mar 2026 12:00:00 GMT"`,
        `<${BASE}/web/20260302120000/${PAGE}>; rel="memento"; datetime="Mon, 02 Mar 2026 12:00:00 GMT"`,
        `<${BASE}/web/20260303120000/${PAGE}>; rel="last memento"; datetime="Tue, 03 Mar 2026 12:00:00 GMT"\n`,
      ].join(",\n"),
    );
  });

  it("calls a single memento the first and the last", async () => {
    await archive.put(["03-01"]);
    expect((await archive.get(`/web/timemap/link/${PAGE}`)).text).toContain('rel="first last memento"');
  });

  it("counts its mementos in X-Memento-Count", async () => {
    await archive.put(["03-01"], ["03-02"]);
    expect((await archive.get(`/web/timemap/link/${PAGE}`)).headers.get("x-memento-count")).toBe("2");
  });

  it("keeps walls and errors listed, with what they are", async () => {
    const [wall] = await archive.put(["03-01", { quality: "bot-wall" }], ["03-02", { httpStatus: 404 }]);
    const revisitOf = { id: wall?.id ?? "", url: PAGE, capturedAt: wall?.capturedAt ?? "" };
    await archive.put(["03-03", { kind: "revisit", revisitOf }]);
    const { text } = await archive.get(`/web/timemap/link/${PAGE}`);
    expect(text.match(/quality="bot-wall"/g)).toHaveLength(2);
    expect(text.match(/memento"/g)).toHaveLength(3);
  });

  it("is of the URL with its query, as it was sent", async () => {
    await archive.put(["03-01", { url: `${PAGE}?b=2&a=%2F` }]);
    const reply = await archive.get(`/web/timemap/link/${PAGE}?b=2&a=%2F`);
    expect(reply.text).toContain(`<${PAGE}?b=2&a=%2F>; rel="original"`);
    expect((await archive.get(`/web/timemap/link/${PAGE}`)).status).toBe(404);
  });

  it("is found where a slash of the scheme was lost on the way, or the scheme", async () => {
    await archive.put(["03-01"]);
    expect((await archive.get("/web/timemap/link/https:/paper.example/ferry")).status).toBe(200);
    expect((await archive.get("/web/timemap/link/paper.example/ferry")).status).toBe(200);
  });

  it("of a URL without captures is a 404 without Link", async () => {
    const reply = await archive.get(`/web/timemap/link/${PAGE}`);
    expect([reply.status, reply.json().code]).toEqual([404, "not-found"]);
    expect(reply.headers.get("link")).toBeNull();
    expect(reply.headers.get("memento-datetime")).toBeNull();
  });

  it("has nothing that is kept from readers", async () => {
    await archive.put(["03-01"]);
    const scope = { kind: "prefix", url: "https://paper.example/" } as const;
    archive.restrictions.push({ id: v7(), effect: "block", scope, reason: "", by: "ana", at: "2026-01-01T00:00:00Z" });
    expect((await archive.get(`/web/timemap/link/${PAGE}`)).status).toBe(404);
  });
});

describe("a TimeMap in JSON", () => {
  it("is MemGator's object", async () => {
    await archive.put(["03-01"], ["03-02", { quality: "article" }]);
    const reply = await archive.get(`/web/timemap/json/${PAGE}`);
    expect(reply.headers.get("content-type")).toBe("application/json");
    const [first, last] = ["01", "02"].map((day) => ({
      datetime: `2026-03-${day}T12:00:00Z`,
      uri: `${BASE}/web/202603${day}120000/${PAGE}`,
    }));
    expect(reply.json()).toEqual({
      original_uri: PAGE,
      self: `${BASE}/web/timemap/json/${PAGE}`,
      mementos: { list: [first, { ...last, quality: "article" }], first, last },
      timemap_uri: {
        link_format: `${BASE}/web/timemap/link/${PAGE}`,
        json_format: `${BASE}/web/timemap/json/${PAGE}`,
        cdxj_format: `${BASE}/web/timemap/cdxj/${PAGE}`,
      },
      timegate_uri: `${BASE}/web/${PAGE}`,
    });
  });

  it("is pywb's lines under the name ndjson", async () => {
    await archive.put(["03-01"], ["03-02"]);
    const reply = await archive.get(`/web/timemap/ndjson/${PAGE}`);
    const lines = reply.text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toEqual({
      urlkey: "example,paper)/ferry",
      timestamp: "20260301120000",
      url: PAGE,
      mime: "text/html",
      status: "200",
      digest: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      length: "500",
      offset: "400",
      filename: "captures/2026/03/14/a.warc.gz",
    });
  });

  it("asked for by parameter is the CDX server's answer, as at the Wayback Machine", async () => {
    await archive.put(["03-01"]);
    expect((await archive.get("/web/timemap/json?url=paper.example/ferry&fl=timestamp")).json()).toEqual([
      ["timestamp"],
      ["20260301120000"],
    ]);
    expect((await archive.get("/web/timemap/cdx?url=paper.example/ferry&fl=timestamp")).text).toBe("20260301120000\n");
    expect((await archive.get("/web/timemap/link?url=paper.example/ferry")).text).toContain('rel="first last memento"');
  });
});

describe("a TimeMap in CDXJ", () => {
  it("has urlkey, timestamp and JSON on each line, sorted by bytes", async () => {
    await archive.put(["03-02", { quality: "thin" }], ["03-01"]);
    const { text } = await archive.get(`/web/timemap/cdxj/${PAGE}`);
    const lines = text.trimEnd().split("\n");
    expect(lines.map((line) => line.slice(0, 35))).toEqual([
      "example,paper)/ferry 20260301120000",
      "example,paper)/ferry 20260302120000",
    ]);
    expect(lines.toSorted()).toEqual(lines);
    expect(JSON.parse(lines[1]?.slice(36) ?? "")).toMatchObject({ url: PAGE, status: "200", quality: "thin" });
  });
});

describe("a long TimeMap (RFC 7089, section 5.1)", () => {
  // Of so long a URL a page holds fewer mementos, and so the list needs fewer captures to be long.
  const LONG = `https://paper.example/${"ferry-".repeat(330)}`;
  const COUNT = 2000;
  beforeEach(async () => {
    for (let index = 0; index < COUNT; index += 1) {
      // Seven in a second, so that a page cannot end just anywhere.
      const moment = new Date(Date.parse("2026-03-01T00:00:00Z") + Math.floor(index / 7) * 1000 + (index % 7));
      await archive.put(["03-01", { url: LONG, capturedAt: moment.toISOString() }]);
    }
  });

  it("goes on in pages, named with their spans, that hold each memento once", async () => {
    const whole = await archive.get(`/web/timemap/link/${LONG}`);
    const pages = [
      ...whole.text.matchAll(
        /<([^>]+)>; rel="timemap"; type="application\/link-format"; from="[^"]+ GMT"; until="[^"]+ GMT"/g,
      ),
    ];
    expect(pages.length).toBeGreaterThan(1);
    expect(whole.headers.get("link")).toContain(`<${pages[0]?.[1]}>; rel="next"`);
    let mementos = Number(whole.headers.get("x-memento-count"));
    expect(mementos).toBeLessThan(COUNT);
    for (const [index, [, address = ""]] of pages.entries()) {
      const page = await archive.get(address.slice(BASE.length));
      expect(page.text).toContain(`<${address}>; rel="self"`);
      expect(page.text).toContain(`<${BASE}/web/timemap/link/${LONG}>; rel="timemap"`);
      expect(page.text.includes('rel="last memento"')).toBe(index === pages.length - 1);
      mementos += Number(page.headers.get("x-memento-count"));
    }
    expect(mementos).toBe(COUNT);
  });

  it("names its pages in JSON too", async () => {
    const { timemap_index: pages, mementos } = (await archive.get(`/web/timemap/json/${LONG}`)).json();
    expect(pages.length).toBeGreaterThan(1);
    const rest = await Promise.all(pages.map(({ uri }: { uri: string }) => archive.get(uri.slice(BASE.length))));
    const counts = rest.map((page) => page.json().mementos.list.length);
    expect(counts.reduce((sum, count) => sum + count, mementos.list.length)).toBe(COUNT);
    expect(mementos.last.datetime).toBe("2026-03-01T00:04:45Z");
  });

  it("is never larger than API Gateway takes", async () => {
    for (const format of ["link", "json", "cdxj", "ndjson"]) {
      const { text } = await archive.get(`/web/timemap/${format}/${LONG}`);
      expect(JSON.stringify({ body: text }).length).toBeLessThan(6_000_000);
    }
  });
});

describe("what is no TimeMap", () => {
  it.each([
    ["/web/timemap/xml/https://paper.example/", "bad-request"],
    ["/web/timemap/link", "bad-request"],
    ["/web/timemap/link/http://", "url-invalid"],
    ["/web/timemap/link/mailto:ana@paper.example", "url-not-http"],
    ["/web/timemap/link/20261301000000-20261302000000/https://paper.example/", "bad-request"],
    ["/web/timemap/json", "bad-request"],
  ])("is a 400 that says why: %s", async (path, code) => {
    const reply = await archive.get(path);
    expect([reply.status, reply.json().code]).toEqual([400, code]);
  });
});
