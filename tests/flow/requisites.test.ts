/** What a page is shown with, captured after it: the whole archive with its real bundles, and two loopback hosts. */
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WARCParser } from "warcio";
import type { CaptureRowView, CaptureView, JobView, ResourceListView } from "../../shared/api/schemas.ts";
import { makeDataDir, startTestArchive, type TestArchive } from "./support/archive.ts";
import { articleHtml, html, type Page, startWeb, type Web } from "./support/web.ts";

type Resource = ResourceListView["resources"][number];

let web: Web;
let cdn: Web;
let archive: TestArchive;
let dataDir: string;

const PICTURE = Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><circle r='4'/></svg>");

const file =
  (type: string, body: string | Buffer, headers: Record<string, string> = {}): Page =>
  (_, response) =>
    response.writeHead(200, { "content-type": type, ...headers }).end(body);
const picture = (name: string): Page => file("image/svg+xml", `${PICTURE}<!-- ${name} -->`);

/** An article whose head and text hold more than words. */
const pageWith = (title: string, head: string, body: string): string =>
  articleHtml(title, body).replace("</head>", `${head}</head>`);

beforeAll(async () => {
  [web, cdn, dataDir] = await Promise.all([startWeb(), startWeb(), makeDataDir()]);
  archive = await startTestArchive({ allowPrivate: [web.hostPort, cdn.hostPort], dataDir, timeScale: 30 });
  web.page("/robots.txt", file("text/plain", "User-agent: *\nDisallow: /secret/\n"));
  for (const path of ["/a.svg", "/a-wide.svg", "/p.svg", "/lazy.svg", "/icon.svg", "/secret/map.svg"]) {
    web.page(path, picture(path));
  }
  web.page("/moved.svg", (_, response) => response.writeHead(302, { location: `${cdn.url}/there.svg` }).end());
  cdn.page("/there.svg", picture("there"));
  cdn.page("/bytes.svg", file("image/svg+xml", PICTURE));
  web.page("/bytes-again.svg", file("image/svg+xml", PICTURE));
  web.page(
    "/site.css",
    file("text/css", '@import "more.css"; @import url(site.css); body { background: url(ground.svg) }'),
  );
  web.page("/more.css", file("text/css", `@font-face { font-family: Quay; src: url("${cdn.url}/quay.woff2") }`));
  web.page("/ground.svg", picture("ground"));
  cdn.page("/quay.woff2", file("font/woff2", Buffer.from("wOF2 not a font")));
  web.page("/trap.svg", html(articleHtml("A page where a picture was asked for")));
  web.page("/app.js", file("text/javascript", "alert(1)"));
}, 120_000);

afterAll(async () => {
  await archive?.stop();
  await Promise.all([web?.stop(), cdn?.stop()]);
  await rm(dataDir, { recursive: true, force: true });
});

/** The capture of a page, once all that it is shown with was captured or has failed. */
async function completed(id: string): Promise<CaptureView> {
  const deadline = Date.now() + 40_000;
  for (;;) {
    const capture = await archive.json<CaptureView>(`/v1/captures/${id}`);
    if (capture.resources?.complete) return capture;
    if (Date.now() > deadline) throw new Error(`Not complete: ${JSON.stringify(capture.resources)}`);
    await new Promise((wake) => setTimeout(wake, 200));
  }
}

async function resourcesOf({ id }: CaptureView): Promise<Map<string, Resource>> {
  const { resources } = await archive.json<ResourceListView>(`/v1/captures/${id}/resources?limit=100`);
  return new Map(resources.map((each) => [each.url, each]));
}

const asked = (of: Web, path: string) => of.requests.filter((request) => request.path === path);

