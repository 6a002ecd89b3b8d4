import { describe, expect, it } from "vitest";
import { createTargetRules, type TargetOptions } from "../../../shared/fetch/target-rules.ts";

function refusalOf(url: string, options: TargetOptions = {}): string | null {
  try {
    createTargetRules(options).assertTarget(new URL(url));
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

describe("ports", () => {
  it.each([
    ["http://paper.example/", null],
    ["https://paper.example/", null],
    ["http://paper.example:443/", null],
    ["http://paper.example:8080/", null],
    ["https://paper.example:8443/", null],
    ["http://paper.example:22/", "port 22"],
    ["https://paper.example:8444/", "port 8444"],
    ["http://paper.example:0/", "port 0"],
  ])("of %s: %s", (url, refusal) => {
    if (refusal === null) expect(refusalOf(url)).toBeNull();
    else expect(refusalOf(url)).toContain(`${refusal} is not allowed`);
  });

  it.each([
    ["http://paper.example:22/", "port-not-allowed"],
    ["http://10.0.0.1:22/", "address-not-allowed"],
    ["http://[::1]:22/", "address-not-allowed"],
    ["http://localhost:22/", "address-not-allowed"],
  ])("are told apart from addresses by the code: %s", (url, code) => {
    expect(() => createTargetRules().assertTarget(new URL(url))).toThrow(expect.objectContaining({ code }));
  });

  it("are those that are given, and no others", () => {
    expect(refusalOf("http://paper.example:9000/", { allowPorts: [9000] })).toBeNull();
    expect(refusalOf("http://paper.example/", { allowPorts: [9000] })).toContain("port 80");
    expect(refusalOf("http://paper.example/", { allowPorts: [] })).toContain("port 80");
  });

  it("do not matter for a pair that is allowed on private addresses", () => {
    const options = { allowPrivate: ["localhost:3000"] };
    expect(refusalOf("http://localhost:3000/", options)).toBeNull();
    expect(refusalOf("http://localhost:3001/", options)).not.toBeNull();
    expect(refusalOf("http://paper.example:3000/", options)).toContain("port 3000");
  });

  it.each([0, -1, 65_536, 80.5, Number.NaN])("refuse the setting %d", (port) => {
    expect(() => createTargetRules({ allowPorts: [port] })).toThrow("is not a port");
  });
});

describe("names for local use", () => {
  it.each(["localhost", "a.b.localhost", "localhost.", "printer.local", "metadata.google.internal", "nas.home.arpa"])(
    "%s is refused before it is looked up",
    (host) => {
      expect(refusalOf(`http://${host}/`)).toContain("the name is for local use");
    },
  );

  it.each(["localhost.example", "mylocalhost.example", "notlocal", "local.example", "internal.example", "arpa"])(
    "%s is none",
    (host) => {
      expect(refusalOf(`http://${host}/`)).toBeNull();
    },
  );
});

describe("the archive's own API", () => {
  it.each([
    ["archive.example", "http://archive.example/"],
    ["archive.example", "https://archive.example/v1/captures?url=x"],
    ["archive.example", "https://ARCHIVE.Example:8443/"],
    ["archive.example", "https://archive.example./"],
    ["archive.example.", "https://archive.example/"],
    ["Archive.EXAMPLE", "https://archive.example/"],
    ["archive.example", "https://archive%2Eexample/"],
    ["archive.example", "https://\uff41rchive\u3002example/"],
    ["b\u00fccher.example", "https://xn--bcher-kva.example/"],
    ["archive.example:8443", "https://archive.example:8443/"],
    ["archive.example:443", "https://archive.example/"],
    ["archive.example:80", "http://archive.example/"],
    ["8.8.8.8:8080", "http://0x08080808:8080/"],
    ["[2606:2800::1]:8080", "http://[2606:2800:0::0001]:8080/"],
  ])("named as %s, is refused as %s", (entry, url) => {
    expect(refusalOf(url, { refuseHosts: [entry] })).toContain("the archive's own API");
  });

  it.each([
    ["archive.example", "https://www.archive.example/"],
    ["archive.example", "https://example/"],
    ["archive.example:8443", "https://archive.example/"],
    ["archive.example:80", "https://archive.example/"],
  ])("named as %s, is not %s", (entry, url) => {
    expect(refusalOf(url, { refuseHosts: [entry] })).toBeNull();
  });

  it("is refused even where it is allowed on private addresses", () => {
    const options = { allowPrivate: ["127.0.0.1:4000", "127.0.0.1:4001"], refuseHosts: ["127.0.0.1:4000"] };
    expect(refusalOf("http://127.0.0.1:4000/", options)).toContain("the archive's own API");
    expect(refusalOf("http://127.1:4000/", options)).toContain("the archive's own API");
    expect(refusalOf("http://127.0.0.1:4001/", options)).toBeNull();
  });

  it.each([
    "https://archive.example",
    "archive.example/v1",
    "user@archive.example",
    "archive.example:99999",
    "::1",
    "",
  ])("cannot be named as %j", (entry) => {
    expect(() => createTargetRules({ refuseHosts: [entry] })).toThrow("is not a host or host:port");
  });
});
