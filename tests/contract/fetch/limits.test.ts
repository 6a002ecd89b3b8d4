import { expect, it } from "vitest";
import { answerOf, codeOf, fetcherFor, serveHttp, serveRaw, textOf } from "./loopback.ts";

const MIB = 1024 * 1024;

it("cuts a body of 50 MB at the limit and closes the connection at once", async () => {
  let sentBytes = 0;
  const server = await serveRaw((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${50 * MIB}\r\n\r\n`);
    const chunk = Buffer.alloc(MIB, "a");
    const sendMore = (): void => {
      if (sentBytes >= 50 * MIB || socket.destroyed) return;
      sentBytes += MIB;
      if (socket.write(chunk)) setImmediate(sendMore);
      else socket.once("drain", sendMore);
    };
    sendMore();
  });
  const exchange = answerOf(await fetcherFor([server])({ url: server.origin }));
  expect(exchange.truncated).toBe("length");
  expect(exchange.body.length).toBe(20 * MIB);
  await server.idle();
  expect(sentBytes).toBeLessThan(40 * MIB);
});

it("keeps a body of exactly the limit whole", async () => {
  const server = await serveHttp((_request, response) => {
    response.end("12345");
  });
  const fetchUrl = fetcherFor([server], { limits: { maxBodyBytes: 5 } });
  expect(answerOf(await fetchUrl({ url: server.origin }))).toMatchObject({ truncated: null });
});

it("keeps less of a redirect's body, and follows it all the same", async () => {
  const server = await serveHttp((request, response) => {
    if (request.url === "/") response.writeHead(302, { location: "/b" }).end("x".repeat(100));
    else response.end("there");
  });
  const outcome = await fetcherFor([server], { limits: { maxRedirectBodyBytes: 10 } })({ url: server.origin });
  expect(outcome.exchanges.map(({ body, truncated }) => [body.length, truncated])).toEqual([
    [10, "length"],
    [5, null],
  ]);
});

it("keeps what came of a body that never ends", async () => {
  const server = await serveHttp((_request, response) => {
    const drip = setInterval(() => response.write("drop "), 5);
    response.on("close", () => clearInterval(drip));
  });
  const exchange = answerOf(await fetcherFor([server], { limits: { bodyTimeoutMs: 80 } })({ url: server.origin }));
  expect(exchange.truncated).toBe("time");
  expect(textOf(exchange)).toMatch(/^(drop )+$/);
  await server.idle();
});

it.each([
  ["shorter than its Content-Length", "Content-Length: 100\r\n\r\nhalf"],
  ["of chunks, cut inside one", "Transfer-Encoding: chunked\r\n\r\n10\r\nhalf"],
  [
    "of chunks, cut on a connection meant to close",
    "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf",
  ],
])("keeps a body %s, marked as cut off", async (_name, rest) => {
  const server = await serveRaw((socket) => {
    socket.end(`HTTP/1.1 200 OK\r\n${rest}`);
  });
  const exchange = answerOf(await fetcherFor([server])({ url: server.origin }));
  expect(exchange.truncated).toBe("disconnect");
  expect(textOf(exchange)).toBe("half");
});

it.each([
  ["with a Content-Length", "Content-Length: 100\r\n\r\n"],
  ["that only the end of the connection delimits", "\r\n"],
])("marks a body %s that a reset ends", async (_name, rest) => {
  const server = await serveRaw((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${rest}half`, () => setTimeout(() => socket.resetAndDestroy(), 20));
  });
  const exchange = answerOf(await fetcherFor([server])({ url: server.origin }));
  expect(exchange.truncated).toBe("disconnect");
  expect(textOf(exchange)).toBe("half");
});

it("keeps what came before chunks that are no chunks", async () => {
  const server = await serveRaw((socket) => {
    socket.end("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ngood\r\nnot a size\r\n");
  });
  const exchange = answerOf(await fetcherFor([server])({ url: server.origin }));
  expect(exchange.truncated).toBe("unspecified");
  expect(textOf(exchange)).toBe("good");
});

it("stops at a Content-Length shorter than what is sent", async () => {
  const server = await serveRaw((socket) => {
    socket.end("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood and more");
  });
  const exchange = answerOf(await fetcherFor([server])({ url: server.origin }));
  expect([textOf(exchange), exchange.truncated]).toEqual(["good", null]);
});

it("times out on headers that do not come", async () => {
  const server = await serveRaw(() => {});
  const outcome = await fetcherFor([server], { limits: { headersTimeoutMs: 50 } })({ url: server.origin });
  expect(codeOf(outcome)).toBe("timeout");
  await server.idle();
});

it("times out on headers that come one byte at a time, and on interim answers without end", async () => {
  const server = await serveRaw((socket, request) => {
    const piece = request.startsWith("GET /interim") ? "HTTP/1.1 102 Processing\r\n\r\n" : "X";
    if (piece === "X") socket.write("HTTP/1.1 200 OK\r\n");
    const drip = setInterval(() => socket.write(piece), 5);
    socket.on("close", () => clearInterval(drip));
  });
  const fetchUrl = fetcherFor([server], { limits: { headersTimeoutMs: 80 } });
  expect(codeOf(await fetchUrl({ url: `${server.origin}/slow` }))).toBe("timeout");
  expect(codeOf(await fetchUrl({ url: `${server.origin}/interim` }))).toBe("timeout");
});

it.each([
  ["many lines", `HTTP/1.1 200 OK\r\n${"X-Flood: yes\r\n".repeat(6000)}`],
  ["one endless line", `HTTP/1.1 200 OK\r\nX-Flood: ${"y".repeat(70_000)}`],
  ["an endless status line", `HTTP/1.1 200 ${"OK ".repeat(30_000)}`],
])("refuses a header block of %s", async (_name, flood) => {
  const server = await serveRaw((socket) => {
    socket.write(flood);
  });
  const outcome = await fetcherFor([server])({ url: server.origin });
  expect(codeOf(outcome)).toBe("headers-too-large");
  expect(outcome.exchanges).toEqual([]);
});

it("takes a header block just under the limit, whatever follows it", async () => {
  const server = await serveRaw((socket) => {
    socket.end(`HTTP/1.1 200 OK\r\nX-Large: ${"y".repeat(65_000)}\r\n\r\n${"body".repeat(30_000)}`);
  });
  expect(answerOf(await fetcherFor([server])({ url: server.origin })).body.length).toBe(120_000);
});

it("throws the caller's own reason when the caller gives up", async () => {
  const server = await serveRaw((socket) => {
    socket.write("HTTP/1.1 200 OK\r\n\r\nstart");
  });
  const caller = new AbortController();
  const fetching = fetcherFor([server])({ url: server.origin }, caller.signal);
  setTimeout(() => caller.abort(new Error("no time left")), 30);
  await expect(fetching).rejects.toThrow("no time left");
  await server.idle();
});
