import type { LookupFunction } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { createFetcher, type FetcherOptions } from "../../../shared/fetch/fetcher.ts";
import { FETCH_PORTS } from "../../../shared/fetch/target-rules.ts";
import { answerOf, codeOf, fetcherFor, serveHttp, serveRaw } from "./loopback.ts";
import { BAD_REDIRECTS, INSIDE_HOSTS, REDIRECTS_INSIDE, UNFETCHABLE_URLS } from "./ssrf-spellings.ts";

/** A resolver that answers with each set of addresses in turn, then the last again, and keeps what it was asked. */
function resolver(...answers: string[][]) {
  const asked: string[] = [];
  const lookup: LookupFunction = (hostname, _options, callback) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  return { asked, lookup };
}

/** A server inside, whose port is allowed, so that only its address stands in the way; and what reached it. */
async function inside() {
  return serveHttp((_request, response) => {
    response.end("inside");
  });
}

const LIMITS = { connectTimeoutMs: 2000 };
const fetcher = (options: Partial<FetcherOptions> = {}) =>
  createFetcher({ userAgent: "t", limits: LIMITS, ...options });

let spellings = 0;
beforeAll(() => {
  spellings = [...Object.values(INSIDE_HOSTS), UNFETCHABLE_URLS, REDIRECTS_INSIDE, BAD_REDIRECTS].flat().length;
});

it("knows two hundred spellings and redirects, none twice", () => {
  expect(spellings).toBeGreaterThanOrEqual(200);
  expect(new Set([...Object.values(INSIDE_HOSTS).flat(), ...UNFETCHABLE_URLS]).size).toBe(
    [...Object.values(INSIDE_HOSTS), UNFETCHABLE_URLS].flat().length,
  );
});

describe.each(Object.entries(INSIDE_HOSTS))("refuses %s", (_what, hosts) => {
  it.each(hosts)("%j", async (host) => {
    const server = await inside();
    const { asked, lookup } = resolver(["127.0.0.1"]);
    const outcome = await fetcher({ lookup, allowPorts: [server.port] })({ url: `http://${host}:${server.port}/` });
    expect(codeOf(outcome)).toBe("address-not-allowed");
    expect(outcome.exchanges).toEqual([]);
    // Nothing of these is a matter for name servers.
    expect(asked).toEqual([]);
    expect(server.connections()).toBe(0);
  });
});

describe("refuses what is no web address", () => {
  it.each(UNFETCHABLE_URLS)("%j", async (url) => {
    const { asked, lookup } = resolver(["127.0.0.1"]);
    expect(codeOf(await fetcher({ lookup })({ url }))).toBe("bad-message");
    expect(asked).toEqual([]);
  });
});

describe("refuses names that resolve to addresses inside", () => {
  it.each([
    [["127.0.0.1"]],
    [["10.0.0.1"]],
    [["169.254.169.254"]],
    [["0.0.0.0"]],
    [["::1"]],
    [["fd00:ec2::254"]],
    [["fe80::1%eth0"]],
    [["2606:2800:21f::1%eth0"]],
    [["::ffff:127.0.0.1"]],
    [["64:ff9b::a00:1"]],
    [["64:ff9b:1::808:808"]],
    [["2002:7f00:1::1"]],
    [["::8.8.8.8"]],
    [["127.1"]],
    [["not an address"]],
    [["93.184.215.14", "127.0.0.1"]],
    [["127.0.0.1", "93.184.215.14"]],
    [["2606:2800:21f::1", "93.184.215.14", "fc00::1"]],
  ])("%j", async (addresses) => {
    const server = await inside();
    const { asked, lookup } = resolver(addresses);
    const outcome = await fetcher({ lookup, allowPorts: [server.port] })({
      url: `http://inside.example:${server.port}/`,
    });
    expect(codeOf(outcome)).toBe("address-not-allowed");
    expect(asked).toEqual(["inside.example"]);
    expect(server.connections()).toBe(0);
  });
});

describe("refuses redirects", () => {
  it.each(REDIRECTS_INSIDE)("inside: %j", async (location) => {
    const server = await inside();
    const entry = await redirecting(location.replaceAll("PORT", String(server.port)));
    const { lookup } = resolver(["127.0.0.1"]);
    const fetchUrl = fetcherFor([entry], { lookup, allowPorts: [80, 443, server.port] });
    const outcome = await fetchUrl({ url: entry.origin });
    expect(codeOf(outcome)).toBe("address-not-allowed");
    expect(outcome.exchanges.map(({ status }) => status)).toEqual([302]);
    expect(server.connections()).toBe(0);
  });

  it.each(BAD_REDIRECTS)("to what cannot be fetched: %j", async (location) => {
    const entry = await redirecting(location);
    const outcome = await fetcherFor([entry])({ url: entry.origin });
    expect(codeOf(outcome)).toBe("bad-redirect");
    expect(outcome.exchanges).toHaveLength(1);
    expect(entry.connections()).toBe(1);
  });

  it.each(["http:127.0.0.1:PORT/", "http:/127.0.0.1:PORT/", "%2f%2f127.0.0.1:PORT/", "/%5c127.0.0.1:PORT/", "./\\a"])(
    "never, but stays on its host for what is a path: %j",
    async (location) => {
      const server = await inside();
      const entry = await redirecting(location.replaceAll("PORT", String(server.port)));
      const outcome = await fetcherFor([entry], { allowPorts: [server.port] })({ url: entry.origin });
      expect(answerOf(outcome).url.startsWith(`${entry.origin}/`)).toBe(true);
      expect(server.connections()).toBe(0);
    },
  );

  it("after harmless ones too", async () => {
    const server = await inside();
    const entry = await serveHttp((request, response) => {
      const hop = Number(request.url?.slice(1) || 0);
      response.writeHead(302, { location: hop < 5 ? `/${hop + 1}` : server.origin }).end();
    });
    const outcome = await fetcherFor([entry], { allowPorts: [server.port] })({ url: entry.origin });
    expect(codeOf(outcome)).toBe("address-not-allowed");
    expect(outcome.exchanges).toHaveLength(6);
  });

  it("longer than a URL may be, the fragment aside", async () => {
    const long = await redirecting(`/${"a".repeat(2048)}`);
    expect(codeOf(await fetcherFor([long])({ url: long.origin }))).toBe("bad-redirect");
    const longFragment = await redirecting(`/a#${"b".repeat(2048)}`);
    expect(codeOf(await fetcherFor([longFragment])({ url: longFragment.origin }))).toBe("fetched 200");
  });
});

