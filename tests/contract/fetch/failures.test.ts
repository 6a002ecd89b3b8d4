import type { LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { createServer, getCACertificates, setDefaultCACertificates } from "node:tls";
import { describe, expect, it, onTestFinished } from "vitest";
import { createFetcher } from "../../../shared/fetch/fetcher.ts";
import { answerOf, closedPort, codeOf, fetcherFor, type Loopback, serveHttp, serveRaw } from "./loopback.ts";
import { TEST_CERTIFICATE, TEST_KEY } from "./test-certificate.ts";

/** A resolver that knows one answer for every name. */
function resolvesTo(...addresses: LookupAddress[]): LookupFunction {
  return (_hostname, _options, callback) => callback(null, addresses);
}

function failsWith(code: string): LookupFunction {
  return (hostname, _options, callback) => {
    const error = new Error(`getaddrinfo ${code} ${hostname}`);
    callback(Object.assign(error, { code, syscall: "getaddrinfo", hostname }), "", 0);
  };
}

const LOOPBACK_4 = { address: "127.0.0.1", family: 4 };
const PUBLIC_4 = { address: "93.184.215.14", family: 4 };

describe("failures of the network", () => {
  it("says that nothing listens", async () => {
    const port = await closedPort();
    const fetchUrl = createFetcher({ userAgent: "t", allowPrivate: [`127.0.0.1:${port}`, `localhost:${port}`] });
    expect(codeOf(await fetchUrl({ url: `http://127.0.0.1:${port}/` }))).toBe("connection-refused");
    expect(codeOf(await fetchUrl({ url: `http://localhost:${port}/` }))).toBe("connection-refused");
  });

  it.each([
    ["ENOTFOUND", "dns-not-found"],
    ["EAI_AGAIN", "dns-failed"],
    ["EAI_FAIL", "dns-failed"],
  ])("tells a name server's %s as %s", async (systemCode, code) => {
    const fetchUrl = createFetcher({ userAgent: "t", lookup: failsWith(systemCode) });
    const outcome = await fetchUrl({ url: "http://paper.example/story?token=secret" });
    expect(codeOf(outcome)).toBe(code);
    expect(outcome.kind === "failed" && outcome.error.message).toMatch(/^fetch paper\.example:80: /);
  });

  it("times out on a name server that never answers", async () => {
    const fetchUrl = createFetcher({ userAgent: "t", lookup: () => {}, limits: { connectTimeoutMs: 40 } });
    expect(codeOf(await fetchUrl({ url: "http://paper.example/" }))).toBe("timeout");
  });

  it.each([
    ["that are no HTTP", "SSH-2.0-OpenSSH_9.2\r\n", "bad-response"],
    ["of another protocol version", "HTTP/9.9 200 OK\r\n\r\n", "bad-response"],
    ["with two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "bad-response"],
    ["that break off after a length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nb\0d\r\n\r\n", "bad-response"],
    [
      "that switch protocols unasked",
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
      "bad-response",
    ],
    ["that stop in the header block", "HTTP/1.1 200 OK\r\nContent-", "connection-reset"],
    ["of no bytes", "", "connection-reset"],
  ])("tells answers %s", async (_name, bytes, code) => {
    const server = await serveRaw((socket) => {
      socket.end(bytes);
    });
    expect(codeOf(await fetcherFor([server])({ url: server.origin }))).toBe(code);
  });

  it("tells a reset before any answer", async () => {
    const server = await serveRaw((socket) => {
      socket.resetAndDestroy();
    });
    expect(codeOf(await fetcherFor([server])({ url: server.origin }))).toBe("connection-reset");
  });

  it.each(["ftp://example.org/", "not a url", "http://u:p@example.org/", "file:///etc/passwd"])(
    "answers to %s without a connection",
    async (url) => {
      expect(codeOf(await createFetcher({ userAgent: "t" })({ url }))).toBe("bad-message");
    },
  );
});

describe("TLS", () => {
  async function serveTls(): Promise<number> {
    const server = createServer({ key: TEST_KEY, cert: TEST_CERTIFICATE }, (socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end("HTTP/1.1 200 Sealed\r\nContent-Length: 2\r\n\r\nok"));
    });
    server.on("tlsClientError", () => {});
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.close();
    });
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return address.port;
  }

  it("refuses a certificate that nobody vouches for", async () => {
    const port = await serveTls();
    const fetchUrl = createFetcher({ userAgent: "t", allowPrivate: [`127.0.0.1:${port}`, `localhost:${port}`] });
    expect(codeOf(await fetchUrl({ url: `https://127.0.0.1:${port}/` }))).toBe("tls-failed");
    expect(codeOf(await fetchUrl({ url: `https://localhost:${port}/` }))).toBe("tls-failed");
  });

  it("records the plain text of an exchange over TLS", async () => {
    const port = await serveTls();
    const before = getCACertificates("default");
    setDefaultCACertificates([...before, TEST_CERTIFICATE]);
    onTestFinished(() => setDefaultCACertificates(before));
    const fetchUrl = createFetcher({ userAgent: "t", allowPrivate: [`localhost:${port}`] });
    const exchange = answerOf(await fetchUrl({ url: `https://localhost:${port}/` }));
    expect(exchange).toMatchObject({ status: 200, statusText: "Sealed", truncated: null });
    expect(exchange.requestHeaders[0]).toEqual(["host", `localhost:${port}`]);
  });

  it("refuses a server that does not speak TLS", async () => {
    const server = await serveRaw(() => {});
    const plain = await serveHttp((_request, response) => {
      response.end();
    });
    const limits = { connectTimeoutMs: 200 };
    expect(codeOf(await fetcherFor([plain], { limits })({ url: `https://${plain.pair}/` }))).toBe("tls-failed");
    expect(codeOf(await fetcherFor([server], { limits })({ url: `https://${server.pair}/` }))).toBe("timeout");
    await server.idle();
  });
});

