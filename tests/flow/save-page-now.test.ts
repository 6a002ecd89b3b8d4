/**
 * Save Page Now 2 as its clients use it, over HTTP, against the whole archive: the requests are those of `spn.sh`,
 * `savepagenow`, `waybackpy`, ArchiveBox and the `spn2` package, and what each of them reads is read here as it does.
 */
import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeDataDir, startTestArchive, type TestArchive, TOKEN } from "./support/archive.ts";
import { articleHtml, html, startWeb, type Web } from "./support/web.ts";

let web: Web;
let archive: TestArchive;
let dataDir: string;

beforeAll(async () => {
  web = await startWeb();
  // Before anything else: a host's robots.txt is read once.
  web.page("/robots.txt", (_, response) =>
    response.writeHead(200, { "content-type": "text/plain" }).end("User-agent: *\nDisallow: /save/denied"),
  );
  dataDir = await makeDataDir();
  archive = await startTestArchive({ allowPrivate: [web.hostPort], dataDir });
}, 120_000);

afterAll(async () => {
  await archive?.stop();
  await web?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const LOW = { authorization: `LOW anything:${TOKEN}` };

/** As the documentation shows it with curl: a form, JSON wanted back. */
const post = (form: Record<string, string>, path = "/save", headers: Record<string, string> = LOW) =>
  fetch(`${archive.cloud.apiUrl}${path}`, {
    method: "POST",
    headers: { accept: "application/json", ...headers },
    body: new URLSearchParams(form),
  });

interface Status {
  readonly status: string;
  readonly [field: string]: unknown;
}

/** Asks until a job is no longer pending, without a token, as clients do. */
async function ended(jobId: string): Promise<Status> {
  for (let tries = 0; tries < 100; tries += 1) {
    const status = (await (await fetch(`${archive.cloud.apiUrl}/save/status/${jobId}`)).json()) as Status;
    if (status.status !== "pending") return status;
    await new Promise((wake) => setTimeout(wake, 200));
  }
  throw new Error(`${jobId} is still pending`);
}

async function saved(form: Record<string, string>): Promise<Status> {
  const { job_id } = (await (await post(form)).json()) as { job_id: string };
  return ended(job_id);
}

/** GET or HEAD with the URL in the path; redirects are not followed, so that each answer is seen. */
const get = (url: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`${archive.cloud.apiUrl}/save/${url}`, { method, headers: { ...LOW, ...headers }, redirect: "manual" });

describe("a capture request", () => {
  it("answers with the URL and a job id, which ends in success with every field of the documentation", async () => {
    const url = web.page("/save/lamp", html(articleHtml("The lamp is saved")));
    const response = await post({ url, capture_all: "1" });
    const taken = (await response.json()) as { url: string; job_id: string };
    expect([response.status, taken]).toEqual([200, { url, job_id: expect.stringMatching(/^spn2-[0-9a-f]{40}$/) }]);
    expect(await ended(taken.job_id)).toEqual({
      status: "success",
      job_id: taken.job_id,
      original_url: url,
      timestamp: expect.stringMatching(/^\d{14}$/),
      duration_sec: expect.any(Number),
      http_status: 200,
      resources: expect.arrayContaining([url]),
      outlinks: [],
      counters: { outlinks: 0, embeds: expect.any(Number) },
      first_archive: true,
      not_done: ["outlinks"],
    });
  });

  it("may be posted to /save/, as spn.sh does", async () => {
    const url = web.page("/save/slash", html(articleHtml("With a slash")));
    const text = await (await post({ url }, "/save/")).text();
    // spn.sh greps the id out of the text.
    const [, jobId = ""] = /"job_id":"([^"\\]*)"/.exec(text) ?? [];
    const status = await ended(jobId);
    expect(JSON.stringify(status)).toMatch(/"timestamp":"\d{14}"/);
  });

  it("may have the URL in the path, or a JSON body", async () => {
    const url = web.page("/save/json?a=1&b=%26", html(articleHtml("By JSON")));
    const byPath = await fetch(`${archive.cloud.apiUrl}/save/${url}`, { method: "POST", headers: LOW });
    expect(await byPath.json()).toMatchObject({ url });
    const headers = { ...LOW, "content-type": "application/json" };
    const body = JSON.stringify({ url, skip_first_archive: true });
    const byJson = await fetch(`${archive.cloud.apiUrl}/save`, { method: "POST", headers, body });
    const { job_id } = (await byJson.json()) as { job_id: string };
    const status = await ended(job_id);
    expect(status).toMatchObject({ status: "success", original_url: url });
    expect(status).not.toHaveProperty("first_archive");
  });

  it("without capture_all, an error page is error:not-found; with it, a success", async () => {
    const url = `${web.url}/save/nothing-here`;
    expect(await saved({ url })).toMatchObject({
      status: "error",
      status_ext: "error:not-found",
      message: expect.stringMatching(/ \(HTTP status=404\)\.$/),
    });
    expect(await saved({ url, capture_all: "on" })).toMatchObject({ status: "success", http_status: 404 });
  });

  it("follows redirects, and names the memento by timestamp and original_url", async () => {
    const to = web.page("/save/there", html(articleHtml("Where it went")));
    const url = web.page("/save/moved", (_, response) => response.writeHead(302, { location: to }).end());
    expect(await saved({ url })).toMatchObject({ status: "success", original_url: to });
  });

  it("with if_not_archived_within answers with the capture that there is, and fetches nothing", async () => {
    const url = web.page("/save/recent", html(articleHtml("Recent")));
    const first = await saved({ url });
    const response = await post({ url, if_not_archived_within: "1d 2h" });
    const again = (await response.json()) as { job_id: string; message: string };
    expect(again.message).toMatch(/^The same snapshot had been made/);
    expect(await ended(again.job_id)).toMatchObject({ status: "success", timestamp: first.timestamp });
    expect(web.requests.filter(({ path }) => path === "/save/recent")).toHaveLength(1);
  });

  it.each([
    [{ url: "not a url" }, 400, "error:invalid-url-syntax"],
    [{ url: "ftp://example.org/" }, 400, "error:invalid-url-syntax"],
    [{ url: "http://example.org/", use_user_agent: "Mine" }, 400, "error:bad-option"],
  ])("is refused at once of %j, without an id", async (form, status, status_ext) => {
    const response = await post(form as Record<string, string>);
    expect([response.status, await response.json()]).toEqual([
      status,
      { status: "error", status_ext, message: expect.any(String) },
    ]);
  });

  it.each([
    ["http://10.0.0.7/", "error:blocked-url"],
    ["http://nowhere.invalid/", "error:invalid-host-resolution"],
  ])(
    "of %s fails as %s",
    async (url, status_ext) => {
      expect(await saved({ url })).toMatchObject({ status: "error", status_ext, original_url: url });
    },
    60_000,
  );

  it("without a token, or with a wrong one, is a 401 in Save Page Now's words", async () => {
    for (const headers of [{}, { authorization: "LOW key:wrong" }] as Record<string, string>[]) {
      const response = await post({ url: web.url }, "/save", headers);
      expect([response.status, await response.json()]).toEqual([
        401,
        { message: "You need to be logged in to use Save Page Now." },
      ]);
    }
  });
});

