/** A scheduled crawl with the real bundles: sources over HTTP, polls, captures, the ledger, lists, OPML, robots. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServiceClient } from "../../local/aws-client.ts";
import type { CaptureRowView, CaptureView, JobView } from "../../shared/api/schemas.ts";
import type {
  CoverageView,
  EndListView,
  OpmlImportView,
  RunView,
  SiteSearchView,
  SourceView,
} from "../../shared/api/source-schemas.ts";
import { agendaKeys, agendaPartition, itemRowKey, itemShard, runSort, runsPartition } from "../../shared/index/keys.ts";
import { startTestArchive, type TestArchive } from "./support/archive.ts";
import { articleHtml, html, type Page, startWeb, type Web } from "./support/web.ts";

let web: Web;
let other: Web;
let archive: TestArchive;
let queryNumber = 0;

beforeAll(async () => {
  [web, other] = await Promise.all([startWeb(), startWeb()]);
  web.page("/robots.txt", text(`User-agent: *\nDisallow: /secret\nSitemap: ${web.url}/sitemap.xml`));
  web.page(
    "/",
    html('<html><head><link rel="alternate" type="application/rss+xml" title="News" href="/feed"></head></html>'),
  );
  for (const name of ["one", "two", "three"]) web.page(`/${name}`, html(articleHtml(`Story ${name}`)));
  // A feed whose addresses carry another campaign each time that it is asked for.
  web.page("/feed", (request, response) => {
    queryNumber += 1;
    const items = ["one", "two", "missing", "secret/plan"].map(
      (path) => `${web.url}/${path}?utm_source=feed${queryNumber}`,
    );
    for (const item of items) web.page(item.slice(web.url.length), pageOf(item));
    xml(rss(items))(request, response);
  });
  web.page(
    "/sitemap.xml",
    xml(`<urlset><url><loc>${web.url}/three</loc></url><url><loc>${web.url}/one</loc></url></urlset>`),
  );
  archive = await startTestArchive({ allowPrivate: [web.hostPort, other.hostPort], timeScale: 30 });
}, 120_000);

afterAll(async () => {
  await archive?.stop();
  await Promise.all([web?.stop(), other?.stop()]);
});

const text =
  (body: string): Page =>
  (_, response) =>
    response.writeHead(200, { "content-type": "text/plain" }).end(body);
const xml =
  (body: string): Page =>
  (_, response) =>
    response.writeHead(200, { "content-type": "text/xml" }).end(body);
const rss = (links: readonly string[]) =>
  `<rss version="2.0"><channel><title>News</title>${links.map((link) => `<item><link>${link}</link></item>`).join("")}</channel></rss>`;

/** The page behind an address of the feed, whatever its arguments; one of them is missing. */
function pageOf(address: string): Page {
  const { pathname } = new URL(address);
  if (pathname === "/missing") return (_, response) => response.writeHead(404).end();
  return html(articleHtml(`Story ${pathname.slice(1)}`));
}