/** Redirects `/` there, and answers to anything else. Written raw: node would refuse some of these values. */
function redirecting(location: string) {
  return serveRaw((socket, request) => {
    const first = request.startsWith("GET / ");
    const head = first ? `302 Found\r\nLocation: ${location}` : "200 OK";
    socket.end(Buffer.from(`HTTP/1.1 ${head}\r\nContent-Length: 0\r\n\r\n`, "latin1"));
  });
}

describe("a name that changes its address", () => {
  it("is looked up once for each hop, and every hop is checked", async () => {
    const server = await inside();
    const entry = await redirecting(`http://paper.example:${server.port}/`);
    const { asked, lookup } = resolver(["127.0.0.1"], ["127.0.0.1"], ["93.184.215.14"]);
    const fetchUrl = fetcher({
      lookup,
      allowPrivate: [`paper.example:${entry.port}`],
      allowPorts: [server.port],
    });
    const outcome = await fetchUrl({ url: `http://paper.example:${entry.port}/` });
    expect(codeOf(outcome)).toBe("address-not-allowed");
    expect(asked).toEqual(["paper.example", "paper.example"]);
    expect(server.connections()).toBe(0);
  });

  it("is connected to at the address that was looked up", async () => {
    const server = await inside();
    const { asked, lookup } = resolver(["127.0.0.1"], ["127.0.0.2"]);
    const fetchUrl = fetcher({ lookup, allowPrivate: [`paper.example:${server.port}`] });
    const exchange = answerOf(await fetchUrl({ url: `http://paper.example:${server.port}/` }));
    expect(exchange.remoteAddress).toBe("127.0.0.1");
    expect(asked).toEqual(["paper.example"]);
  });
});

describe("ports", () => {
  it("are the web's own four unless others are given", () => {
    expect(FETCH_PORTS).toEqual([80, 443, 8080, 8443]);
  });

  it.each([0, 1, 21, 22, 23, 25, 53, 81, 110, 143, 389, 445, 3000, 3306, 5432, 6379, 8000, 8081, 9200, 11_211, 27_017])(
    "%i is refused without a look-up",
    async (port) => {
      const { asked, lookup } = resolver(["93.184.215.14"]);
      const outcome = await fetcher({ lookup })({ url: `http://paper.example:${port}/` });
      expect(outcome.kind === "failed" && outcome.error.message).toContain(`port ${port} is not allowed`);
      expect(asked).toEqual([]);
    },
  );

  it.each([
    "http://paper.example/",
    "https://paper.example/",
    "http://paper.example:8080/",
    "https://paper.example:80/",
  ])("of %s are looked up", async (url) => {
    const { asked, lookup } = resolver([]);
    expect(codeOf(await fetcher({ lookup })({ url }))).toBe("dns-not-found");
    expect(asked).toEqual(["paper.example"]);
  });

  it("may be any for a pair that is allowed on private addresses", async () => {
    const server = await inside();
    expect(codeOf(await fetcherFor([server], { allowPorts: [80] })({ url: server.origin }))).toBe("fetched 200");
  });

  it("are refused to redirects as well", async () => {
    const entry = await redirecting("http://paper.example:22/");
    const { asked, lookup } = resolver(["93.184.215.14"]);
    const outcome = await fetcherFor([entry], { lookup })({ url: entry.origin });
    expect(outcome.kind === "failed" && outcome.error.message).toContain("port 22 is not allowed");
    expect(asked).toEqual([]);
  });
});

describe("the archive's own API", () => {
  it("is refused, also to redirects and where its address is allowed", async () => {
    const api = await inside();
    const entry = await redirecting(`${api.origin}/v1/captures`);
    const fetchUrl = fetcherFor([entry, api], { refuseHosts: [api.pair] });
    expect(codeOf(await fetchUrl({ url: api.origin }))).toBe("address-not-allowed");
    const outcome = await fetchUrl({ url: entry.origin });
    expect(outcome.kind === "failed" && outcome.error.message).toContain("the archive's own API");
    expect(api.connections()).toBe(0);
  });
});
