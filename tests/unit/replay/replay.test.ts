/** What a reader is shown of a capture, in each form, and what one is not shown. */
import { beforeEach, describe, expect, it } from "vitest";
import { ProblemError } from "../../../shared/api/problems.ts";
import { createArchive, gzipped, PAGE, restrictionOf } from "./setting.ts";

const AT = "2026-03-14T09:30:00.000Z";
const TIMESTAMP = "20260314093000";
const HTML = "<!doctype html><title>t</title><body><p onclick=x()>Æbletærte <a href=/next>next</a><script>x()</script>";
const BROWSER = { headers: { accept: "text/html,application/xhtml+xml", "accept-encoding": "gzip, br" } };

let archive: ReturnType<typeof createArchive>;

beforeEach(() => {
  archive = createArchive();
});

const show = (modifier = "", url = PAGE, options = {}) => archive.get(`/web/${TIMESTAMP}${modifier}/${url}`, options);

describe("the form id_", () => {
  it("gives the bytes as they came, under their own coding and type", async () => {
    const bytes = gzipped(HTML);
    await archive.put(AT, {
      headers: [
        ["Content-Type", "text/html; charset=koi8-r"],
        ["Content-Encoding", "gzip"],
      ],
      body: bytes,
    });
    const { headers, body } = await show("id_");
    expect(Buffer.from(body, "latin1").equals(bytes)).toBe(true);
    expect(headers.get("content-encoding")).toBe("gzip");
    expect(headers.get("content-type")).toBe("text/html; charset=koi8-r");
    expect(headers.get("x-archive-orig-content-encoding")).toBe("gzip");
  });

  it("lets nothing of them run, or load anything", async () => {
    await archive.put(AT, { body: HTML });
    const policy = (await show("id_")).headers.get("content-security-policy");
    expect(policy).toMatch(/^sandbox; default-src 'none'/);
    expect(policy).not.toMatch(/allow-(?:scripts|same-origin)/);
  });

  it("hands out what no answer holds by a link, with its coding", async () => {
    const bytes = Buffer.alloc(5 * 1024 * 1024, "x");
    const { id } = await archive.put(AT, { headers: [["Content-Type", "image/png"]], body: bytes });
    const { status, headers } = await show("id_");
    expect(status).toBe(307);
    expect(headers.get("location")).toMatch(/^https:\/\/bucket\.example\/downloads\//);
    expect(headers.has("memento-datetime")).toBe(false);
    expect(archive.objects.stored.get(`downloads/${id}-as-captured`)?.length).toBe(bytes.length);
  });
});

describe("the form that is looked at", () => {
  it("is the page in UTF-8, without scripts, with the banner", async () => {
    const latin1 = Buffer.from(HTML, "latin1");
    await archive.put(AT, {
      headers: [["Content-Type", "text/html; charset=iso-8859-1"]],
      body: latin1,
      quality: "article",
    });
    const { headers, body } = await show();
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    const text = Buffer.from(body, "latin1").toString("utf8");
    expect(text).toContain(`<p>Æbletærte <a href="/web/${TIMESTAMP}/https://paper.example/next">next</a>`);
    expect(text).not.toContain("x()");
    expect(text).toMatch(/<body><pressmark-banner [\s\S]*14 March 2026, 09:30:00 UTC[\s\S]*article[\s\S]*sha256:/);
  });

  it("has the captures beside it in its banner", async () => {
    await archive.put("2026-03-10T00:00:00.000Z", { body: HTML });
    await archive.put(AT, { body: HTML });
    await archive.put("2026-03-20T00:00:00.000Z", { body: HTML });
    const { body } = await show();
    expect(body).toContain(`href="/web/20260310000000/${PAGE}"`);
    expect(body).toContain(`href="/web/20260320000000/${PAGE}"`);
    expect(body).toContain(`href="/web/*/${PAGE}"`);
  });

  it.each([
    ["if_", {}],
    ["mp_", {}],
    ["", { headers: { "pressmark-banner": "off" } }],
    ["", { headers: { "sec-fetch-dest": "iframe" } }],
  ])("has no banner as %s with %j", async (modifier, options) => {
    await archive.put(AT, { body: HTML });
    const { body } = await show(modifier, PAGE, options);
    expect(body).not.toContain("pressmark-banner");
    expect(body).toContain("<p>");
  });

  it("may load from the archive's pages alone, and nothing of the API", async () => {
    await archive.put(AT, { body: HTML });
    const policy = (await show()).headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^sandbox (?!.*allow-(?:scripts|same-origin|forms|popups|modals))/);
    const directives = new Map(policy.split("; ").map((each) => [each.split(" ")[0], each.split(" ").slice(1)]));
    expect(directives.get("default-src")).toEqual(["'none'"]);
    expect(directives.get("form-action")).toEqual(["'none'"]);
    expect(directives.get("base-uri")).toEqual(["'none'"]);
    for (const [name, sources] of directives) {
      for (const source of sources.filter((each) => each.startsWith("https:"))) {
        expect([name, source]).toEqual([
          name,
          expect.stringMatching(/^https:\/\/(?:archive\.example\/web\/|bucket\.example)$/),
        ]);
      }
    }
    expect(policy).not.toMatch(/\*|'self'|unsafe-eval|(?:^|\s)https?:(?:\s|;)/);
  });

  it("keeps the archive's origin only where its pictures need the reader's credentials, and runs nothing there either", async () => {
    archive = createArchive(undefined, "token");
    await archive.put(AT, { body: HTML });
    const policy = (await show()).headers.get("content-security-policy");
    expect(policy).toMatch(/^sandbox [^;]*allow-same-origin; default-src 'none'/);
    expect(policy).not.toMatch(/allow-scripts|script-src|'self'|connect-src/);
  });

  it.each([
    ["image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>", undefined],
    ["application/pdf", "%PDF-1.7", undefined],
    ["text/plain", "words", undefined],
    ["application/zip", "PK\u0003\u0004", 'attachment; filename="ferry.html"'],
    ["application/x-shockwave-flash", "FWS", 'attachment; filename="ferry.html"'],
    ["multipart/x-mixed-replace", "--x", 'attachment; filename="ferry.html"'],
  ])("of %s is sandboxed and never sniffed", async (type, body, disposition) => {
    await archive.put(AT, { headers: [["Content-Type", type]], body });
    const answer = await show();
    expect(answer.body).toBe(body);
    expect(answer.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("content-disposition") ?? undefined).toBe(disposition);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  });

  it("rewrites a stylesheet, also one that the server called something else", async () => {
    for (const type of ["text/css", "text/plain"]) {
      const url = `https://paper.example/${type}/s.css`;
      await archive.put(AT, { url, headers: [["Content-Type", type]], body: "p{background:url(i.png)}" });
      const { headers, body } = await show("cs_", url);
      expect(headers.get("content-type")).toBe("text/css; charset=utf-8");
      expect(body).toContain(`url("/web/${TIMESTAMP}im_/https://paper.example/${type}/i.png")`);
    }
  });

  it("undoes content codings", async () => {
    await archive.put(AT, {
      headers: [
        ["Content-Type", "text/html"],
        ["Content-Encoding", "gzip"],
      ],
      body: gzipped(HTML),
    });
    const { headers, body } = await show();
    expect(headers.has("content-encoding")).toBe(false);
    expect(body).toContain("next</a>");
  });

  it("says that it cannot show what does not decode, and where the bytes are", async () => {
    await archive.put(AT, {
      headers: [
        ["Content-Type", "text/html"],
        ["Content-Encoding", "gzip"],
      ],
      body: "not gzip",
    });
    const { status, headers, body } = await show();
    expect([status, body.code]).toEqual([500, "record-unreadable"]);
    expect(headers.get("x-archive-wayback-runtime-error")).toMatch(/^ResourceNotAvailableException/);
    expect((await show("id_")).body).toBe("not gzip");
  });

  it("cuts a page that no answer holds, and says so; a reader who takes gzip sees more of it", async () => {
    const body = `<p>${'"word" '.repeat(1_000_000)}`;
    await archive.put(AT, { body });
    const plain = await show();
    expect(plain.status).toBe(200);
    expect(plain.body).toContain("characters of this page are shown");
    const packed = await show("", PAGE, BROWSER);
    expect(packed.headers.get("content-encoding")).toBe("gzip");
  });

  it("hands out a large picture by a link that a page may load", async () => {
    await archive.put(AT, {
      headers: [["Content-Type", "image/jpeg"]],
      body: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(5e6)]),
    });
    const { status, headers } = await show("im_");
    expect([status, new URL(headers.get("location") ?? "").origin]).toEqual([307, "https://bucket.example"]);
  });
});

