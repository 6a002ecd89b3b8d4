/** Archived pages as readers see them: captured over HTTP, replayed over HTTP, and opened in a real browser. */
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pagePolicy } from "../../functions/replay/policy.ts";
import { ROUTES } from "../../shared/api/routes.ts";
import { startTestArchive, type TestArchive } from "./support/archive.ts";
import { NO_BROWSER, openInBrowser } from "./support/browser.ts";
import { articleHtml, html, startWeb, type Web } from "./support/web.ts";

/** One green pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let archive: TestArchive;
let web: Web;

beforeAll(async () => {
  web = await startWeb();
  archive = await startTestArchive({ allowPrivate: [web.hostPort] });
}, 120_000);

afterAll(async () => {
  await archive.stop();
  await web.stop();
});

const stamp = (iso: string) => iso.replace(/\D/g, "").slice(0, 14);
/** As a stranger asks: without a token, and without following redirects. */
const read = (path: string, headers: Record<string, string> = {}) =>
  fetch(path.startsWith("http") ? path : `${archive.cloud.apiUrl}${path}`, { redirect: "manual", headers });

describe("an archived page", () => {
  it("is found by the TimeGate, shown rewritten, and given back byte for byte", async () => {
    const page = articleHtml("The tide clock", '<img src="/clock.png" onerror="alert(1)"><script>alert(1)</script>');
    const url = web.page("/2026/clock", (_, response) =>
      response
        .writeHead(200, {
          "content-type": "text/html; charset=utf-8",
          "content-encoding": "gzip",
          "x-press": "Ædition",
        })
        .end(gzipSync(page)),
    );
    const { capturedAt } = await archive.capture(url);
    const moment = new Date(capturedAt).toUTCString();

    const gate = await read(`/web/${url}`, { "accept-datetime": "Mon, 01 Jan 2001 00:00:00 GMT" });
    expect([gate.status, gate.headers.get("vary")]).toEqual([302, "accept-datetime"]);
    const memento = await read(gate.headers.get("location") ?? "");
    expect([memento.status, memento.headers.get("memento-datetime")]).toEqual([200, moment]);
    const shown = await memento.text();
    expect(shown).toContain(`<img src="/web/${stamp(capturedAt)}im_/${web.url}/clock.png">`);
    expect(shown).not.toContain("alert(1)");

    const raw = await read(`/web/${stamp(capturedAt)}id_/${url}`);
    expect(raw.headers.get("x-archive-orig-content-encoding")).toBe("gzip");
    expect(await raw.text()).toBe(page);
  });

  it("whose picture is larger than an answer is shown with it all the same", async () => {
    const picture = Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)]);
    const url = web.page("/large.png", (_, response) =>
      response.writeHead(200, { "content-type": "image/png" }).end(picture),
    );
    const { capturedAt } = await archive.capture(url);
    const answer = await fetch(`${archive.cloud.apiUrl}/web/${stamp(capturedAt)}im_/${url}`);
    expect([answer.status, answer.redirected, answer.headers.get("content-type")]).toEqual([200, true, "image/png"]);
    expect(Buffer.from(await answer.arrayBuffer()).equals(picture)).toBe(true);
  });

  it("that was unchanged later is shown at both moments", async () => {
    const url = web.page("/still", html(articleHtml("Nothing new")));
    const first = await archive.capture(url);
    await new Promise((passed) => setTimeout(passed, 1100));
    const second = await (await archive.submit({ url }, { prefer: "wait=25" })).json();
    const [one, two] = await Promise.all(
      [first.capturedAt, second.capturedAt].map((at) => read(`/web/${stamp(at)}if_/${url}`)),
    );
    expect(stamp(first.capturedAt)).not.toBe(stamp(second.capturedAt));
    expect([one?.status, two?.status]).toEqual([200, 200]);
    const untimed = async (answer?: Response) => (await answer?.text())?.replaceAll(/\/web\/\d{14}/g, "/web/0");
    expect(await untimed(two)).toBe(await untimed(one));
  });

  it("that redirects leads on inside the archive", async () => {
    const url = web.page("/old", (_, response) => response.writeHead(301, { location: "/2026/new" }).end());
    web.page("/2026/new", html(articleHtml("Moved")));
    await archive.capture(url);
    const answer = await fetch(`${archive.cloud.apiUrl}/web/2/${url}`);
    expect(answer.status).toBe(200);
    expect(answer.url).toMatch(/\/web\/\d{14}\/http:\/\/127\.0\.0\.1:\d+\/2026\/new$/);
    expect(await answer.text()).toContain("<h1>Moved</h1>");
  });

  it("that is not there is named as such, with what is near", async () => {
    const answer = await read(`/web/${web.url}/2026/none`);
    expect([answer.status, answer.headers.get("memento-datetime")]).toEqual([404, null]);
    expect(await answer.json()).toMatchObject({ code: "not-archived", nearest: expect.any(Array) });
  });
});

