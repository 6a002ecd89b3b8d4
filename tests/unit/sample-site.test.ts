/** Owns the tests of the sample newspaper: a first try of the archive must find it whole. Asked over a real loopback. */
import { createServer, type IncomingHttpHeaders, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CloudError } from "../../local/cloud-error.ts";
import { listen } from "../../local/http.ts";
import { ARTICLES } from "../../local/sample-site/articles/index.ts";
import { type SampleSite, startSampleSite } from "../../local/sample-site/sample-site.ts";
import { readStylesheetLinks } from "../../shared/page-links/read-page-links.ts";

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** Those that these pages use of the HTML standard's list. */
const VOID_ELEMENTS = new Set(["img", "input", "link", "meta"]);

let site: SampleSite;

beforeAll(async () => {
  site = await startSampleSite({ port: 0 });
});

afterAll(async () => {
  await site.stop();
});

/** One request exactly as written: nothing is decompressed, followed or added. */
function ask(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(site.url, { path, headers, method, agent: false }, (response) => {
      buffer(response).then(
        (bytes) => resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes }),
        reject,
      );
    })
      .on("error", reject)
      .end();
  });
}

function charsetOf({ headers }: Answer): string {
  return /charset=([\w-]+)/.exec(headers["content-type"] ?? "")?.[1] ?? "";
}

function textOf(answer: Answer): string {
  return new TextDecoder(charsetOf(answer), { fatal: true }).decode(answer.bytes);
}

function elementsOf(node: DefaultTreeAdapterTypes.ParentNode): DefaultTreeAdapterTypes.Element[] {
  return node.childNodes.flatMap((child) => ("tagName" in child ? [child, ...elementsOf(child)] : []));
}

function attribute(element: DefaultTreeAdapterTypes.Element, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name)?.value;
}

/** Paths of the site that a page links to, shows, or sends forms to. */
function pathsIn(markup: string): string[] {
  const links = elementsOf(parse(markup)).flatMap((element) => {
    const sizes = attribute(element, "srcset")?.split(",") ?? [];
    const single = ["href", "src", "action"].map((name) => attribute(element, name));
    return [...single, ...sizes.map((size) => size.trim().split(" ")[0])];
  });
  return links
    .flatMap((link) => (link === undefined ? [] : [new URL(link, site.url)]))
    .filter(({ origin }) => origin === site.url)
    .map(({ pathname }) => pathname);
}

function linkedData(markup: string): unknown {
  return JSON.parse(/ld\+json">([^<]*)</.exec(markup)?.[1] ?? "");
}

/** Every path that can be reached from the front page, with its answer. */
async function crawl(): Promise<Map<string, Answer>> {
  const seen = new Map<string, Answer>();
  const open = ["/"];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    const answer = await ask(path);
    seen.set(path, answer);
    if (answer.headers.location !== undefined) open.push(answer.headers.location);
    if (answer.headers["content-type"]?.startsWith("text/html")) open.push(...pathsIn(textOf(answer)));
  }
  return seen;
}

