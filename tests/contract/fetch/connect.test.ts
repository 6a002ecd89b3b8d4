import net from "node:net";
import { expect, it, onTestFinished } from "vitest";
import type { AddressGuard } from "../../../shared/fetch/address-guard.ts";
import { fetchError } from "../../../shared/fetch/classify-error.ts";
import { createConnect } from "../../../shared/fetch/connect.ts";
import { serveRaw } from "./loopback.ts";

/** A guard to which 127.0.0.1 is the public internet and any other address is inside. */
function guardOf(addresses: readonly string[]): { readonly guard: AddressGuard; readonly lookups: () => number } {
  let lookups = 0;
  const guard: AddressGuard = {
    assertTarget: () => {},
    assertAllowed: (origin, address) => {
      if (address !== "127.0.0.1") throw fetchError("address-not-allowed", origin.host, undefined, address);
    },
    lookupFor: () => (_hostname, options, callback) => {
      const address = addresses[Math.min(lookups++, addresses.length - 1)] ?? "";
      if (options.all) callback(null, [{ address, family: 4 }]);
      else callback(null, address, 4);
    },
  };
  return { guard, lookups: () => lookups };
}

/** What a connection ended as: the address it was made to, or the error. */
function connectTo(url: string, guard: AddressGuard): Promise<string> {
  const origin = new URL(url);
  const closing = new AbortController();
  onTestFinished(() => closing.abort());
  const connect = createConnect({ guard, origin, signal: closing.signal, onConnected: () => {} });
  return new Promise((resolve) => {
    const { hostname, host, protocol, port } = origin;
    connect({ hostname, host, protocol, port }, (error, socket) => {
      resolve(error ? String((error as Error & { code?: string }).code) : (socket?.remoteAddress ?? ""));
    });
  });
}

it("connects to the address that was checked, though a second look-up would give another", async () => {
  const server = await serveRaw(() => {});
  const { guard, lookups } = guardOf(["127.0.0.1", "127.0.0.2"]);
  expect(await connectTo(`http://rebind.example:${server.port}/`, guard)).toBe("127.0.0.1");
  expect(lookups()).toBe(1);
});

it("closes a connection that is found to lead elsewhere, with nothing written to it", async () => {
  const received: Buffer[] = [];
  const server = net.createServer((socket) => {
    socket.on("data", (chunk: Buffer) => received.push(chunk)).on("error", () => {});
  });
  const closed = new Promise((resolve) => server.on("connection", (socket) => socket.on("close", resolve)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.2", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as net.AddressInfo;
  // As if what was looked up had been let through: the address of the socket itself is checked once more.
  const { guard } = guardOf(["127.0.0.2"]);
  expect(await connectTo(`http://elsewhere.example:${port}/`, guard)).toBe("address-not-allowed");
  await closed;
  expect(received).toEqual([]);
});

it("asks for the target before it looks anything up", async () => {
  const { guard, lookups } = guardOf(["127.0.0.1"]);
  const refusing: AddressGuard = {
    ...guard,
    assertTarget: (url) => {
      throw fetchError("address-not-allowed", url.host);
    },
  };
  expect(await connectTo("http://refused.example/", refusing)).toBe("address-not-allowed");
  expect(lookups()).toBe(0);
});