describe("an article with pictures, stylesheets, a font and an icon", () => {
  let answered: CaptureView;
  let page: CaptureView;
  let resources: Map<string, Resource>;

  beforeAll(async () => {
    const url = web.page(
      "/story",
      html(
        pageWith(
          "The lamp and its pictures",
          '<link rel="stylesheet" href="site.css"><link rel="icon" href="/icon.svg"><script src="/app.js"></script>',
          `<img src="/a.svg" srcset="/a.svg 1x, /a-wide.svg 2x"><picture><source srcset="/p.svg"><img src="${cdn.url}/bytes.svg">
           </picture><img data-src="/lazy.svg" src="data:image/gif;base64,R0lGODlh"><img src="/secret/map.svg">
           <img src="/gone.svg"><img src="/moved.svg"><img src="/trap.svg"><img src="ftp://paper.example/x.png">`,
        ),
      ),
    );
    answered = await archive.capture(url);
    page = await completed(answered.id);
    resources = await resourcesOf(page);
  }, 60_000);

  it("is answered before them: nobody waits for pictures", () => {
    expect(answered).toMatchObject({
      status: "archived",
      quality: "article",
      resources: { wanted: "all", complete: false },
    });
    expect(page.resources).toMatchObject({ wanted: "all", complete: true, captured: 12, failed: 2, waiting: 0 });
  });

  it.each([
    ["/a.svg", "image", 1],
    ["/a-wide.svg", "image", 1],
    ["/p.svg", "image", 1],
    ["/lazy.svg", "image", 1],
    ["/icon.svg", "icon", 1],
    ["/site.css", "stylesheet", 1],
    ["/more.css", "stylesheet", 2],
    ["/ground.svg", "image", 2],
    ["/moved.svg", "image", 1],
  ])("has %s as its %s, captured once", (path, kind, depth) => {
    expect(resources.get(`${web.url}${path}`)).toMatchObject({ kind, depth, status: "captured" });
    expect(asked(web, path)).toHaveLength(1);
  });

  it("has a font of another host that a stylesheet of its stylesheet names, byte for byte", async () => {
    const font = resources.get(`${cdn.url}/quay.woff2`);
    expect(font).toMatchObject({ kind: "font", depth: 3, status: "captured" });
    const capture = await archive.json<CaptureView>(font?.links.capture ?? "");
    expect(capture).toMatchObject({ contentType: "font/woff2", resourceOf: page.id, extraction: { status: "none" } });
    expect(capture.digests.payloadSha256).toBe(
      `sha256:${createHash("sha256").update("wOF2 not a font").digest("hex")}`,
    );
  });

  it("is asked for as a picture is, not as a page", () => {
    expect(asked(web, "/story")[0]?.headers.accept).toContain("text/html");
    expect(asked(web, "/a.svg")[0]?.headers.accept).toBe("*/*");
  });

  it("says of what robots.txt denies, and of what is gone, that it failed and why", async () => {
    expect(resources.get(`${web.url}/secret/map.svg`)).toMatchObject({ status: "failed", code: "robots-denied" });
    expect(asked(web, "/secret/map.svg")).toEqual([]);
    const gone = resources.get(`${web.url}/gone.svg`);
    expect(gone).toMatchObject({ status: "failed", code: "http-client-error" });
    expect(await archive.json<JobView>(gone?.links.job ?? "")).toMatchObject({
      status: "failed",
      origin: { kind: "requisite", pageId: page.id },
    });
    expect(await archive.job(page.jobId)).toMatchObject({ status: "archived", error: null });
  });

  it("keeps where a picture has moved to, and the redirect beside it", async () => {
    const moved = resources.get(`${web.url}/moved.svg`);
    expect(await archive.json<CaptureView>(moved?.links.capture ?? "")).toMatchObject({ url: `${cdn.url}/there.svg` });
    expect(moved?.redirectIds).toHaveLength(1);
  });

  it("has no scripts", () => {
    expect(asked(web, "/app.js")).toEqual([]);
    expect([...resources.keys()].filter((url) => url.endsWith(".js"))).toEqual([]);
  });

  it("makes no article of a page that answers for a picture, until somebody asks for it as a page", async () => {
    const url = `${web.url}/trap.svg`;
    const list = await archive.json<{ articles: { url: string }[] }>(`/v1/articles?host=${web.hostPort}`);
    expect(list.articles.map((each) => each.url)).toEqual([page.url]);
    const events = archive.logs.filter((line) => line["detail-type"] === "Article Archived");
    expect(events.map(({ detail }) => (detail as { url: string }).url)).toEqual([page.url]);
    const asPage = await archive.capture(url);
    expect(asPage).toMatchObject({ status: "archived", quality: "article", revisitOf: null, resourceOf: null });
  });
});

