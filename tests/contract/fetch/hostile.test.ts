import type net from "node:net";
import { describe, expect, it } from "vitest";
import { FETCH_LIMITS } from "../../../shared/fetch/limits.ts";
import { answerOf, codeOf, fetcherFor, serveHttp, serveRaw, textOf } from "./loopback.ts";

const MIB = 1024 * 1024;

/** Writes the piece again and again, as fast as it is read. */
function flood(socket: net.Socket, piece: Buffer): void {
  const writeMore = (): void => {
    if (socket.destroyed) return;
    if (socket.write(piece)) setImmediate(writeMore);
    else socket.once("drain", writeMore);
  };
  writeMore();
}

function serveBytes(answer: string) {
  return serveRaw((socket) => {
    socket.end(Buffer.from(answer, "latin1"));
  });
}

describe("a server without end", () => {
  it("of chunks is cut at the limit", async () => {
    const server = await serveRaw((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      flood(socket, Buffer.from(`1000\r\n${"a".repeat(0x1000)}\r\n`.repeat(16)));
    });
    const exchange = answerOf(
      await fetcherFor([server], { limits: { maxBodyBytes: 3 * MIB } })({ url: server.origin }),
    );
    expect([exchange.body.length, exchange.truncated]).toEqual([3 * MIB, "length"]);
    await server.idle();
  });

  it("of chunks of one byte, each behind kilobytes of chunk extension, is cut at the limit", async () => {
    const server = await serveRaw((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      flood(socket, Buffer.from(`1;x=${"y".repeat(8192)}\r\na\r\n`));
    });
    const exchange = answerOf(await fetcherFor([server], { limits: { maxBodyBytes: 1000 } })({ url: server.origin }));
    expect([textOf(exchange), exchange.truncated]).toEqual(["a".repeat(1000), "length"]);
    await server.idle();
  });

  it("of trailers keeps the body, marked", async () => {
    const server = await serveRaw((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n");
      flood(socket, Buffer.from("X-Trailer: more\r\n".repeat(100)));
    });
    const exchange = answerOf(await fetcherFor([server])({ url: server.origin }));
    expect([textOf(exchange), exchange.truncated]).toEqual(["body", "unspecified"]);
    await server.idle();
  });

  it.each([
    ["interim answers", "HTTP/1.1 102 Processing\r\n\r\n"],
    ["interim answers with headers", "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"],
    ["line ends", "\r\n"],
    ["header lines", ""],
  ])("of %s is given up at the limit of a header block, not at the deadline", async (_what, piece) => {
    const server = await serveRaw((socket) => {
      if (piece === "") socket.write("HTTP/1.1 200 OK\r\n");
      flood(socket, Buffer.from((piece || "X: y\r\n").repeat(50)));
    });
    const outcome = await fetcherFor([server])({ url: server.origin });
    expect(codeOf(outcome)).toBe("headers-too-large");
    expect(outcome.exchanges).toEqual([]);
    await server.idle();
  });

  it("of redirects, each to a new place, is left after the eleventh answer", async () => {
    const server = await serveHttp((request, response) => {
      response.writeHead(302, { location: `/${Number(request.url?.slice(1) || 0) + 1}` }).end();
    });
    const outcome = await fetcherFor([server])({ url: server.origin });
    expect(codeOf(outcome)).toBe("too-many-redirects");
    expect(server.connections()).toBe(FETCH_LIMITS.maxRedirects + 1);
    expect(outcome.exchanges.at(-1)?.url).toBe(`${server.origin}/10`);
  });

  it("of headers, megabytes at once, is given up early", async () => {
    const server = await serveRaw((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nX-Large: ");
      flood(socket, Buffer.alloc(MIB, "y"));
    });
    expect(codeOf(await fetcherFor([server])({ url: server.origin }))).toBe("headers-too-large");
    await server.idle();
  });
});