describe("the sample newspaper's pages", () => {
  it("resolve every link and picture but the one that is broken on purpose", async () => {
    const seen = await crawl();
    const broken = [...seen].filter(([, { status }]) => status >= 400).map(([path]) => path);
    expect(broken).toEqual(["/2026/lost-page"]);
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining([
        ...ARTICLES.map(({ path }) => path),
        "/about",
        "/contact",
        "/feed.xml",
        "/sitemap.xml",
        "/style.css",
        "/favicon.svg",
        "/old/tide-clock",
        "/section/harbour",
        "/pictures/dusk-480.png",
        "/pictures/tide-clock.svg",
      ]),
    );
  });

  it("have stylesheets that name another one, and that one a picture", async () => {
    const named = async (path: string) => {
      const answer = await ask(path);
      expect(answer.status).toBe(200);
      return readStylesheetLinks(textOf(answer), `${site.url}${path}`).links.map(({ url }) => new URL(url).pathname);
    };
    expect(await named("/style.css")).toEqual(["/tide.css"]);
    expect(await named("/tide.css")).toEqual(["/pictures/waves.svg"]);
    expect((await ask("/pictures/waves.svg")).status).toBe(200);
  });

  it("are well-formed HTML in which every element is closed", async () => {
    for (const [path, answer] of await crawl()) {
      if (!answer.headers["content-type"]?.startsWith("text/html")) continue;
      const errors: string[] = [];
      const page = parse(textOf(answer), {
        sourceCodeLocationInfo: true,
        onParseError: ({ code }) => errors.push(code),
      });
      const unclosed = elementsOf(page)
        .filter(({ tagName }) => !VOID_ELEMENTS.has(tagName))
        .filter(({ sourceCodeLocation }) => !sourceCodeLocation?.endTag)
        .map(({ tagName }) => tagName);
      expect([...errors, ...unclosed], path).toEqual([]);
    }
  });

  it("move an old URL to the article for good", async () => {
    const { status, headers } = await ask("/old/tide-clock");
    expect([status, headers.location]).toEqual([301, "/2026/tide-clock"]);
  });

  it("begin with the tide clock by Ines Harrow", async () => {
    const page = textOf(await ask(new URL(site.firstArticleUrl).pathname));
    expect(page).toContain("<h1>The tide clock at Saltmarsh Quay runs again</h1>");
    expect(page).toMatch(/By <a rel="author"[^>]*>Ines Harrow</);
  });

  it("say in JSON-LD that a list of articles is one", async () => {
    const itemListElement = expect.arrayContaining([expect.objectContaining({ url: site.firstArticleUrl })]);
    for (const path of ["/", "/section/harbour", "/tag/clocks", "/by/ines-harrow"]) {
      const data = linkedData(textOf(await ask(path)));
      expect(data, path).toMatchObject({ "@type": "CollectionPage", mainEntity: { itemListElement } });
    }
  });

  it("say in JSON-LD what readers may see for nothing", async () => {
    expect(linkedData(textOf(await ask("/2026/oyster-ledger")))).toMatchObject({ isAccessibleForFree: false });
    expect(linkedData(textOf(await ask("/2026/tide-clock")))).toMatchObject({
      "@graph": expect.arrayContaining([
        expect.objectContaining({ "@type": "NewsArticle", isAccessibleForFree: true }),
        expect.objectContaining({ "@type": "Person", name: "Ines Harrow" }),
      ]),
    });
  });

  it("hold articles of a readable length, and of the paid one only the opening", () => {
    for (const { path, body, free } of ARTICLES) {
      const words = body.text.replace(/<[^>]*>/g, " ").match(/[\p{L}\p{N}’]+/gu)?.length ?? 0;
      expect(words, path).toBeGreaterThan(free ? 250 : 50);
      expect(words, path).toBeLessThan(free ? 600 : 100);
    }
  });
});

describe("the sample newspaper's encodings", () => {
  it("serve the German article in windows-1252 and say so", async () => {
    const answer = await ask("/2026/brief-aus-quermoehren");
    expect(charsetOf(answer)).toBe("windows-1252");
    expect(() => new TextDecoder("utf-8", { fatal: true }).decode(answer.bytes)).toThrow();
    const page = textOf(answer);
    expect(page).toContain('<meta charset="windows-1252">');
    expect(page).toContain("Die Sielglocke — 340 Kilo Bronze");
    expect(page).toContain("„Unten“, sagte schließlich die Bürgermeisterin Käthe Süderdüker");
    expect(page).toContain("1.900 €");
  });

  it("serve all other pages in UTF-8", async () => {
    for (const { path, encoding } of ARTICLES) {
      expect(charsetOf(await ask(path)), path).toBe(encoding);
    }
    expect(textOf(await ask("/"))).toContain("Ein Dorf trägt seine Glocke über den Deich");
  });

  it("compress when asked to, and only then", async () => {
    const plain = await ask("/2026/tide-clock");
    const zipped = await ask("/2026/tide-clock", { "accept-encoding": "br, gzip;q=0.5" });
    const refused = await ask("/2026/tide-clock", { "accept-encoding": "*, gzip;q=0" });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(refused.headers["content-encoding"]).toBeUndefined();
    expect(zipped.headers["content-encoding"]).toBe("gzip");
    expect(zipped.headers.vary).toBe("accept-encoding");
    expect(zipped.headers["content-length"]).toBe(String(zipped.bytes.length));
    expect(gunzipSync(zipped.bytes).equals(plain.bytes)).toBe(true);
    expect(zipped.headers.etag).not.toBe(plain.headers.etag);
  });

  it("serve a PNG of the size that srcset promises", async () => {
    const { headers, bytes } = await ask("/pictures/dusk-480.png", { "accept-encoding": "gzip" });
    expect(headers["content-type"]).toBe("image/png");
    expect(headers["content-encoding"]).toBeUndefined();
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([480, 270]);
  });
});