describe("addresses that are never fetched", () => {
  function insideServer(): Promise<Loopback> {
    return serveHttp((_request, response) => {
      response.end("inside");
    });
  }

  it("refuses a private address, however it is spelled", async () => {
    const server = await insideServer();
    const fetchUrl = createFetcher({ userAgent: "t", allowPorts: [server.port] });
    for (const host of [
      "127.0.0.1",
      "2130706433",
      "0x7f.1",
      "0177.0.0.1",
      "[::ffff:127.0.0.1]",
      "localhost",
      "0.0.0.0",
    ]) {
      expect(codeOf(await fetchUrl({ url: `http://${host}:${server.port}/` })), host).toBe("address-not-allowed");
    }
    expect(server.connections()).toBe(0);
  });

  it("refuses a name that resolves to one, even beside a public address", async () => {
    const server = await insideServer();
    for (const addresses of [[LOOPBACK_4], [PUBLIC_4, LOOPBACK_4], [{ address: "::ffff:7f00:1", family: 6 }]]) {
      const fetchUrl = createFetcher({
        userAgent: "t",
        lookup: resolvesTo(...addresses),
        allowPorts: [server.port],
      });
      const outcome = await fetchUrl({ url: `http://inside.example:${server.port}/` });
      expect(codeOf(outcome)).toBe("address-not-allowed");
    }
    expect(server.connections()).toBe(0);
  });

  it("refuses one that a redirect leads to, and keeps the hop", async () => {
    const inside = await insideServer();
    const server = await serveHttp((_request, response) => {
      response.writeHead(302, { location: `${inside.origin}/latest/meta-data` }).end();
    });
    const outcome = await fetcherFor([server], { allowPorts: [inside.port] })({ url: server.origin });
    expect(codeOf(outcome)).toBe("address-not-allowed");
    expect(outcome.exchanges.map(({ status }) => status)).toEqual([302]);
    expect(inside.connections()).toBe(0);
  });

  it("lets through the pair that is named and no other", async () => {
    const server = await insideServer();
    const lookup = resolvesTo(LOOPBACK_4);
    const fetchUrl = createFetcher({
      userAgent: "t",
      lookup,
      allowPrivate: [`paper.example:${server.port}`],
      allowPorts: [server.port, server.port + 1],
    });
    expect(codeOf(await fetchUrl({ url: `http://paper.example:${server.port}/` }))).toBe("fetched 200");
    expect(codeOf(await fetchUrl({ url: `http://other.example:${server.port}/` }))).toBe("address-not-allowed");
    expect(codeOf(await fetchUrl({ url: `http://paper.example:${server.port + 1}/` }))).toBe("address-not-allowed");
    expect(codeOf(await fetchUrl({ url: server.origin }))).toBe("address-not-allowed");
  });

  it("asks the resolver once for each connection, so that a second answer cannot slip in", async () => {
    const server = await insideServer();
    let asked = 0;
    const lookup: LookupFunction = (_hostname, _options, callback) => {
      asked++;
      callback(null, [asked === 1 ? LOOPBACK_4 : PUBLIC_4]);
    };
    const fetchUrl = createFetcher({ userAgent: "t", lookup, allowPorts: [server.port] });
    expect(codeOf(await fetchUrl({ url: `http://rebind.example:${server.port}/` }))).toBe("address-not-allowed");
    expect(asked).toBe(1);
  });
});
