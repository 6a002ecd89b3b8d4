import { describe, expect, it } from "vitest";
import { VirtualClock } from "./clock.ts";
import { VirtualQueue } from "./virtual-queue.ts";

const VISIBILITY_MS = 60_000;

function createSetting() {
  const clock = new VirtualClock(new Date("2026-03-02T06:00:00.000Z"));
  const queue = new VirtualQueue(clock, VISIBILITY_MS);
  let nextId = 0;
  return {
    clock,
    queue,
    pass: (ms: number) => clock.moveTo(clock.ms + ms),
    send: (body: string, group: string, id = `id-${nextId++}`) => queue.send(body, group, id),
    bodies: () => queue.receive().map(({ body }) => body),
  };
}

describe("a queue on virtual time", () => {
  it("gives messages of a group in order, and none of it while one is in flight", () => {
    const { queue, send, bodies } = createSetting();
    send("a1", "a");
    send("a2", "a");
    const [first, second] = queue.receive();
    expect([first?.body, second?.body]).toEqual(["a1", "a2"]);
    send("a3", "a");
    queue.delete(first?.receiptHandle ?? "");
    expect(bodies()).toEqual([]);
    queue.delete(second?.receiptHandle ?? "");
    expect(bodies()).toEqual(["a3"]);
  });

  it("gives ten at once, of several groups", () => {
    const { send, bodies } = createSetting();
    for (let number = 0; number < 8; number += 1) send(`a${number}`, "a");
    for (let number = 0; number < 8; number += 1) send(`b${number}`, "b");
    expect(bodies()).toEqual(["a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "b0", "b1"]);
    // Both groups are in flight now, what is left of them too.
    expect(bodies()).toEqual([]);
  });

  it("gives a message again, and says how often, once its time is up", () => {
    const { queue, send, pass } = createSetting();
    send("a1", "a");
    queue.receive();
    pass(VISIBILITY_MS - 1);
    expect(queue.receive()).toEqual([]);
    pass(1);
    expect(queue.receive()[0]?.attributes.ApproximateReceiveCount).toBe("2");
    expect(queue.mostReceives).toBe(2);
  });

  it("keeps a group back while one of its messages was given back for longer", () => {
    const { queue, clock, send, pass, bodies } = createSetting();
    send("a1", "a");
    send("a2", "a");
    const [first, second] = queue.receive();
    queue.changeVisibility(first?.receiptHandle ?? "", 2);
    queue.changeVisibility(second?.receiptHandle ?? "", 5);
    expect(queue.nextMs()).toBe(clock.ms + 5000);
    pass(2000);
    expect(bodies()).toEqual([]);
    pass(3000);
    expect(bodies()).toEqual(["a1", "a2"]);
  });

  it("drops a repeat within five minutes, and takes it after", () => {
    const { send, pass, bodies } = createSetting();
    send("a1", "a", "same");
    send("a1 again", "a", "same");
    expect(bodies()).toEqual(["a1"]);
    pass(5 * 60_000);
    send("a1 later", "b", "same");
    expect(bodies()).toEqual(["a1", "a1 later"]);
  });

  it("forgets a message after two weeks", () => {
    const { queue, send, pass, bodies } = createSetting();
    send("a1", "a");
    pass(14 * 86_400_000);
    expect(bodies()).toEqual([]);
    expect([queue.expired, queue.groups()]).toEqual([1, []]);
  });
});