// Deadlines of a tenth of a second: a machine that stands still for one gets a second try.
describe("a slow server", { retry: 1 }, () => {
  it.each([
    ["before the headers", "", "\n", "timeout"],
    ["in the status line", "HTTP/1.1 200 ", "0", "timeout"],
    ["in a header's name", "HTTP/1.1 200 OK\r\n", "X", "timeout"],
    ["in a chunk's size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "0", "fetched 200"],
    ["in the body", "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", "a", "fetched 200"],
  ])("of one byte at a time %s ends at the deadline", async (_where, head, byte, code) => {
    const server = await serveRaw((socket) => {
      socket.write(head);
      const drip = setInterval(() => socket.write(byte), 10);
      socket.on("close", () => clearInterval(drip));
    });
    const limits = { headersTimeoutMs: 120, bodyTimeoutMs: 120 };
    const outcome = await fetcherFor([server], { limits })({ url: server.origin });
    expect(codeOf(outcome)).toBe(code);
    if (outcome.kind === "fetched") expect(answerOf(outcome).truncated).toBe("time");
    await server.idle();
  });

  it("has all its redirects in the time of one fetch", async () => {
    const server = await serveRaw((socket) => {
      socket.write("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 9\r\n\r\nslow");
    });
    const limits = { bodyTimeoutMs: 100, totalTimeoutMs: 250 };
    const outcome = await fetcherFor([server], { limits })({ url: server.origin });
    expect(codeOf(outcome)).toBe("timeout");
    // Three, when the machine is idle; the eleven that redirects may have would take 1,100 ms.
    expect(outcome.exchanges.length).toBeLessThan(FETCH_LIMITS.maxRedirects);
  });
});

describe("an answer that is not as it should be", () => {
  it.each([
    ["HTTP/1.0 without any header", "HTTP/1.0 200 OK\r\n\r\nold", "old", null],
    ["no Content-Type", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbare", "bare", null],
    ["no reason phrase", "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", "ok", null],
    [
      "a Content-Length of petabytes",
      "HTTP/1.1 200 OK\r\nContent-Length: 9007199254740991\r\n\r\na",
      "a",
      "disconnect",
    ],
    ["a Content-Length that is too short", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nshort", "sh", null],
    [
      "the same Content-Length twice",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
      null,
      null,
    ],
    ["a negative Content-Length", "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok", null, null],
    ["a Content-Length in words", "HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\nok", null, null],
    ["a Content-Length past any number", `HTTP/1.1 200 OK\r\nContent-Length: ${"9".repeat(30)}\r\n\r\nok`, null, null],
    [
      "chunks and a Content-Length",
      "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
      null,
      null,
    ],
    [
      "a chunk of a size past any number",
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${"f".repeat(20)}\r\nx`,
      "",
      "unspecified",
    ],
    ["HTTP/0.9", "<p>no headers at all</p>", null, null],
    ["a NUL in the Location", "HTTP/1.1 302 Found\r\nLocation: /a\0b\r\n\r\n", null, null],
  ])("%s", async (_what, bytes, text, truncated) => {
    const server = await serveBytes(bytes);
    const outcome = await fetcherFor([server])({ url: server.origin });
    // Never more than what was said to come, and never a guess.
    if (text === null) expect(codeOf(outcome)).toBe("bad-response");
    else expect([textOf(answerOf(outcome)), answerOf(outcome).truncated]).toEqual([text, truncated]);
  });

  it.each([
    ["/caf\xe9", "/caf%C3%A9"],
    ["/\xff\xfe\xc3", "/%C3%BF%C3%BE%C3%83"],
    ["/\xc0\xafetc", "/%C3%80%C2%AFetc"],
    ["/\xed\xa0\x80", "/%C3%AD%C2%A0%C2%80"],
  ])("a Location of bytes that are not UTF-8: %j leads to %s", async (location, path) => {
    const server = await serveRaw((socket, request) => {
      const head = request.startsWith("GET / ") ? `302 Found\r\nLocation: ${location}` : "200 OK";
      socket.end(Buffer.from(`HTTP/1.1 ${head}\r\nContent-Length: 0\r\n\r\n`, "latin1"));
    });
    expect(answerOf(await fetcherFor([server])({ url: server.origin })).url).toBe(`${server.origin}${path}`);
  });

  it("a Location whose host is not UTF-8 is refused", async () => {
    const server = await serveBytes(
      "HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe\xff/\r\nContent-Length: 0\r\n\r\n",
    );
    expect(["bad-redirect", "address-not-allowed", "dns-not-found"]).toContain(
      codeOf(await fetcherFor([server], { lookup: (_name, _options, done) => done(null, []) })({ url: server.origin })),
    );
  });
});

describe("cookies by the thousand", () => {
  it("are archived, but sent back only as far as the limit", async () => {
    const sent: string[] = [];
    const server = await serveRaw((socket, request) => {
      sent.push(/^Cookie: (.*)\r\n/im.exec(request)?.[1] ?? "");
      const lines = Array.from(
        { length: 1000 },
        (_, index) => `Set-Cookie: c${sent.length}-${index}=${"v".repeat(20)}\r\n`,
      );
      const head = sent.length < 4 ? "302 Found\r\nLocation: /next" : "200 OK";
      socket.end(`HTTP/1.1 ${head}\r\nContent-Length: 0\r\n${lines.join("")}\r\n`);
    });
    const outcome = await fetcherFor([server])({ url: server.origin });
    expect(codeOf(outcome)).toBe("fetched 200");
    expect(outcome.exchanges.every(({ responseHeaders }) => responseHeaders.length > 1000)).toBe(true);
    expect(sent.map((value) => value.split("; ").length)).toEqual([1, ...Array(3).fill(FETCH_LIMITS.maxCookies)]);
    expect(sent[3]).toContain("c1-0=");
  });

  it("or one of 60 KiB, make no request that a server would refuse", async () => {
    const sent: string[] = [];
    const server = await serveHttp((request, response) => {
      sent.push(request.headers.cookie ?? "");
      const large = Array.from({ length: 12 }, (_, index) => `l${index}=${"v".repeat(4000)}`);
      const cookies = request.url === "/" ? [`huge=${"v".repeat(60_000)}`, "small=1"] : large;
      response.writeHead(sent.length < 3 ? 302 : 200, { location: `/${sent.length}`, "set-cookie": cookies }).end();
    });
    expect(codeOf(await fetcherFor([server])({ url: server.origin }))).toBe("fetched 200");
    expect(sent[1]).toBe("small=1");
    expect(sent[2]?.length).toBeGreaterThan(4000);
    expect(sent[2]?.length).toBeLessThanOrEqual(FETCH_LIMITS.maxCookieHeaderBytes);
  });
});
