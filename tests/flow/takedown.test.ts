/** Taking down, lifting and erasing in the whole archive with its real bundles. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RestrictionView } from "../../shared/api/restriction-schemas.ts";
import type { CaptureView } from "../../shared/api/schemas.ts";
import { startTestArchive, type TestArchive } from "./support/archive.ts";
import { archivedFiles } from "./support/archived-warcs.ts";
import { articleHtml, html, startWeb, type Web } from "./support/web.ts";

let web: Web;
let archive: TestArchive;

beforeAll(async () => {
  web = await startWeb();
  archive = await startTestArchive({ allowPrivate: [web.hostPort] });
}, 120_000);

afterAll(async () => {
  await archive?.stop();
  await web?.stop();
});

const restrict = async (body: object): Promise<RestrictionView> => {
  const response = await archive.call("/v1/restrictions", { method: "POST", body: JSON.stringify(body) });
  expect([201, 202]).toContain(response.status);
  return response.json() as Promise<RestrictionView>;
};

const statusesOf = async ({ links }: CaptureView) =>
  Promise.all(
    [links.self, links.text ?? "", links.article ?? "", links.warc].map(
      async (link) => (await archive.call(link)).status,
    ),
  );

const listed = async ({ url }: CaptureView) => {
  const byUrl = await archive.json<{ captures: unknown[] }>(`/v1/captures?url=${encodeURIComponent(url)}`);
  const { articles } = await archive.json<{ articles: { url: string }[] }>(
    `/v1/articles?host=${web.hostPort}&limit=100`,
  );
  return [byUrl.captures.length, articles.filter((article) => article.url === url).length];
};

describe("a takedown", () => {
  it("keeps a capture from every way of reading at once, and gives it back when it is lifted", async () => {
    const capture = await archive.capture(web.page("/taken-down", html(articleHtml("The keeper is named"))));
    expect(await statusesOf(capture)).toEqual([200, 200, 200, 200]);
    const { links } = await restrict({ effect: "block", url: capture.url, reason: "A court said so." });
    expect(await statusesOf(capture)).toEqual([451, 451, 451, 451]);
    expect(await listed(capture)).toEqual([0, 0]);
    await archive.call(`${links.self}/lift`, { method: "POST" });
    expect(await statusesOf(capture)).toEqual([200, 200, 200, 200]);
    expect(await listed(capture)).toEqual([1, 1]);
  });
});

describe("an erasure", () => {
  const SECRET = "her name is Marguerite Oldcastle";
  const bytesWith = async (text: string) =>
    (await archivedFiles(archive.cloud)).filter(({ content }) => content.includes(text)).length;

  it("leaves the words of a page nowhere in the bucket, and the rest of its files as they were", async () => {
    const urls = ["/erased", "/beside"].map((path) =>
      web.page(path, html(articleHtml("The keeper retires", path === "/erased" ? SECRET : ""))),
    );
    const answer = await archive.submit({ urls }, { prefer: "wait=25" });
    const { results } = (await answer.json()) as { results: { capture?: CaptureView }[] };
    const [gone, kept] = results.map(({ capture }) => capture);
    if (!gone || !kept) throw new Error("both were captured");
    expect(await bytesWith(SECRET)).toBeGreaterThan(1);

    const { links } = await restrict({ effect: "erase", prefix: gone.url, reason: "She asked for it." });
    expect(await statusesOf(gone)).toEqual([451, 451, 451, 451]);
    await expect
      .poll(async () => (await archive.json<RestrictionView>(links.self)).erasure, { timeout: 30_000 })
      .toMatchObject({ status: "done", captures: 1 });
    expect(await bytesWith(SECRET)).toBe(0);
    expect(await statusesOf(kept)).toEqual([200, 200, 200, 200]);
    const problem = await archive.json<{ code: string; detail: string }>(gone.links.text ?? "");
    expect(problem).toMatchObject({ code: "erased", detail: expect.stringContaining("She asked for it.") });
  });

  it("leaves room for the page to be captured anew", async () => {
    const url = web.page("/anew", html(articleHtml("A page that comes back")));
    await archive.capture(url);
    const { links } = await restrict({ effect: "erase", url, reason: "By mistake." });
    await expect
      .poll(async () => (await archive.json<RestrictionView>(links.self)).erasure?.status, { timeout: 30_000 })
      .toBe("done");
    expect(await archive.capture(url)).toMatchObject({ status: "archived", title: "A page that comes back" });
  });
});