/** What a page could try, written so that each try would be seen: in the page's title, or in a request. */
const HOSTILE = (api: string, beacon: string) => `<!doctype html><html><head><title>quiet</title>
<meta http-equiv="refresh" content="0; url=${api}/refresh"><base href="${api}/base/">
<link rel="stylesheet" href="${api}/style"><link rel="prefetch" href="${api}/prefetch"><link rel="preload" as="image" href="${api}/preload">
<link rel="manifest" href="${api}/manifest"><link rel="dns-prefetch" href="${beacon}"><style>@import "${api}/import"; body { background: \\75rl(${api}/css) }
@font-face { font-family: x; src: url(${api}/font) } p { font-family: x }</style><script>document.title = "script"</script></head>
<body onload="document.title = 'onload'"><p>words</p><img src="${beacon}/img" onerror="document.title = 'onerror'"><img src="${api}/img">
<svg onload="document.title = 'svg'"><script>document.title = "svg script"</script><image href="${api}/svg" /><animate onbegin="document.title='x'" attributeName="x" dur="1s"/></svg>
<iframe src="${api}/frame"></iframe><iframe srcdoc="<script>parent.document.title = 'srcdoc'; fetch('${api}/srcdoc')</script><img src='${api}/srcdoc-img'>"></iframe>
<iframe src="javascript:parent.document.title='frame'"></iframe><object data="${api}/object"></object><embed src="${api}/embed">
<video src="${api}/video" poster="${api}/poster" autoplay></video><audio src="${api}/audio" autoplay></audio>
<form action="${api}/form"><input autofocus onfocus="document.title = 'focus'"></form>
<details open ontoggle="document.title = 'toggle'"></details><marquee onstart="document.title = 'marquee'">x</marquee>
<noscript><p title="</noscript><img src=${beacon}/noscript onerror=document.title=1>"></noscript>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=${beacon}/mxss onerror=document.title='mxss'&gt;"></body></html>`;

describe.skipIf(NO_BROWSER)("in Chromium", () => {
  it("a page shows its own picture from the archive, and the banner beside it", async () => {
    const picture = web.page("/dial.png", (_, response) =>
      response.writeHead(200, { "content-type": "image/png" }).end(PNG),
    );
    const url = web.page("/dial", html(articleHtml("The dial", '<img id="dial" src="/dial.png" alt="">')));
    await archive.capture(picture);
    const { capturedAt } = await archive.capture(url);
    const before = web.requests.length;
    const dom = await openInBrowser(`${archive.cloud.apiUrl}/web/${stamp(capturedAt)}/${url}`);
    expect(dom).toContain("pressmark-banner");
    expect(dom).toContain("<h1>The dial</h1>");
    expect(web.requests.slice(before)).toEqual([]);
  }, 90_000);

  it("a hostile page runs nothing, and asks nothing of the API or of the live web", async () => {
    const beacon = await startWeb();
    const url = web.page("/hostile", html(HOSTILE(`${archive.cloud.apiUrl}/v1`, beacon.url)));
    // Without what it is shown with: it is the reader's browser that must ask nothing of its hosts.
    const { capturedAt } = await archive.capture(url, { resources: "none" });
    const calls = archive.logs.length;
    const dom = await openInBrowser(`${archive.cloud.apiUrl}/web/${stamp(capturedAt)}/${url}`);
    expect(dom).toContain("<title>quiet</title>");
    expect(dom).toContain("words");
    expect(beacon.requests).toEqual([]);
    // What answers HTTP; what goes on behind it, for pages of other tests, is none of this page's doing.
    const answering = new Set<unknown>(ROUTES.map((route) => route.function));
    const asked = new Set(
      archive.logs.slice(calls).flatMap(({ service }) => (answering.has(service) ? [service] : [])),
    );
    expect([...asked]).toEqual(["replay"]);
    await beacon.stop();
  }, 90_000);

  it.each(["public", "token"] as const)(
    "the policy holds even where nothing at all is rewritten (%s)",
    async (access) => {
      const [site, beacon] = [await startWeb(), await startWeb()];
      const policy = pagePolicy({ baseUrl: site.url, bucketOrigin: "https://bucket.example", access });
      site.page("/web/seen.png", (_, response) => response.writeHead(200, { "content-type": "image/png" }).end(PNG));
      const page = HOSTILE(`${site.url}/v1`, beacon.url).replace(
        "<p>words</p>",
        `<p>words</p><img src="${site.url}/web/seen.png">`,
      );
      const url = site.page("/web/hostile", html(page, { "content-security-policy": policy }));
      const dom = await openInBrowser(url);
      expect(dom).toContain("<title>quiet</title>");
      expect(site.requests.map(({ path }) => path).filter((path) => path.startsWith("/v1"))).toEqual([]);
      expect(site.requests.map(({ path }) => path)).toContain("/web/seen.png");
      expect(beacon.requests).toEqual([]);

      // The same page without a policy does what it says: the test would see it.
      const open = site.page("/web/open", html(page));
      await openInBrowser(open);
      expect(site.requests.some(({ path }) => path.startsWith("/v1"))).toBe(true);
      expect(beacon.requests).not.toEqual([]);
      await Promise.all([site.stop(), beacon.stop()]);
    },
    150_000,
  );
});
