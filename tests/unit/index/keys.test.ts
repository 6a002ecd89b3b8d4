import { v7 } from "uuid";
import { describe, expect, it } from "vitest";
import { articleKeys, captureKey, DAY_SHARDS, digestKeys, jobKey, siteKeys } from "../../../shared/index/keys.ts";
import { INDEXES, PARTITION, TABLE_KEY } from "../../../shared/names.ts";

const ID = "019e4d5a-7d02-7c55-8f1e-6a2b9d3c4e5f";
const CAPTURE = { id: ID, url: "https://www.paper.example/ferry?b&a", capturedAt: "2026-03-14T09:30:00.412Z" };

describe("keys", () => {
  it("put jobs and captures under the prefixes that the roles are allowed", () => {
    expect(jobKey(ID)[TABLE_KEY.partition]).toBe(`${PARTITION.job}${ID}`);
    expect(captureKey(ID)[TABLE_KEY.partition]).toBe(`${PARTITION.capture}${ID}`);
  });

  it("put a capture into its registrable domain, in SURT order, then time", () => {
    expect(siteKeys(CAPTURE)).toEqual({
      [INDEXES.site.partition]: "SITE#example,paper",
      [INDEXES.site.sort]: `example,paper)/ferry?a&b 20260314093000412 ${ID}`,
    });
  });

  it("sort a URL's captures before those of every URL that it begins", () => {
    const sorts = ["/ferry", "/ferry-late", "/ferry/more", "/ferry?a"].map(
      (path) => siteKeys({ ...CAPTURE, url: `https://paper.example${path}` })[INDEXES.site.sort],
    );
    const [own = "", ...others] = sorts;
    for (const other of others) expect(own < other).toBe(true);
  });

  it("put a payload under its digest and, there, under the URL that it came from", () => {
    expect(digestKeys({ ...CAPTURE, payloadSha256: "sha256:ab" })).toEqual({
      [INDEXES.digest.partition]: "DIGEST#sha256:ab",
      [INDEXES.digest.sort]: `example,paper)/ferry?a&b 20260314093000412 ${ID}`,
    });
  });

  it("put an article into the lists of its host and day, and of its source where it has one", () => {
    const keys = articleKeys({ ...CAPTURE, sourceId: "harbour" });
    expect(keys).toMatchObject({
      [INDEXES.host.partition]: "HOST#paper.example",
      [INDEXES.host.sort]: `20260314093000412 ${ID}`,
      [INDEXES.day.partition]: expect.stringMatching(/^DAY#2026-03-14#[0-3]$/),
      [INDEXES.source.partition]: "SOURCE#harbour",
    });
    expect(articleKeys(CAPTURE)).not.toHaveProperty(INDEXES.source.partition);
  });

  it("spread the articles of a day over all its shards, each always to the same", () => {
    const shardOf = (id: string) => articleKeys({ ...CAPTURE, id })[INDEXES.day.partition];
    const ids = Array.from({ length: 200 }, () => v7());
    expect(new Set(ids.map(shardOf)).size).toBe(DAY_SHARDS);
    expect(ids.map(shardOf)).toEqual(ids.map(shardOf));
  });

  it("stay within what DynamoDB takes, for the longest URL", () => {
    const keys = siteKeys({ ...CAPTURE, url: `https://paper.example/${"ü".repeat(330)}` });
    expect(Buffer.byteLength(keys[INDEXES.site.sort] ?? "")).toBeLessThanOrEqual(1024);
  });
});