describe("another page", () => {
  it("does not ask again for what was captured today, and still has the whole of it", async () => {
    const url = web.page(
      "/second",
      html(pageWith("The lamp, second part", '<link rel="stylesheet" href="/site.css">', '<img src="/a.svg">')),
    );
    const page = await completed((await archive.capture(url)).id);
    const resources = await resourcesOf(page);
    expect([...resources.values()].map(({ status }) => status)).toEqual(Array(5).fill("captured"));
    expect(resources.get(`${cdn.url}/quay.woff2`)).toMatchObject({ status: "captured", depth: 3 });
    for (const path of ["/a.svg", "/site.css", "/more.css", "/ground.svg"]) expect(asked(web, path)).toHaveLength(1);
  });

  it("has a picture whose bytes another host gave stored as a revisit of that one, which is named in the record", async () => {
    const url = web.page("/third", html(articleHtml("The lamp, third part", '<img src="/bytes-again.svg">')));
    const page = await completed((await archive.capture(url)).id);
    const again = (await resourcesOf(page)).get(`${web.url}/bytes-again.svg`);
    const capture = await archive.json<CaptureView>(again?.links.capture ?? "");
    expect(capture).toMatchObject({ status: "unchanged", resourceOf: page.id });
    const holder = await archive.json<CaptureView>(`/v1/captures/${capture.revisitOf}`);
    expect(holder).toMatchObject({
      url: `${cdn.url}/bytes.svg`,
      digests: { payloadSha1: capture.digests.payloadSha1 },
    });
    const bytes = new Uint8Array(await (await archive.call(capture.links.warc)).arrayBuffer());
    for await (const record of WARCParser.iterRecords([bytes])) {
      if (record.warcType === "revisit") {
        expect(record.warcHeader("WARC-Refers-To-Target-URI")).toBe(holder.url);
        expect(record.warcHeader("WARC-Refers-To-Date")).toBe(holder.capturedAt);
      }
      await record.readFully(false);
    }
  });

  it("that is unchanged, but was captured without them, gets them too", async () => {
    const url = web.page("/later", html(articleHtml("Pictures later", '<img src="/later.svg">')));
    web.page("/later.svg", picture("later"));
    const first = await archive.submit({ url, resources: "none" }, { prefer: "wait=25" });
    expect(await first.json()).toMatchObject({ resources: null });
    await archive.cloud.waitIdle(10_000);
    expect(asked(web, "/later.svg")).toEqual([]);
    const second = await archive.capture(url);
    expect(second).toMatchObject({ status: "unchanged" });
    expect((await completed(second.id)).resources).toMatchObject({ found: 1, captured: 1 });
  });

  it("has its pictures alone where these are asked for", async () => {
    const head = '<link rel="stylesheet" href="/other.css"><link rel="icon" href="/icon.svg">';
    const url = web.page("/pictures", html(pageWith("Pictures alone", head, '<img src="/a.svg">')));
    const response = await archive.submit({ url, resources: "images" }, { prefer: "wait=25" });
    const page = await completed(((await response.json()) as CaptureView).id);
    expect([...(await resourcesOf(page)).keys()].toSorted()).toEqual([`${web.url}/a.svg`, `${web.url}/icon.svg`]);
  });

  it("with nothing but words is complete at once", async () => {
    const page = await completed((await archive.capture(web.page("/words", html(articleHtml("Words"))))).id);
    expect(page.resources).toMatchObject({ found: 0, captured: 0, leftOut: 0 });
  });
});

