/** What the documentation of the Wayback CDX server promises, and what its clients rely on. */
import { v7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import { createSetting, PAGE, type Reply, rowsOf } from "./setting.ts";

let archive: ReturnType<typeof createSetting>;
beforeEach(() => {
  archive = createSetting();
});

const FERRY = "url=paper.example/ferry";
const timesOf = (reply: Reply) => rowsOf(reply).map(([, timestamp]) => timestamp?.slice(4, 8));
const revisitOf = (of: { id: string; url: string; capturedAt: string } | undefined) => ({
  kind: "revisit" as const,
  payloadBytes: 0,
  revisitOf: { id: of?.id ?? v7(), url: of?.url ?? PAGE, capturedAt: of?.capturedAt ?? "2026-01-01T00:00:00Z" },
});

describe("a CDX row", () => {
  it("has urlkey, timestamp, original, mimetype, statuscode, digest and length, parted by one space", async () => {
    await archive.put(["03-14"]);
    const reply = await archive.cdx(FERRY);
    expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
    expect(reply.text).toBe(
      "example,paper)/ferry 20260314120000 https://paper.example/ferry text/html 200 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA 500\n",
    );
  });

  it("has of a revisit the type warc/revisit and no status", async () => {
    const [page] = await archive.put(["03-01"]);
    await archive.put(["03-02", revisitOf(page)]);
    const [, revisit] = rowsOf(await archive.cdx(FERRY));
    expect(revisit?.slice(3, 5)).toEqual(["warc/revisit", "-"]);
  });

  it("has the fields that fl names, in its order", async () => {
    const [capture] = await archive.put(["03-14", { redirectTo: "https://x.example/a b", quality: "thin" }]);
    const reply = await archive.cdx(`${FERRY}&fl=timestamp,quality,redirect,filename,offset,robotflags,captureId`);
    expect(reply.text).toBe(
      `20260314120000 thin https://x.example/a%20b captures/2026/03/14/a.warc.gz 400 - ${capture?.id}\n`,
    );
  });
});

describe("output=json", () => {
  it("is an array of arrays, with a header first", async () => {
    await archive.put(["03-14"]);
    const reply = await archive.cdx(`${FERRY}&output=json&fl=timestamp,statuscode`);
    expect(reply.headers.get("content-type")).toBe("application/json");
    expect(reply.json()).toEqual([
      ["timestamp", "statuscode"],
      ["20260314120000", "200"],
    ]);
  });

  it("is an empty array where there is nothing", async () => {
    expect((await archive.cdx(`${FERRY}&output=json`)).json()).toEqual([]);
    expect(await archive.cdx(FERRY)).toMatchObject({ status: 200, text: "" });
  });
});

describe("output=cdxj", () => {
  it("has urlkey, timestamp, and the rest as JSON", async () => {
    await archive.put(["03-14"]);
    const [urlkey, timestamp, json = ""] = rowsOf(await archive.cdx(`${FERRY}&output=cdxj`))[0] ?? [];
    expect([urlkey, timestamp]).toEqual(["example,paper)/ferry", "20260314120000"]);
    expect(JSON.parse(json)).toEqual({
      url: PAGE,
      mime: "text/html",
      status: "200",
      digest: "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      length: "500",
      offset: "400",
      filename: "captures/2026/03/14/a.warc.gz",
    });
  });
});

describe("the match", () => {
  beforeEach(async () => {
    for (const url of [
      "https://paper.example/",
      "http://www.paper.example/news",
      "https://paper.example/news/a",
      "https://paper.example/newsletter",
      "https://blog.paper.example/news",
    ]) {
      await archive.put(["03-14", { url }]);
    }
  });

  it.each([
    ["url=paper.example/news", ["/news"]],
    ["url=http://paper.example/news&matchType=exact", ["/news"]],
    ["url=paper.example/news&matchType=prefix", ["/news", "/news/a", "/newsletter"]],
    ["url=paper.example/news/*", ["/news/a"]],
    ["url=paper.example/news*", ["/news", "/news/a", "/newsletter"]],
    ["url=paper.example/news&matchType=host", ["/", "/news", "/news/a", "/newsletter"]],
    ["url=paper.example&matchType=domain", ["/", "/news", "/news/a", "/newsletter", "/news"]],
    ["url=*.paper.example", ["/", "/news", "/news/a", "/newsletter", "/news"]],
    ["url=*.paper.example/*", ["/", "/news", "/news/a", "/newsletter", "/news"]],
    ["url=*.blog.paper.example", ["/news"]],
  ])("of %s is %j", async (query, paths) => {
    const rows = rowsOf(await archive.cdx(query));
    expect(rows.map(([, , original]) => new URL(original ?? "").pathname)).toEqual(paths);
  });

  it("is not of a public suffix, whose sites are nobody's together", async () => {
    for (const name of ["co.uk", "com", "github.io"]) {
      expect(await archive.cdx(`url=*.${name}`)).toMatchObject({ status: 400 });
    }
  });
});

describe("from and to", () => {
  it.each([
    ["from=2026&to=2026", ["0301", "0314", "0401"]],
    ["from=20260314", ["0314", "0401"]],
    ["to=20260314", ["0301", "0314"]],
    ["to=202603", ["0301", "0314"]],
    ["from=20260314120000&to=20260314120000", ["0314"]],
    ["from=20260314120001", ["0401"]],
    ["from=2027", []],
    ["from=202604&to=202603", []],
  ])("are inclusive, and filled up: %s", async (period, expected) => {
    await archive.put(["03-01"], ["03-14"], ["04-01"]);
    expect(timesOf(await archive.cdx(`${FERRY}&${period}`))).toEqual(expected);
    expect(timesOf(await archive.cdx(`url=paper.example/*&${period}`))).toEqual(expected);
  });
});

describe("filter", () => {
  beforeEach(async () => {
    await archive.put(
      ["03-01"],
      ["03-02", { httpStatus: 404 }],
      ["03-03", { httpStatus: 301, contentType: null }],
      ["03-04", { contentType: "image/png" }],
    );
  });

  it.each([
    ["filter=statuscode:200", ["0301", "0304"]],
    ["filter=!statuscode:200", ["0302", "0303"]],
    ["filter=statuscode:20", []],
    ["filter=statuscode:[23]..", ["0301", "0303", "0304"]],
    ["filter=statuscode:200&filter=mimetype:text/html", ["0301"]],
    ["filter=!statuscode:200&filter=!mimetype:unk", ["0302"]],
    ["filter=mimetype:(?i)IMAGE/.*", ["0304"]],
    ["filter=4:404", ["0302"]],
    ["filter=.*image/png.*", ["0304"]],
    ["filter=original:https?://paper.example/.*", ["0301", "0302", "0303", "0304"]],
    ["filter=statuscode:200|404", ["0301", "0302", "0304"]],
  ])("matches the whole field: %s", async (filter, expected) => {
    expect(timesOf(await archive.cdx(`${FERRY}&${filter}`))).toEqual(expected);
  });

  it("may be any pattern, and none hangs", async () => {
    const started = Date.now();
    const url = `https://paper.example/${"a".repeat(2000)}`;
    await archive.put(["03-05", { url }]);
    const reply = await archive.cdx(`url=paper.example/*&filter=original:(.*a)*b`);
    expect([reply.status, reply.json().code]).toEqual([400, "bad-request"]);
    expect(reply.json().detail).toContain("longer than");
    expect(Date.now() - started).toBeLessThan(5000);
  });
});

describe("collapse", () => {
  beforeEach(async () => {
    await archive.put(
      ["03-01T01:00:00", { payloadSha1: "sha1:A" }],
      ["03-01T02:00:00", { payloadSha1: "sha1:A" }],
      ["03-02T01:00:00", { payloadSha1: "sha1:B" }],
      ["03-02T02:00:00", { payloadSha1: "sha1:A" }],
    );
  });
  const hours = (reply: Reply) => rowsOf(reply).map(([, timestamp]) => timestamp?.slice(6, 10));

  it.each([
    ["collapse=digest", ["0101", "0201", "0202"]],
    ["collapse=timestamp:8", ["0101", "0201"]],
    ["collapse=timestamp:6", ["0101"]],
    ["collapse=urlkey", ["0101"]],
    ["collapse=timestamp:8&collapse=digest", ["0101", "0201"]],
    ["collapse=digest&filter=!digest:B", ["0101"]],
    ["collapse=timestamp:8&limit=-1", ["0201"]],
  ])("leaves the first of adjacent rows that are alike: %s", async (query, expected) => {
    expect(hours(await archive.cdx(`${FERRY}&${query}`))).toEqual(expected);
  });

  it("counts what it left out, and says when the last of it was", async () => {
    const reply = await archive.cdx(
      `${FERRY}&collapse=timestamp:8&showSkipCount=true&lastSkipTimestamp=true&output=json&fl=timestamp`,
    );
    expect(reply.json()).toEqual([
      ["timestamp", "skipcount", "endtimestamp"],
      ["20260301010000", "1", "20260301020000"],
      ["20260302010000", "1", "20260302020000"],
    ]);
  });

  it("goes on after a resume key with the next group, not in the middle of one", async () => {
    const query = `${FERRY}&collapse=timestamp:8&limit=1&showResumeKey=true`;
    const [row, key] = rowsOf(await archive.cdx(query));
    expect(row?.[1]).toBe("20260301010000");
    expect(hours(await archive.cdx(`${query}&resumeKey=${key}`))).toEqual(["0201"]);
  });
});

describe("limit and offset", () => {
  beforeEach(async () => {
    await archive.put(["03-01"], ["03-02"], ["03-03"], ["03-04"]);
  });

  it.each([
    ["limit=2", ["0301", "0302"]],
    ["limit=-2", ["0303", "0304"]],
    ["limit=-1", ["0304"]],
    ["limit=0", ["0301", "0302", "0303", "0304"]],
    ["limit=2&offset=1", ["0302", "0303"]],
    ["offset=3", ["0304"]],
    ["limit=-2&offset=3", ["0304"]],
    ["fastLatest=true", ["0301", "0302", "0303", "0304"]],
    ["fastLatest=true&limit=-1", ["0304"]],
    ["fastLatest=true&limit=2", ["0303", "0304"]],
    ["limit=-2&filter=!timestamp:2026030[34].*", ["0301", "0302"]],
  ])("take the first rows, or of a negative limit the last: %s", async (query, expected) => {
    expect(timesOf(await archive.cdx(`${FERRY}&${query}`))).toEqual(expected);
  });
});

describe("the index", () => {
  it.each([
    ["limit=3", 4, 1],
    ["limit=3&showResumeKey=true", 4, 1],
    ["limit=-3", 4, 1],
    ["limit=2&offset=1", 4, 1],
    ["limit=1000", 1001, 1],
    ["limit=1&filter=statuscode:200", 1200, 1],
  ])("is read no further than %s must: %i rows, in %i Query", async (query, rows, queries) => {
    for (let index = 0; index < 1500; index += 1) await archive.put(["03-14", { url: `${PAGE}/${index}` }]);
    const { walk } = archive.captures;
    const pages: number[] = [];
    archive.captures.walk = async function* (...args) {
      for await (const page of walk(...args)) {
        pages.push(page.length);
        yield page;
      }
    };
    await archive.cdx(`url=paper.example/*&${query}`);
    expect(pages).toEqual(Array.from({ length: queries }, () => rows));
  });
});

describe("a resume key", () => {
  beforeEach(async () => {
    await archive.put(["03-01"], ["03-02"], ["03-03"]);
  });

  it("follows one blank line in text", async () => {
    const { text } = await archive.cdx(`${FERRY}&limit=2&showResumeKey=true&fl=timestamp`);
    expect(text).toMatch(/^20260301120000\n20260302120000\n\n[\w-]+\n$/);
  });

  it("follows an empty row in JSON", async () => {
    const rows = (await archive.cdx(`${FERRY}&limit=2&showResumeKey=true&fl=timestamp&output=json`)).json();
    expect(rows.slice(0, -1)).toEqual([["timestamp"], ["20260301120000"], ["20260302120000"], []]);
    expect(rows.at(-1)).toEqual([expect.stringMatching(/^[\w-]+$/)]);
  });

  it("is given only where there is more", async () => {
    expect((await archive.cdx(`${FERRY}&limit=3&showResumeKey=true&fl=timestamp`)).text).not.toContain("\n\n");
    expect((await archive.cdx(`${FERRY}&limit=2&fl=timestamp`)).text).not.toContain("\n\n");
  });

  it("leads through all rows, each once, with no parameter changed but itself", async () => {
    await archive.put(
      ["03-03", { url: "https://paper.example/ferry/2" }],
      ["03-03", { url: "https://x.paper.example/" }],
    );
    const query = "url=*.paper.example&limit=2&showResumeKey=true&output=json&fl=captureId";
    const seen: string[] = [];
    for (let key = ""; key !== undefined; ) {
      const [, ...rows]: string[][] = (await archive.cdx(`${query}${key && `&resumeKey=${key}`}`)).json();
      const end = rows.findIndex((row) => row.length === 0);
      seen.push(...(end < 0 ? rows : rows.slice(0, end)).map(([id = ""]) => id));
      if (end < 0) break;
      key = rows.at(-1)?.[0] ?? "";
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });

  it("of another query is refused", async () => {
    const key = rowsOf(await archive.cdx(`${FERRY}&limit=2&showResumeKey=true`)).at(-1);
    const reply = await archive.cdx(`url=paper.example/other&resumeKey=${key}`);
    expect([reply.status, reply.json().code]).toEqual([400, "bad-cursor"]);
    expect((await archive.cdx(`${FERRY}&resumeKey=made-up`)).status).toBe(400);
  });
});

describe("pages", () => {
  it("are counted and numbered from 0, and one beyond the last is empty", async () => {
    for (let index = 0; index < 1002; index += 1) {
      await archive.put([
        `03-14T${new Date(index * 60_000).toISOString().slice(11, 19)}`,
        { url: `${PAGE}/${index % 3}` },
      ]);
    }
    const query = "url=paper.example/*&pageSize=1";
    expect((await archive.cdx(`${query}&showNumPages=true`)).text).toBe("2\n");
    expect((await archive.cdx(`${query}&showNumPages=true&output=json`)).json()).toEqual([["numpages"], ["2"]]);
    const pages = await Promise.all([0, 1, 2].map((page) => archive.cdx(`${query}&page=${page}&fl=captureId`)));
    expect(pages.map((page) => rowsOf(page).length)).toEqual([1000, 2, 0]);
    expect(new Set(pages.flatMap(rowsOf).map(([id]) => id)).size).toBe(1002);
    expect(rowsOf(await archive.cdx("url=paper.example/*&pageSize=2&page=0"))).toHaveLength(1002);
  });
});

describe("revisits", () => {
  it("are resolved to their payload's type and status, and its record can be asked for", async () => {
    const warc = { key: "captures/b.warc.gz", offset: 77, length: 900 };
    const [page] = await archive.put(["03-01", { contentType: "text/plain", warc, responseLength: 333 }]);
    await archive.put(["03-02", revisitOf(page)], ["03-03", revisitOf(undefined)]);
    const fl = "fl=mimetype,statuscode,length,orig.length,orig.offset,orig.filename";
    expect((await archive.cdx(`${FERRY}&resolveRevisits=true&${fl}`)).text.split("\n").slice(1, 3)).toEqual([
      "text/plain 200 500 333 77 captures/b.warc.gz",
      "warc/revisit - 500 - - -",
    ]);
    expect(rowsOf(await archive.cdx(`${FERRY}&resolveRevisits=true`))[1]).toHaveLength(7);
  });

  it("of another URL's payload are resolved too", async () => {
    const [other] = await archive.put([
      "03-01",
      { url: "https://herald.example/x", contentType: "text/css", quality: "thin" },
    ]);
    await archive.put(["03-02", revisitOf(other)]);
    const reply = await archive.cdx(`${FERRY}&resolveRevisits=true&fl=mimetype,quality`);
    expect(reply.text).toBe("text/css thin\n");
  });

  it("are counted as duplicates by digest, and then have the type of the first", async () => {
    const [page] = await archive.put(["03-01", { payloadSha1: "sha1:A" }]);
    await archive.put(["03-02", { payloadSha1: "sha1:B" }], ["03-03", { ...revisitOf(page), payloadSha1: "sha1:A" }]);
    const reply = await archive.cdx(`${FERRY}&showDupeCount=true&output=json&fl=mimetype,digest`);
    expect(reply.json()).toEqual([
      ["mimetype", "digest", "dupecount"],
      ["text/html", "A", "0"],
      ["text/html", "B", "0"],
      ["text/html", "A", "1"],
    ]);
  });
});

describe("the answer", () => {
  it("is compressed where the client takes gzip, and not with gzip=false", async () => {
    await archive.put(["03-01"]);
    const headers = { "accept-encoding": "gzip, deflate" };
    expect((await archive.cdx(FERRY, headers)).headers.get("content-encoding")).toBe("gzip");
    expect(rowsOf(await archive.cdx(FERRY, headers))).toHaveLength(1);
    expect((await archive.cdx(`${FERRY}&gzip=false`, headers)).headers.get("content-encoding")).toBeNull();
    expect((await archive.cdx(FERRY)).headers.get("content-encoding")).toBeNull();
  });

  it("may be read by scripts of any page, an error too", async () => {
    expect((await archive.cdx(FERRY)).headers.get("access-control-allow-origin")).toBe("*");
    expect((await archive.cdx("")).headers.get("access-control-allow-origin")).toBe("*");
  });

  it.each([
    ["", "bad-request"],
    ["url=", "bad-request"],
    ["url=http://", "url-invalid"],
    ["url=ftp://paper.example/", "url-not-http"],
    ["url=a.example&matchType=regex", "bad-request"],
    ["url=a.example&from=202613", "bad-request"],
    ["url=a.example&to=yesterday", "bad-request"],
    ["url=a.example&limit=many", "bad-request"],
    ["url=a.example&fl=urlkey,colour", "bad-request"],
    ["url=a.example&filter=colour:red", "bad-request"],
    ["url=a.example&filter=statuscode:(", "bad-request"],
    ["url=a.example&filter=statuscode:a)|(b", "bad-request"],
    ["url=a.example&collapse=colour", "bad-request"],
    ["url=a.example&collapse=timestamp:x", "bad-request"],
    ["url=a.example&output=xml", "bad-request"],
    ["url=a.example&page=900000", "bad-request"],
  ])("to %s is a 400 that says why", async (query, code) => {
    const reply = await archive.cdx(query);
    expect([reply.status, reply.json().code]).toEqual([400, code]);
    expect(reply.json().detail).toMatch(/\w/);
  });

  it("has nothing that is kept from readers", async () => {
    const [, blocked] = await archive.put(
      ["03-01"],
      ["03-02"],
      ["03-03", { noarchive: { from: "meta", binding: true } }],
    );
    const scope = { kind: "capture", captureId: blocked?.id ?? "", url: PAGE } as const;
    archive.restrictions.push({
      id: v7(),
      effect: "embargo",
      scope,
      reason: "",
      by: "ana",
      at: "2026-01-01T00:00:00Z",
    });
    expect(timesOf(await archive.cdx(FERRY))).toEqual(["0301"]);
    expect(timesOf(await archive.cdx("url=*.paper.example"))).toEqual(["0301"]);
  });

  it("without a limit ends after 10,000 rows, and says that there is more and where", async () => {
    const [template] = await archive.put(["03-01"]);
    if (!template) throw new Error("nothing was put");
    const many = Array.from({ length: 10_001 }, (_, index) => ({
      ...template,
      id: v7(),
      capturedAt: new Date(Date.parse("2026-04-01T00:00:00Z") + index * 1000).toISOString(),
    }));
    archive.captures.walk = async function* (range) {
      const from = many.findIndex(({ capturedAt }) => range.from.includes(capturedAt.replace(/\D/g, "").slice(0, 17)));
      for (let start = from + 1; start < many.length; start += 1000) yield many.slice(start, start + 1000);
    };
    const reply = await archive.cdx(`${FERRY}&fl=timestamp`);
    expect(rowsOf(reply)).toHaveLength(10_000);
    expect(reply.headers.get("x-pressmark-cut")).toBe("rows");
    const [, next = ""] = /<([^>]+)>; rel="next"/.exec(reply.headers.get("link") ?? "") ?? [];
    const rest = await archive.get(next.slice("https://archive.example".length));
    expect(rowsOf(rest)).toHaveLength(1);
    expect(rest.headers.get("x-pressmark-cut")).toBeNull();
  });
});
