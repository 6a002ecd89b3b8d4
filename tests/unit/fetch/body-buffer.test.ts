import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { BodyBuffer } from "../../../shared/fetch/body-buffer.ts";

it("joins what is added, of any size, in order", () => {
  const body = new BodyBuffer();
  const parts = ["", "first ", "x".repeat(100_000), "", " last"];
  for (const part of parts) body.add(Buffer.from(part));
  expect(body.length).toBe(parts.join("").length);
  expect(body.toBytes().toString()).toBe(parts.join(""));
  // No room to grow stays behind the bytes.
  expect(body.toBytes().buffer.byteLength).toBe(body.length);
});

it("is empty at first", () => {
  expect(new BodyBuffer().toBytes()).toHaveLength(0);
});

it("does not hold on to what a chunk was cut from", async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void;
  const body = new BodyBuffer();
  const sources = Array.from({ length: 20 }, () => {
    const packet = Buffer.allocUnsafeSlow(64 * 1024).fill("y");
    body.add(packet.subarray(7, 8));
    return new WeakRef(packet.buffer);
  });
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  // The last one may still stand in a register.
  expect(sources.filter((source) => source.deref() !== undefined).length).toBeLessThan(3);
  expect(body.toBytes().toString()).toBe("y".repeat(20));
});