describe("a revisit", () => {
  it("shows the payload of the capture that holds it, under its own headers and moment", async () => {
    const holder = await archive.put("2026-03-01T00:00:00.000Z", { url: "https://cdn.example/a.html", body: HTML });
    await archive.put(AT, {
      kind: "revisit",
      revisitOf: { id: holder.id, url: holder.url, capturedAt: holder.capturedAt },
      headers: [
        ["Content-Type", "text/html"],
        ["X-Served-By", "two"],
      ],
    });
    const { headers, body } = await show();
    expect(body).toContain("next</a>");
    expect(headers.get("x-archive-orig-x-served-by")).toBe("two");
    expect(headers.get("memento-datetime")).toBe("Sat, 14 Mar 2026 09:30:00 GMT");
  });

  it("of a server that said nothing changed shows the page that did not, and what it said now", async () => {
    const holder = await archive.put("2026-03-01T00:00:00.000Z", {
      headers: [
        ["Content-Type", "text/html"],
        ["Date", "then"],
        ["ETag", '"1"'],
      ],
      body: HTML,
    });
    await archive.put(AT, {
      kind: "revisit",
      httpStatus: 304,
      profile: "server-not-modified",
      revisitOf: { id: holder.id, url: holder.url, capturedAt: holder.capturedAt },
      headers: [["Date", "now"]],
    });
    const { status, headers, body } = await show();
    expect([status, headers.get("x-archive-orig-date"), headers.get("x-archive-orig-etag")]).toEqual([
      200,
      "now",
      '"1"',
    ]);
    expect(body).toContain("next</a>");
  });

  it("is not shown where its holder is erased, or gone", async () => {
    const holder = await archive.put("2026-03-01T00:00:00.000Z", { url: "https://cdn.example/a.html", body: HTML });
    const revisitOf = { id: holder.id, url: holder.url, capturedAt: holder.capturedAt };
    await archive.put(AT, { kind: "revisit", revisitOf });
    archive.restrictions.push(restrictionOf({ effect: "erase", scope: { kind: "url", url: holder.url } }));
    expect((await show()).body.code).toBe("erased");
    await archive.put("2026-04-01T00:00:00.000Z", { kind: "revisit", revisitOf: { ...revisitOf, id: holder.jobId } });
    expect((await archive.get(`/web/20260401000000/${PAGE}`)).body.code).toBe("record-unreadable");
  });
});