describe("the sample newspaper's feed and site map", () => {
  it("list every article with its absolute URL and date", async () => {
    const feed = textOf(await ask("/feed.xml"));
    const map = textOf(await ask("/sitemap.xml"));
    expect(feed.match(/<item>/g)).toHaveLength(ARTICLES.length);
    for (const { path, published, modified } of ARTICLES) {
      expect(feed).toContain(`<guid isPermaLink="true">${site.url}${path}</guid>`);
      expect(feed).toContain(`<pubDate>${new Date(published).toUTCString()}</pubDate>`);
      expect(map).toContain(`<loc>${site.url}${path}</loc><lastmod>${modified}</lastmod>`);
    }
  });

  it("are newest first, as feeds are read", () => {
    const times = ARTICLES.map(({ published }) => Date.parse(published));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it("are found through the robots file", async () => {
    expect(textOf(await ask("/robots.txt"))).toContain(`Sitemap: ${site.url}/sitemap.xml`);
  });
});

describe("the sample newspaper's server", () => {
  it("answers 304 without a body to the validators that it gave", async () => {
    const { headers } = await ask("/2026/tide-clock");
    const byTag = await ask("/2026/tide-clock", { "if-none-match": `"other", W/${headers.etag}` });
    const byDate = await ask("/2026/tide-clock", { "if-modified-since": headers["last-modified"] ?? "" });
    expect([byTag.status, byTag.bytes.length, byTag.headers.etag]).toEqual([304, 0, headers.etag]);
    expect([byDate.status, byDate.bytes.length]).toEqual([304, 0]);
  });

  it("answers 200 when a validator is another's, and lets the tag decide over the date", async () => {
    const { headers } = await ask("/2026/tide-clock");
    const older = new Date(Date.parse(headers["last-modified"] ?? "") - 1000).toUTCString();
    expect((await ask("/2026/tide-clock", { "if-modified-since": older })).status).toBe(200);
    expect((await ask("/2026/tide-clock", { "if-modified-since": "yesterday" })).status).toBe(200);
    const both = { "if-none-match": '"other"', "if-modified-since": headers["last-modified"] ?? "" };
    expect((await ask("/2026/tide-clock", both)).status).toBe(200);
  });

  it("answers HEAD with the headers of GET and no body", async () => {
    const get = await ask("/2026/lamp-room");
    const head = await ask("/2026/lamp-room", {}, "HEAD");
    expect(head.status).toBe(200);
    expect(head.bytes).toHaveLength(0);
    expect(head.headers["content-length"]).toBe(String(get.bytes.length));
    expect(head.headers.etag).toBe(get.headers.etag);
  });

  it("answers a page for readers to a path that does not exist", async () => {
    const answer = await ask("/2026/lost-page");
    expect(answer.status).toBe(404);
    expect(textOf(answer)).toContain("<h1>Page not found</h1>");
    expect(answer.headers.etag).toBeUndefined();
  });

  it("takes a form and sends its reader on; other methods and targets are told what is wrong", async () => {
    const form = await ask("/thanks", {}, "POST");
    expect([form.status, form.headers.location]).toEqual([303, "/thanks"]);
    const wrong = await ask("/2026/tide-clock", {}, "DELETE");
    expect([wrong.status, wrong.headers.allow]).toEqual([405, "GET, HEAD"]);
    expect((await ask("//")).status).toBe(400);
  });

  it("names the taken port when one was asked for, and stops for good", async () => {
    const other = createServer();
    const taken = Number(new URL(await listen(other, 0)).port);
    await expect(startSampleSite({ port: taken })).rejects.toThrow(CloudError);
    await new Promise((resolve) => other.close(resolve));

    const again = await startSampleSite({ port: taken });
    expect([again.hostPort, again.url]).toEqual([`127.0.0.1:${taken}`, `http://127.0.0.1:${taken}`]);
    await again.stop();
    await expect(fetch(again.url)).rejects.toThrow();
  });

  it("takes any free port when the preferred one is taken and none was asked for", async () => {
    const [first, second] = [await startSampleSite(), await startSampleSite()];
    try {
      expect(second.hostPort).not.toBe(first.hostPort);
      expect((await fetch(second.firstArticleUrl)).status).toBe(200);
    } finally {
      await Promise.all([first.stop(), second.stop()]);
    }
  });
});