async function post<T>(path: string, body: unknown, method = "POST"): Promise<T> {
  const response = await archive.call(path, { method, body: typeof body === "string" ? body : JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** The newest run of a source that was polled, once all its items have ended. */
async function finishedRun(sourceId: string, isWanted: (run: RunView) => boolean = () => true): Promise<RunView> {
  let found: RunView | undefined;
  await expect
    .poll(
      async () => {
        const { runs } = await archive.json<{ runs: RunView[] }>(`/v1/sources/${sourceId}/runs`);
        found = runs.find((run) => run.ledger.waiting === 0 && isWanted(run));
        return found !== undefined;
      },
      { timeout: 45_000, interval: 250 },
    )
    .toBe(true);
  return found as unknown as RunView;
}

const requestsOf = (path: string) => web.requests.filter((request) => request.path.split("?")[0] === path);

describe("a feed", () => {
  let source: SourceView;

  it("is polled soon after it was made, and each item ends in the ledger", async () => {
    source = await post<SourceView>("/v1/sources", { type: "feed", url: `${web.url}/feed`, revisits: [] });
    const { ledger, outcome, id } = await finishedRun(source.id);
    expect(outcome).toBe("polled");
    expect(ledger).toMatchObject({
      ...{ seen: 4, new: 3, captured: 2, robotsDenied: 1, failed: { "http-client-error": 1 } },
      ...{ known: 0, late: 0, outOfScope: 0, unchanged: 0, waiting: 0, addsUp: true },
    });
    expect(requestsOf("/secret/plan")).toEqual([]);
    const missed = await archive.json<EndListView>(`/v1/sources/${source.id}/runs/${id}/ends?kind=failed`);
    expect(missed.ends).toMatchObject([{ code: "http-client-error", url: expect.stringContaining("/missing") }]);
    const denied = await archive.json<EndListView>(`/v1/sources/${source.id}/runs/${id}/ends?kind=robots-denied`);
    const job = await archive.json<JobView>(denied.ends[0]?.links.job ?? "");
    expect(job).toMatchObject({
      error: { code: "robots-denied" },
      robots: { allowed: false, rule: "Disallow: /secret" },
    });
  });

  it("brings nothing twice, though its addresses differ each time", async () => {
    const before = requestsOf("/one").length;
    await post(`/v1/sources/${source.id}`, { schedule: { every: "PT1M" } }, "PATCH");
    const run = await finishedRun(source.id, ({ ledger }) => ledger.known === 4);
    expect(run.ledger).toMatchObject({ seen: 4, new: 0, changed: 0, addsUp: true });
    expect(requestsOf("/one")).toHaveLength(before);
  });

  it("is listed with its articles, which say what robots.txt said", async () => {
    const list = () => archive.json<{ articles: { id: string; title: string }[] }>(`/v1/articles?source=${source.id}`);
    // The ledger counts captures; their articles are made a moment later.
    await expect
      .poll(async () => (await list()).articles.map(({ title }) => title).toSorted(), { timeout: 10_000 })
      .toEqual(["Story one", "Story two"]);
    const { articles } = await list();
    const capture = await archive.json<CaptureView>(`/v1/captures/${articles[0]?.id}`);
    expect(capture).toMatchObject({ sourceId: source.id, robots: { allowed: true } });
  });

  it("is not asked any more once it is paused, and is gone once it is removed", async () => {
    await expect(post(`/v1/sources/${source.id}`, { enabled: false }, "PATCH")).resolves.toMatchObject({
      state: "paused",
      nextPollAt: null,
    });
    expect((await archive.call(`/v1/sources/${source.id}`, { method: "DELETE" })).status).toBe(204);
    expect((await archive.call(`/v1/sources/${source.id}`)).status).toBe(404);
    expect((await archive.json<{ runs: RunView[] }>(`/v1/sources/${source.id}/runs`)).runs).not.toEqual([]);
  });
});

it("finds the feeds and sitemaps of a site, and what it finds can be made a source", async () => {
  const search = await post<SiteSearchView>("/v1/sources/discover", { url: `${web.url}/` });
  expect(search).toMatchObject({ status: "found", error: null });
  expect(search.found.map(({ type, url, from }) => [type, url, from])).toEqual([
    ["feed", `${web.url}/feed`, "link"],
    ["sitemap", `${web.url}/sitemap.xml`, "robots"],
  ]);
  const source = await post<SourceView>("/v1/sources", { ...search.found[1]?.create, revisits: [] });
  const { ledger } = await finishedRun(source.id);
  // One of its two articles was brought by the feed before: an article is known, whoever named it first.
  expect(ledger).toMatchObject({ seen: 2, new: 1, known: 1, captured: 1, addsUp: true });
});

it("takes a list from a file, names its bad lines, and captures the others", async () => {
  const paths = ["/list-a", "/list-b"];
  for (const path of paths) other.page(path, html(articleHtml(`Listed ${path}`)));
  const source = await post<SourceView>("/v1/sources", { type: "list", name: "From a file", revisits: [] });
  expect(source.nextPollAt).toBeNull();
  const list = ["# our list", ...paths.map((path) => other.url + path), "", "not a url", "ftp://x.example/"].join("\n");
  const upload = await post<{ urls: number; skipped: unknown[] }>(`/v1/sources/${source.id}/list`, list, "PUT");
  expect(upload).toMatchObject({
    urls: 2,
    skipped: [
      { line: 5, code: "url-invalid" },
      { line: 6, code: "url-not-http" },
    ],
  });
  const { ledger } = await finishedRun(source.id);
  expect(ledger).toMatchObject({ seen: 2, captured: 2, addsUp: true });
});

it("takes feeds from an OPML list, and gives them out as one", async () => {
  const opml = `<opml version="2.0"><body><outline text="Harbour"><outline type="rss" text="Quay" xmlUrl="${other.url}/quay.xml"/>
    <outline type="rss" text="Nowhere" xmlUrl="mailto:x"/></outline></body></opml>`;
  const first = await post<OpmlImportView>("/v1/sources.opml", opml);
  expect(first).toMatchObject({
    created: [{ name: "Quay", labels: ["Harbour"] }],
    existing: [],
    skipped: ["mailto:x"],
  });
  const second = await post<OpmlImportView>("/v1/sources.opml", opml);
  expect(second).toMatchObject({ created: [], existing: [{ url: `${other.url}/quay.xml` }] });
  const exported = await archive.call("/v1/sources.opml");
  expect(exported.headers.get("content-type")).toContain("text/x-opml");
  expect(await exported.text()).toContain(`xmlUrl="${other.url}/quay.xml"`);
});

it("captures again what a source's revisit policy says, and keeps no second copy of what is unchanged", async () => {
  other.page("/again", html(articleHtml("Seen again"), { etag: '"v1"' }));
  other.page("/again.xml", xml(rss([`${other.url}/again`])));
  const source = await post<SourceView>("/v1/sources", {
    type: "feed",
    url: `${other.url}/again.xml`,
    revisits: ["PT5M"],
  });
  await finishedRun(source.id);
  // Five minutes on the clock of the archive: the item is made due by hand, as nobody wants to wait for it here.
  await makeItemsDue(source.id);
  const { runs } = await (async () => {
    await expect
      .poll(
        async () => {
          const url = encodeURIComponent(`${other.url}/again`);
          const { captures } = await archive.json<{ captures: CaptureRowView[] }>(`/v1/captures?url=${url}`);
          return captures.map(({ status }) => status);
        },
        { timeout: 45_000, interval: 250 },
      )
      .toEqual(["unchanged", "archived"]);
    return archive.json<{ runs: RunView[] }>(`/v1/sources/${source.id}/runs`);
  })();
  const revisits = runs.find(({ kind }) => kind === "revisits");
  expect(revisits?.ledger).toMatchObject({ seen: 1, changed: 1, unchanged: 1, waiting: 0, addsUp: true });
});

it("adds everything up, for each source and in all", async () => {
  const coverage = await archive.json<CoverageView>("/v1/coverage");
  expect(coverage.complete).toBe(true);
  expect(coverage.total.polls).toMatchObject({ robotsDenied: 1, failed: { "http-client-error": 1 }, addsUp: true });
  expect(coverage.total.polls.captured).toBe(6);
  expect(coverage.total.revisits).toMatchObject({ unchanged: 1, addsUp: true });
  const sum = coverage.sources.reduce((seen, source) => seen + source.polls.seen, 0);
  expect(sum).toBe(coverage.total.polls.seen);
});

it("closes a run once all its items have ended, and nothing of it was refused or failed on our side", async () => {
  const { sources } = await archive.json<{ sources: SourceView[] }>("/v1/sources");
  const source = sources.find(({ type }) => type === "list");
  const newest = async () =>
    (await archive.json<{ runs: RunView[] }>(`/v1/sources/${source?.id}/runs`)).runs[0] as RunView;
  await makeRunDue(await newest());
  await expect.poll(async () => (await newest()).closed, { timeout: 30_000 }).toBe(true);
  expect((await newest()).ledger).toMatchObject({ seen: 2, captured: 2, addsUp: true });
  expect(archive.logs.filter(({ level }) => level === "ERROR")).toEqual([]);
  expect(archive.logs.filter(({ text }) => /not authorized|AccessDenied/i.test(String(text)))).toEqual([]);
});

it("never captures the archive's own API, even where its address is allowed", async () => {
  const holder = await startWeb();
  await holder.stop();
  const own = await startTestArchive({ allowPrivate: [holder.hostPort], port: Number(holder.hostPort.split(":")[1]) });
  try {
    expect(own.cloud.apiUrl).toBe(holder.url);
    const job = await own.failedJob(`${own.cloud.apiUrl}/v1/openapi.json`);
    expect(job.error?.code).toBe("address-not-allowed");
  } finally {
    await own.stop();
  }
});

/** Lets a run be looked at now, and not a minute after its poll. */
async function makeRunDue({ sourceId, id }: RunView): Promise<void> {
  const { cloud } = archive;
  const call = createServiceClient(cloud.awsEndpoint, cloud.credentials);
  const due = new Date(Date.now() - 60_000).toISOString();
  await call("dynamodb", "UpdateItem", {
    TableName: tableName(),
    Key: { pk: { S: runsPartition(sourceId) }, sk: { S: runSort(id) } },
    UpdateExpression: "SET nextCheckAt = :at, agendaSk = :sk",
    ExpressionAttributeValues: {
      ":at": { S: due },
      ":sk": { S: agendaKeys(agendaPartition.runs, due, `${sourceId} ${id}`).agendaSk ?? "" },
    },
  });
}

const tableName = (): string => archive.cloud.resources.find(({ type }) => type === "AWS::DynamoDB::Table")?.ref ?? "";

/** Moves a source's items to now, in row and index, as if their time had come. */
async function makeItemsDue(sourceId: string): Promise<void> {
  const { cloud } = archive;
  const call = createServiceClient(cloud.awsEndpoint, cloud.credentials);
  const TableName = tableName();
  await expect
    .poll(async () => {
      const { Items } = await call("dynamodb", "Scan", {
        TableName,
        FilterExpression: "sk = :item AND sourceId = :source AND attribute_exists(lastEnd)",
        ExpressionAttributeValues: { ":item": { S: "ITEM" }, ":source": { S: sourceId } },
      });
      const due = new Date(Date.now() - 600_000);
      for (const item of Items as { key: { S: string }; firstCapturedAt: { S: string } }[]) {
        const row = { pk: { S: itemRowKey(item.key.S).pk }, sk: { S: itemRowKey(item.key.S).sk } };
        const keys = agendaKeys(agendaPartition.items(itemShard(item.key.S)), due.toISOString(), item.key.S);
        await call("dynamodb", "UpdateItem", {
          TableName,
          Key: row,
          UpdateExpression: "SET dueAt = :at, firstCapturedAt = :first, agendaPk = :pk, agendaSk = :sk",
          ExpressionAttributeValues: {
            ":at": { S: due.toISOString() },
            ":first": { S: new Date(due.getTime() - 300_000).toISOString() },
            ":pk": { S: keys.agendaPk ?? "" },
            ":sk": { S: keys.agendaSk ?? "" },
          },
        });
      }
      return (Items as unknown[]).length;
    })
    .toBe(1);
}