describe("what is kept from readers", () => {
  it.each(["/web/20260314093000/", "/web/20260314093000id_/", "/web/", "/web/2026/", "/web/*/"])(
    "is 451 at %s with the reason, and how old clients know it",
    async (prefix) => {
      await archive.put(AT, { body: HTML });
      archive.restrictions.push(restrictionOf());
      const { status, headers, body } = await archive.get(`${prefix}${PAGE}`);
      expect([status, body.code, body.detail]).toEqual([451, "blocked", "Asked for by its author."]);
      expect(headers.get("x-archive-wayback-runtime-error")).toMatch(/^AdministrativeAccessControlException/);
      expect(headers.has("memento-datetime")).toBe(false);
    },
  );

  it("is not among what is told of a neighbour", async () => {
    await archive.put(AT, { url: "https://paper.example/news/", body: HTML });
    archive.restrictions.push(restrictionOf({ scope: { kind: "prefix", url: "https://paper.example/news/" } }));
    const { body } = await archive.get("/web/https://paper.example/news/other");
    expect(JSON.stringify(body)).not.toContain(TIMESTAMP);
  });

  it("is nothing at all to who may not read the archive", async () => {
    archive = createArchive(async () => {
      throw new ProblemError("archive-locked");
    });
    await archive.put(AT, { body: HTML });
    const { status, headers } = await show();
    expect([status, headers.get("www-authenticate")]).toEqual([401, expect.stringContaining("Basic")]);
  });
});

