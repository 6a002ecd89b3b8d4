/** Captures looked up by clients that know nothing of us: the CDX server, TimeMaps and availability, over HTTP. */
import memento from "memento-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestArchive, type TestArchive } from "./support/archive.ts";
import { articleHtml, html, startWeb, type Web } from "./support/web.ts";

let web: Web;
let archive: TestArchive;
let page: string;

beforeAll(async () => {
  web = await startWeb();
  archive = await startTestArchive({ allowPrivate: [web.hostPort] });
  page = web.page("/lamp?id=7", html(articleHtml("The lamp will be mended")));
  const short = web.page("/l", (_, response) => response.writeHead(302, { location: "/lamp?id=7" }).end());
  await archive.capture(short);
  await archive.capture(page);
  web.page("/lamp?id=7", html(articleHtml("The lamp is mended")));
  await archive.capture(page);
}, 180_000);

afterAll(async () => {
  await archive?.stop();
  await web?.stop();
});

/** Without a token: the local archive is open to all. */
const get = (path: string) => fetch(`${archive.cloud.apiUrl}${path}`);
const cdx = async (query: string): Promise<string[][]> =>
  ((await (await get(`/cdx/search/cdx?output=json&${query}`)).json()) as string[][]).slice(1);

describe("memento-client", () => {
  const list = (host: string, url: string) =>
    new Promise<Parameters<Parameters<typeof memento>[2]>[1]>((resolve, reject) => {
      memento(url, { host }, (error, mementos) => (error ? reject(error) : resolve(mementos)));
    });

  it("reads the TimeMap of a page: its captures by time, each with an address and a datetime", async () => {
    const links = await list(`${archive.cloud.apiUrl}/web/timemap/link/`, page);
    const mementos = links.filter(({ rel }) => rel.includes("memento"));
    expect(links.slice(0, 3).map(({ rel }) => rel)).toEqual(["original", "self", "timegate"]);
    expect(mementos).toHaveLength(3);
    expect([mementos[0]?.rel, mementos[2]?.rel]).toEqual(["first memento", "last memento"]);
    const timestamps = (await cdx(`url=${encodeURIComponent(page)}&fl=timestamp`)).flat();
    expect(mementos.map(({ href }) => href)).toEqual(
      timestamps.map((timestamp) => `${archive.cloud.apiUrl}/web/${timestamp}/${page}`),
    );
    for (const [index, { datetime = "" }] of mementos.entries()) {
      const digits = new Date(datetime).toISOString().replace(/\D/g, "").slice(0, 14);
      expect(digits).toBe(timestamps[index]);
    }
  });

  it("finds nothing where nothing was captured", async () => {
    await expect(list(`${archive.cloud.apiUrl}/web/timemap/link/`, `${web.url}/none`)).resolves.toEqual([]);
  });
});

describe("the CDX server", () => {
  it("lists redirects, responses and revisits of a host, each pointing at its record", async () => {
    const rows = await cdx(`url=${web.hostPort}/*&fl=original,mimetype,statuscode,redirect,filename,offset,length`);
    expect(rows.map((row) => row.slice(0, 4))).toEqual([
      [`${web.url}/l`, "unk", "302", page],
      [page, "text/html", "200", "-"],
      [page, "warc/revisit", "-", "-"],
      [page, "text/html", "200", "-"],
    ]);
    for (const [, , , , filename, offset, length] of rows) {
      expect(filename).toMatch(/^captures\/.+\.warc\.gz$/);
      expect(Number(offset)).toBeGreaterThanOrEqual(0);
      expect(Number(length)).toBeGreaterThan(100);
    }
  });

  it("knows what a page turned out to be, and a revisit by its payload", async () => {
    const rows = await cdx(`url=${encodeURIComponent(page)}&fl=quality&filter=quality:article`);
    expect(rows).toEqual([["article"], ["article"], ["article"]]);
  });

  it("takes the last rows, and goes on from a resume key", async () => {
    const all = await cdx(`url=${web.hostPort}/*&fl=captureId`);
    expect(await cdx(`url=${web.hostPort}/*&fl=captureId&limit=-2`)).toEqual(all.slice(-2));
    const first = await cdx(`url=${web.hostPort}/*&fl=captureId&limit=3&showResumeKey=true`);
    expect(first.slice(0, 3)).toEqual(all.slice(0, 3));
    const key = first.at(-1)?.[0] ?? "";
    expect(await cdx(`url=${web.hostPort}/*&fl=captureId&resumeKey=${key}`)).toEqual(all.slice(3));
  });

  it("answers compressed over HTTP, and refuses what is no query", async () => {
    const response = await get(`/cdx/search/cdx?url=${web.hostPort}/*`);
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect((await response.text()).trimEnd().split("\n")).toHaveLength(4);
    expect((await get("/cdx/search/cdx")).status).toBe(400);
  });
});

describe("availability", () => {
  it("names the latest capture", async () => {
    const latest = (await cdx(`url=${encodeURIComponent(page)}&fl=timestamp&limit=-1`)).flat()[0];
    const { archived_snapshots } = (await (await get(`/wayback/available?url=${encodeURIComponent(page)}`)).json()) as {
      archived_snapshots: object;
    };
    expect(archived_snapshots).toEqual({
      closest: {
        status: "200",
        available: true,
        url: `${archive.cloud.apiUrl}/web/${latest}/${page}`,
        timestamp: latest,
      },
    });
  });
});