describe("a source", () => {
  const feedOf = (path: string) =>
    file(
      "text/xml",
      `<rss version="2.0"><channel><title>News</title><item><link>${web.url}${path}</link></item></channel></rss>`,
    );

  it("has its pages captured with their pictures where it says so, and without any otherwise", async () => {
    for (const name of ["plain", "pictured"]) {
      web.page(`/${name}-feed`, feedOf(`/${name}-story`));
      web.page(`/${name}-story`, html(articleHtml(`A ${name} story`, `<img src="/${name}.svg">`)));
      web.page(`/${name}.svg`, picture(name));
    }
    const make = (name: string, changes: object) =>
      archive.call("/v1/sources", {
        method: "POST",
        body: JSON.stringify({ type: "feed", url: `${web.url}/${name}-feed`, revisits: [], ...changes }),
      });
    expect(await (await make("plain", {})).json()).toMatchObject({ resources: "none" });
    expect(await (await make("pictured", { resources: "images" })).json()).toMatchObject({ resources: "images" });
    await expect.poll(() => asked(web, "/pictured.svg").length, { timeout: 40_000, interval: 200 }).toBe(1);
    await expect.poll(() => asked(web, "/plain-story").length, { timeout: 20_000, interval: 200 }).toBe(1);
    await archive.cloud.waitIdle(5000);
    expect(asked(web, "/plain.svg")).toEqual([]);
  });
});

describe("a page that names more than anybody needs", () => {
  it("has two hundred at the most, and says how many were left out", async () => {
    const many = Array.from({ length: 300 }, (_, index) => `<img src="${cdn.url}/many/${index}.svg">`).join("");
    for (let index = 0; index < 300; index += 1) cdn.page(`/many/${index}.svg`, picture(`many ${index}`));
    const { id } = await archive.capture(web.page("/many", html(articleHtml("Far too many", many))));
    await expect
      .poll(async () => (await archive.json<CaptureView>(`/v1/captures/${id}`)).resources, { timeout: 20_000 })
      .toMatchObject({ found: 200, leftOut: 100 });
    const pages = await archive.json<ResourceListView>(`/v1/captures/${id}/resources?limit=60`);
    const next = await archive.json<ResourceListView>(
      `/v1/captures/${id}/resources?limit=60&cursor=${encodeURIComponent(pages.nextCursor ?? "")}`,
    );
    const urls = [...pages.resources, ...next.resources].map(({ url }) => url);
    expect(new Set(urls).size).toBe(120);
  });
});

describe("what cannot be asked for", () => {
  it.each([
    [{ resources: "everything" }, 400],
    [{ resources: null }, 400],
  ])("%j is refused with %i", async (body, status) => {
    const response = await archive.submit({ url: `${web.url}/story`, ...body });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code: "bad-request" });
  });

  it("is not taken for an answer that is recent enough, where it has not what is asked for", async () => {
    const url = web.page("/plain", html(articleHtml("Plain")));
    const bare = (await (
      await archive.submit({ url, resources: "none" }, { prefer: "wait=25" })
    ).json()) as CaptureView;
    const again = await archive.submit({ url, ifNotArchivedWithin: "PT1H" });
    expect(((await again.json()) as CaptureView).id).toBe(bare.id);
    const whole = await archive.submit({ url, ifNotArchivedWithin: "PT1H", resources: "all" });
    expect(whole.status).toBe(202);
  });

  it("is listed as captures of its own URL all the same", async () => {
    const query = `/v1/captures?url=${encodeURIComponent(`${web.url}/a.svg`)}`;
    const { captures } = await archive.json<{ captures: CaptureRowView[] }>(query);
    expect(captures).toHaveLength(1);
  });
});
