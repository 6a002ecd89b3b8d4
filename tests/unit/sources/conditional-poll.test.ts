import { describe, expect, it } from "vitest";
import { areValidatorsHonest, CONDITIONAL, validatorsFor } from "../../../shared/sources/conditional-poll.ts";
import { afterPoll } from "../../../shared/sources/schedule.ts";
import type { SourceStatus } from "../../../shared/sources/source.ts";
import { inMinutes, NOW, sourceOf, withStatus } from "./setting.ts";

const OLD = "Fri, 13 Mar 2026 08:00:00 GMT";
const kept = (changes: Partial<SourceStatus> = {}): SourceStatus => ({
  ...sourceOf().status,
  etag: '"one"',
  lastModified: OLD,
  bodySha256: "sha256:one",
  lastWholeAt: inMinutes(-120).toISOString(),
  ...changes,
});
const answer = { etag: '"two"', lastModified: "Sat, 14 Mar 2026 09:00:00 GMT", bodySha256: "sha256:two", unseen: 1 };

describe("a poll", () => {
  it("is conditional when validators are known", () => {
    expect(validatorsFor(kept(), NOW)).toEqual({ etag: '"one"', lastModified: OLD });
  });

  it.each([
    ["there is none", { etag: undefined, lastModified: undefined }],
    ["they lied", { etagTrusted: false }],
    ["items were left over", { unfinished: true }],
    ["the last whole answer is a day old", { lastWholeAt: inMinutes(-1440).toISOString() }],
    ["there was no whole answer", { lastWholeAt: undefined }],
  ])("asks for the whole when %s", (_, changes) => {
    expect(validatorsFor(kept(changes), NOW)).toBeUndefined();
  });
});

describe("validators", () => {
  const denied = { lastNotModifiedAt: inMinutes(-10).toISOString() };
  const longAgo = inMinutes(-10 - CONDITIONAL.graceSeconds / 60 - 1).toISOString();

  it.each([
    ["all is new", {}, {}],
    ["the bytes are the same", {}, { etag: '"one"', bodySha256: "sha256:one" }],
    ["nothing was kept to compare", { bodySha256: undefined }, { etag: '"one"' }],
    ["a weak ETag stays, and only bytes differ", { etag: 'W/"one"' }, { etag: 'W/"one"', unseen: 0 }],
    ["a date stays beside a new ETag", {}, { lastModified: OLD }],
    ["an item came shortly before a 304, as from a cache", denied, { oldestUnseenAt: inMinutes(-40).toISOString() }],
    ["an old item came, and no 304 denied it", {}, { oldestUnseenAt: longAgo }],
    ["an item has no date that can be read", denied, { oldestUnseenAt: "yesterday" }],
  ])("are honest when %s", (_, before, after) => {
    expect(areValidatorsHonest(kept(before), { ...answer, ...after })).toBe(true);
  });

  it.each([
    ["a strong ETag stays, and bytes differ", {}, { etag: '"one"', unseen: 0 }],
    ["a weak ETag stays, and there are unseen items", { etag: 'W/"one"' }, { etag: 'W/"one"' }],
    [
      "a date stays without an ETag, and there are unseen items",
      { etag: undefined },
      { etag: undefined, lastModified: OLD },
    ],
    ["an item was there long before a 304", denied, { oldestUnseenAt: longAgo }],
    ["the whole was there long before a 304", denied, { lastModified: "Fri, 13 Mar 2026 20:00:00 GMT" }],
  ])("lie when %s", (_, before, after) => {
    expect(areValidatorsHonest(kept(before), { ...answer, ...after })).toBe(false);
  });

  it("that lied once are not trusted again", () => {
    const lied = afterPoll(
      withStatus(sourceOf(), kept()),
      { kind: "polled", ...answer, etag: '"one"', unfinished: false },
      NOW,
      0,
    );
    expect(lied.etagTrusted).toBe(false);
    const later = afterPoll(
      withStatus(sourceOf(), lied),
      { kind: "polled", ...answer, bodySha256: "sha256:three", unfinished: false },
      inMinutes(60),
      0,
    );
    expect(later.etagTrusted).toBe(false);
    expect(validatorsFor(later, inMinutes(61))).toBeUndefined();
  });

  it("are kept from a whole answer, and 304 keeps them", () => {
    const status = afterPoll(withStatus(sourceOf(), kept()), { kind: "polled", ...answer, unfinished: false }, NOW, 0);
    const next = afterPoll(withStatus(sourceOf(), status), { kind: "not-modified" }, inMinutes(60), 0);
    expect(next).toMatchObject({ etag: '"two"', bodySha256: "sha256:two", lastWholeAt: NOW.toISOString() });
    expect(next.lastNotModifiedAt).toBe(inMinutes(60).toISOString());
  });

  it("hide nothing: a server that answers 304 for ever is asked for the whole each day", () => {
    let source = withStatus(sourceOf({ schedule: { every: "PT1H" } }), kept({ lastWholeAt: NOW.toISOString() }));
    let wholes = 0;
    for (let hour = 1; hour <= 72; hour += 1) {
      const now = inMinutes(60 * hour);
      const isWhole = validatorsFor(source.status, now) === undefined;
      const same = { ...answer, bodySha256: "sha256:one", unseen: 0, unfinished: false };
      source = {
        ...source,
        status: afterPoll(source, isWhole ? { kind: "polled", ...same } : { kind: "not-modified" }, now, 0),
      };
      wholes += Number(isWhole);
    }
    expect(wholes).toBe(3);
  });
});
