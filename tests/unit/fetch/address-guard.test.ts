import type { LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { describe, expect, it } from "vitest";
import { createAddressGuard } from "../../../shared/fetch/address-guard.ts";
import { isPublicAddress } from "../../../shared/fetch/public-address.ts";

describe("isPublicAddress", () => {
  it.each([
    "8.8.8.8",
    "93.184.215.14",
    "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
    "2002:0808:0808::1",
    "192.0.1.1",
    "198.17.255.255",
    "198.20.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "223.255.255.255",
    "2001:200::1",
    "2a00:1450::1",
    "2606:2800:1:1:0:5efe:8.8.8.8",
    "2606:2800:1:1:0:5eff:10.0.0.1",
  ])("lets %s through", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ["this host", "0.0.0.0"],
    ["this network", "0.1.2.3"],
    ["loopback", "127.8.9.1"],
    ["private", "10.0.0.1"],
    ["private", "172.31.255.255"],
    ["private", "192.168.1.1"],
    ["a cloud's metadata service", "169.254.169.254"],
    ["shared", "100.64.0.1"],
    ["shared, to its end", "100.127.255.255"],
    ["IETF protocols", "192.0.0.9"],
    ["documentation", "192.0.2.1"],
    ["documentation", "198.51.100.1"],
    ["documentation", "203.0.113.1"],
    ["6to4 relays", "192.88.99.1"],
    ["benchmarking, to its end", "198.19.255.255"],
    ["benchmarking", "198.18.0.1"],
    ["multicast", "224.0.0.1"],
    ["reserved", "240.0.0.1"],
    ["broadcast", "255.255.255.255"],
    ["loopback", "::1"],
    ["unspecified", "::"],
    ["link-local", "fe80::1%eth0"],
    ["unique local", "fd00:ec2::254"],
    ["site-local", "fec0::1"],
    ["multicast", "ff02::1"],
    ["documentation", "2001:db8::1"],
    ["documentation", "3fff::1"],
    ["Teredo", "2001:0:53aa:64c::1"],
    ["other protocols", "2001:1ff::1"],
    ["unassigned", "4000::1"],
    ["segment routing", "5f00::1"],
    ["discard-only", "100::1"],
    ["a public address with a zone", "2606:2800::1%eth0"],
    ["ISATAP of a private address", "2606:2800:1:1:0:5efe:10.0.0.1"],
    ["ISATAP of a private address, marked universal", "2606:2800:1:1:200:5efe:10.0.0.1"],
    ["IPv4-compatible, of a public address", "::8.8.8.8"],
    ["translated, of a public address", "::ffff:0:8.8.8.8"],
    ["IPv4-compatible", "::7f00:1"],
    ["IPv4-mapped loopback", "::ffff:127.0.0.1"],
    ["translated loopback", "::ffff:0:127.0.0.1"],
    ["NAT64 of a private address", "64:ff9b::10.0.0.1"],
    ["local NAT64", "64:ff9b:1::8.8.8.8"],
    ["6to4 of loopback", "2002:7f00:1::1"],
    ["no address", "example.org"],
    ["a shorthand", "127.1"],
    ["nothing", ""],
  ])("refuses %s: %s", (_what, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe("the guarded lookup", () => {
  const origin = new URL("http://paper.example/");
  const PUBLIC: LookupAddress[] = [
    { address: "2606:2800:21f:cb07::1", family: 6 },
    { address: "8.8.8.8", family: 4 },
  ];

  function look(lookup: LookupFunction, all: boolean): Promise<unknown[]> {
    const guarded = createAddressGuard({ lookup }).lookupFor(origin);
    return new Promise((resolve) => guarded("paper.example", { all }, (...args) => resolve(args)));
  }

  it("hands out all addresses or the first, as it was asked", async () => {
    const lookup: LookupFunction = (_hostname, _options, callback) => callback(null, PUBLIC);
    expect(await look(lookup, true)).toEqual([null, PUBLIC]);
    expect(await look(lookup, false)).toEqual([null, "2606:2800:21f:cb07::1", 6]);
  });

  it("takes a resolver that answers with one address", async () => {
    const lookup: LookupFunction = (_hostname, _options, callback) => callback(null, "8.8.8.8", 4);
    expect(await look(lookup, true)).toEqual([null, [{ address: "8.8.8.8", family: 4 }]]);
  });

  it("reports a name without addresses as not found", async () => {
    const [error] = await look((_hostname, _options, callback) => callback(null, []), true);
    expect(error).toMatchObject({ code: "ENOTFOUND" });
  });
});

describe("allowPrivate", () => {
  const allows = (entry: string, url: string): boolean => {
    try {
      createAddressGuard({ allowPrivate: [entry] }).assertAllowed(new URL(url), "127.0.0.1");
      return true;
    } catch {
      return false;
    }
  };

  it("means exactly the host and port of the URL, the scheme's own port filled in", () => {
    expect(allows("localhost:8080", "http://LOCALHOST:8080/a")).toBe(true);
    expect(allows("[::1]:8080", "http://[0::1]:8080/")).toBe(true);
    expect(allows("paper.example:80", "http://paper.example/")).toBe(true);
    expect(allows("paper.example:443", "https://paper.example/")).toBe(true);
    expect(allows("paper.example:80", "https://paper.example/")).toBe(false);
    expect(allows("localhost:8080", "http://127.0.0.1:8080/")).toBe(false);
    expect(allows("localhost:8080", "http://a.localhost:8080/")).toBe(false);
  });

  it.each(["localhost", "http://localhost:80", "localhost:80/path", "user@localhost:80", ":80", "localhost:99999", ""])(
    "refuses the entry %j",
    (entry) => {
      expect(() => createAddressGuard({ allowPrivate: [entry] })).toThrow("is not host:port");
    },
  );
});