describe("the questions about it", () => {
  it("tell the user what is available and processed", async () => {
    const response = await fetch(`${archive.cloud.apiUrl}/save/status/user?_t=1`, { headers: LOW });
    const user = (await response.json()) as Record<string, number>;
    expect(user).toEqual({
      available: expect.any(Number),
      processing: expect.any(Number),
      daily_captures: expect.any(Number),
      daily_captures_limit: 100_000,
    });
    expect((user.available ?? 0) + (user.processing ?? 0)).toBe(24);
    expect(user.daily_captures).toBeGreaterThan(5);
  });

  it("tell of the system, and of no job that nobody has", async () => {
    expect(await (await fetch(`${archive.cloud.apiUrl}/save/status/system`)).json()).toEqual({ status: "ok" });
    const unknown = await fetch(`${archive.cloud.apiUrl}/save/status/spn2-${"0".repeat(40)}`);
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { status_ext: "error:no-such-job" }]);
  });

  it("may be asked for several jobs at once", async () => {
    const url = web.page("/save/many", html(articleHtml("One of many")));
    const ids = await Promise.all(
      [1, 2].map(async () => ((await (await post({ url })).json()) as { job_id: string }).job_id),
    );
    const statuses = (await (await post({ job_ids: ids.join(",") }, "/save/status", {})).json()) as Status[];
    expect(statuses.map(({ job_id }) => job_id)).toEqual(ids);
  });
});

describe("GET /save/<url>", () => {
  it("gives savepagenow the memento in Content-Location, and HIT where it was there", async () => {
    const url = web.page("/save/old-client?page=2", html(articleHtml("For an old client")));
    const fresh = await get(url);
    const location = fresh.headers.get("content-location") ?? "";
    expect([fresh.status, fresh.headers.get("x-page-cache")]).toEqual([200, "MISS"]);
    expect(location).toMatch(/^\/web\/\d{14}\/http:/);
    expect(location.endsWith(url)).toBe(true);
    const again = await get(url);
    expect([again.headers.get("content-location"), again.headers.get("x-page-cache")]).toEqual([location, "HIT"]);
  });

  it("gives waybackpy the memento where its second expression looks", async () => {
    const url = web.page("/save/waybackpy", html(articleHtml("For waybackpy")));
    const headers = (await get(url)).headers.get("link") ?? "";
    const host = new URL(archive.cloud.apiUrl).host.replace(".", "\\.");
    const found = new RegExp(`rel="memento.*?(${host}/web/[0-9]{14}/.*?)>`).exec(headers)?.[1];
    expect(found?.endsWith(url)).toBe(true);
  });

  it("gives ArchiveBox the headers alone", async () => {
    const url = web.page("/save/archivebox", html(articleHtml("For ArchiveBox")));
    const response = await get(url, {}, "HEAD");
    expect([response.status, await response.text()]).toEqual([200, ""]);
    expect(response.headers.get("content-location")).toMatch(/^\/web\/\d{14}\//);
  });

  it("sends a browser to the memento", async () => {
    const url = web.page("/save/browser", html(articleHtml("For a browser")));
    const response = await get(url, { accept: "text/html,application/xhtml+xml,*/*;q=0.8" });
    expect([response.status, response.headers.get("location")]).toEqual([
      302,
      response.headers.get("content-location"),
    ]);
  });

  it("says in a header that robots.txt denies, in the words that savepagenow knows", async () => {
    const url = web.page("/save/denied", html(articleHtml("Not for robots")));
    const response = await get(url);
    expect([response.status, response.headers.get("x-archive-wayback-runtime-error")]).toEqual([
      520,
      "RobotAccessControlException: Blocked By Robots",
    ]);
  });
});