describe("where there is no capture", () => {
  beforeEach(async () => {
    await archive.put(AT, { url: "https://paper.example/news/", body: HTML });
    await archive.put(AT, { url: "https://paper.example/news/boat", body: HTML });
  });

  it("programs get a problem with what is near", async () => {
    const { status, body } = await archive.get("/web/2026/https://paper.example/news/boat", { query: { page: "2" } });
    expect(status).toBe(404);
    expect(body.nearest.map(({ url, why }: { url: string; why: string }) => [why, url])).toEqual([
      ["without its query", "https://paper.example/news/boat"],
      ["above it", "https://paper.example/news/"],
    ]);
  });

  it("readers get a small page that names it, whatever the address holds", async () => {
    const { status, headers, body } = await archive.get(
      "/web/https://paper.example/news/<script>alert(1)</script>",
      BROWSER,
    );
    expect([status, headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
    expect(body).toContain(`href="/web/${TIMESTAMP}/https://paper.example/news/"`);
    expect(body).not.toContain("<script");
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'/);
  });

  it.each(["/web/ftp://paper.example/", "/web/https://", "/web/javascript:alert(1)", "/web/2026/"])(
    "%s is refused with a code",
    async (path) => {
      const { status, body } = await archive.get(path);
      expect([status, body.code]).toEqual([400, expect.stringMatching(/^url-/)]);
    },
  );
});

describe("an address in the archive", () => {
  it("finds again what a link of a replayed page means, though the path comes decoded", async () => {
    const url = "https://paper.example/a%2Cb%2Fc%20d";
    await archive.put(AT, { body: `<a href='${url}'>x</a><a href='/caf%C3%A9'>y</a>` });
    await archive.put(AT, { url, body: "<p>comma" });
    await archive.put(AT, { url: "https://paper.example/caf%C3%A9", body: "<p>coffee" });
    const { body } = await show("if_");
    const links = [...body.matchAll(/href="([^"]+)"/g)].map(([, href]) => decodeURIComponent(href ?? ""));
    expect(links).toHaveLength(2);
    expect((await archive.get(links[0] ?? "")).body).toContain("<p>comma");
    expect((await archive.get(links[1] ?? "")).body).toContain("coffee");
  });

  it.each(["a%2Cb", "Talk%3AFerry_%281904%29", "x%7Ey", "50%25"])(
    "of %s is found for clients that sent it as it was captured, and whose encodings were undone on the way",
    async (name) => {
      const url = `https://paper.example/wiki/${name}`;
      await archive.put(AT, { url, body: `<p>${name}` });
      await archive.put(AT, { url: "https://paper.example/wiki/other", body: "<p>other" });
      const { headers, body } = await archive.get(`/web/${TIMESTAMP}id_/${decodeURIComponent(url)}`);
      expect(body).toBe(`<p>${name}`);
      expect(headers.get("link")).toContain(`<${url}>; rel="original"`);
    },
  );

  it("lists all captures of its URL", async () => {
    await archive.put(AT, { body: HTML, quality: "article" });
    await archive.put("2026-04-01T00:00:00.000Z", { body: HTML, quality: "bot-wall" });
    const { status, body } = await archive.get(`/web/*/${PAGE}`);
    expect(status).toBe(200);
    expect(body).toMatch(/20260401000000[\s\S]*bot-wall[\s\S]*20260314093000[\s\S]*article/);
  });
});
