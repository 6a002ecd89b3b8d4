import { expect, it } from "vitest";
import { codeOf, fetcherFor, serveHttp, serveRaw } from "./loopback.ts";

it.each([301, 302, 303, 307, 308])("follows %i by GET and keeps each hop", async (status) => {
  const server = await serveHttp((request, response) => {
    if (request.url === "/old") response.writeHead(status, { location: "/new?x=1#top" }).end("moved");
    else response.end(`${request.method} ${request.url}`);
  });
  const outcome = await fetcherFor([server])({ url: `${server.origin}/old` });
  expect(outcome.kind).toBe("fetched");
  expect(outcome.exchanges.map(({ url, status: each, body }) => [url, each, Buffer.from(body).toString()])).toEqual([
    [`${server.origin}/old`, status, "moved"],
    [`${server.origin}/new?x=1`, 200, "GET /new?x=1"],
  ]);
});

it("gives up on a circle after ten redirects and keeps the hops", async () => {
  const server = await serveHttp((request, response) => {
    response.writeHead(302, { location: request.url === "/a" ? "/b" : "/a" }).end();
  });
  const outcome = await fetcherFor([server])({ url: `${server.origin}/a` });
  expect(codeOf(outcome)).toBe("too-many-redirects");
  expect(outcome.exchanges).toHaveLength(11);
});

it("takes a redirect without a usable Location as the answer", async () => {
  const server = await serveHttp((request, response) => {
    response.writeHead(301, request.url === "/empty" ? { location: "" } : {}).end("gone where?");
  });
  const fetchUrl = fetcherFor([server]);
  expect(codeOf(await fetchUrl({ url: `${server.origin}/none` }))).toBe("fetched 301");
  expect(codeOf(await fetchUrl({ url: `${server.origin}/empty` }))).toBe("fetched 301");
});

it.each(["ftp://files.example/a", "javascript:alert(1)", "http://", "http://user:secret@example.org/", "//[bad"])(
  "refuses to follow to %s and keeps the hop",
  async (location) => {
    const server = await serveHttp((_request, response) => {
      response.writeHead(302, { location }).end();
    });
    const outcome = await fetcherFor([server])({ url: `${server.origin}/?token=secret` });
    expect(codeOf(outcome)).toBe("bad-redirect");
    expect(outcome.exchanges).toHaveLength(1);
    expect(outcome.kind === "failed" && outcome.error.message).not.toContain("secret");
  },
);

it("reads a Location in raw UTF-8 as browsers do", async () => {
  const server = await serveRaw((socket, request) => {
    const first = request.startsWith("GET / ");
    const moved = Buffer.from("HTTP/1.1 301 Moved\r\nLocation: /caf\u00e9\r\nContent-Length: 0\r\n\r\n", "utf8");
    socket.end(first ? moved : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  const outcome = await fetcherFor([server])({ url: server.origin });
  expect(outcome.exchanges.at(-1)?.url).toBe(`${server.origin}/caf%C3%A9`);
});

it("keeps cookies within one chain and its host only", async () => {
  const seen: string[] = [];
  const other = await serveHttp((request, response) => {
    seen.push(`other ${request.headers.cookie ?? "-"}`);
    response.end();
  });
  const server = await serveHttp((request, response) => {
    seen.push(`${request.url} ${request.headers.cookie ?? "-"}`);
    if (request.url === "/start") {
      response.writeHead(302, {
        location: "/second",
        "set-cookie": ["seen=1; Path=/", "odd=\xe9", "bad=1; Domain=example.com"],
      });
    } else {
      // The other server is another host by name, on the same address.
      response.writeHead(302, { location: `http://localhost:${other.port}/` });
    }
    response.end();
  });
  const fetchUrl = fetcherFor([server], { allowPrivate: [server.pair, `localhost:${other.port}`] });
  await fetchUrl({ url: `${server.origin}/start` });
  await fetchUrl({ url: `${server.origin}/second` });
  expect(seen).toEqual(["/start -", "/second seen=1; odd=\xe9", "other -", "/second -", "other -"]);
});

it("sends validators with the first request only", async () => {
  const seen: (string | undefined)[] = [];
  const server = await serveHttp((request, response) => {
    seen.push(request.headers["if-none-match"]);
    if (request.url === "/a") response.writeHead(302, { location: "/b" });
    response.end();
  });
  await fetcherFor([server])({ url: `${server.origin}/a`, validators: { etag: '"1"' } });
  expect(seen).toEqual(['"1"', undefined]);
});

it("leaves out a validator that cannot be sent", async () => {
  let received: string | undefined = "unset";
  const server = await serveHttp((request, response) => {
    received = request.headers["if-none-match"];
    response.end();
  });
  const outcome = await fetcherFor([server])({ url: server.origin, validators: { etag: '"a"\r\nX-Injected: 1' } });
  expect(codeOf(outcome)).toBe("fetched 200");
  expect(received).toBeUndefined();
});

it("stops a chain that takes longer than the whole fetch may", async () => {
  const server = await serveHttp((_request, response) => {
    setTimeout(() => response.writeHead(302, { location: "/again" }).end(), 40);
  });
  const outcome = await fetcherFor([server], { limits: { totalTimeoutMs: 100 } })({ url: server.origin });
  expect(codeOf(outcome)).toBe("timeout");
  expect(outcome.exchanges.length).toBeGreaterThan(0);
  expect(outcome.exchanges.length).toBeLessThan(4);
});

it("reports a redirect where it shall not follow, and goes on from there with the chain's cookies", async () => {
  const seen: string[] = [];
  const server = await serveHttp((request, response) => {
    seen.push(`${request.url} ${request.headers.cookie ?? "-"}`);
    if (request.url === "/wall") response.writeHead(302, { location: "/story#top", "set-cookie": "seen=1; Path=/" });
    response.end();
  });
  const fetchUrl = fetcherFor([server]);
  const hop = await fetchUrl({ url: `${server.origin}/wall`, redirects: "report" });
  expect(hop).toMatchObject({ kind: "redirected", to: `${server.origin}/story` });
  expect(seen).toEqual(["/wall -"]);
  const cookies = hop.kind === "redirected" ? hop.cookies : [];
  const next = await fetchUrl({ url: `${server.origin}/story`, cookies, redirects: "report" });
  expect(codeOf(next)).toBe("fetched 200");
  expect(seen).toEqual(["/wall -", "/story seen=1"]);
});
