import { v7 } from "uuid";
import { describe, expect, it } from "vitest";
import {
  agendaKeys,
  agendaPartition,
  agendaUpTo,
  articleKeys,
  captureKey,
  DAY_SHARDS,
  digestKeys,
  endsPartition,
  hostKey,
  ITEM_SHARDS,
  itemShard,
  jobKey,
  robotsKey,
  runSort,
  siteKeys,
} from "../../../shared/index/keys.ts";
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

describe("keys of a crawl", () => {
  it("put a run under the moment that its id holds, so that its id alone finds it", () => {
    expect(runSort("019cebae-61c0-7000-8000-000000000000")).toBe(
      "20260314093000000 019cebae-61c0-7000-8000-000000000000",
    );
    const msecs = Date.parse("2026-03-14T23:59:59.999Z");
    const id = v7({ msecs });
    expect(runSort(id)).toBe(`20260314235959999 ${id}`);
  });

  it("put a day's revisits at the day's start", () => {
    expect(runSort("revisits-2026-03-14")).toBe("20260314000000000 revisits-2026-03-14");
  });

  it("sort polls and days of revisits by time", () => {
    const poll = (at: string) => runSort(v7({ msecs: Date.parse(at) }));
    const inTime = [
      runSort("revisits-2026-03-13"),
      poll("2026-03-13T23:59:59.999Z"),
      runSort("revisits-2026-03-14"),
      poll("2026-03-14T00:00:00.001Z"),
      poll("2026-03-14T09:30:00.000Z"),
      runSort("revisits-2026-03-15"),
    ];
    expect(inTime.toSorted()).toEqual(inTime);
  });

  it("keep the ends of the same day's revisits apart by source", () => {
    const runId = "revisits-2026-03-14";
    expect(endsPartition("harbour", runId)).toBe(`${PARTITION.run}harbour#${runId}`);
    expect(endsPartition("hills", runId)).not.toBe(endsPartition("harbour", runId));
  });

  it("put a robots.txt with its host, and origins of one host apart", () => {
    expect(robotsKey("https://paper.example")).toEqual({
      pk: hostKey("paper.example").pk,
      sk: "ROBOTS#https://paper.example",
    });
    expect(robotsKey("http://paper.example").pk).toBe(robotsKey("https://paper.example").pk);
    expect(robotsKey("http://paper.example").sk).not.toBe(robotsKey("https://paper.example").sk);
    expect(robotsKey("https://paper.example:8443").pk).toBe(hostKey("paper.example:8443").pk);
    expect(hostKey("paper.example").sk).not.toMatch(/^ROBOTS#/);
  });

  it("put what is due under its moment, whatever way that is written", () => {
    const keys = agendaKeys(agendaPartition.sources, "2026-03-14T09:30:00.412Z", "harbour");
    expect(keys).toEqual({
      [INDEXES.agenda.partition]: "DUE#SOURCES",
      [INDEXES.agenda.sort]: "20260314093000412 harbour",
    });
    expect(agendaKeys(agendaPartition.sources, "2026-03-14T09:30:00Z", "harbour")).toEqual(
      agendaKeys(agendaPartition.sources, "2026-03-14T09:30:00.000Z", "harbour"),
    );
  });

  it.each(["harbour", ID, "zzz", "_-zA0", `${ID} revisits-2026-03-14`])(
    "end an agenda after all that is due at a moment, and before the next: %s",
    (name) => {
      const sortAt = (at: string) => agendaKeys("", at, name)[INDEXES.agenda.sort] ?? "";
      const upTo = agendaUpTo(new Date("2026-03-14T09:30:00.412Z"));
      expect(sortAt("2026-03-14T09:30:00.412Z") < upTo).toBe(true);
      expect(sortAt("2026-03-14T09:30:00.413Z") > upTo).toBe(true);
    },
  );

  it("keep what is due apart from closed runs, and days from each other", () => {
    const partitions = [
      agendaPartition.sources,
      agendaPartition.runs,
      ...Array.from({ length: ITEM_SHARDS }, (_, shard) => agendaPartition.items(shard)),
      agendaPartition.closedRuns("2026-03-14"),
      agendaPartition.closedRuns("2026-03-15"),
    ];
    expect(new Set(partitions).size).toBe(partitions.length);
  });

  it("spread items over all their shards, each always to the same", () => {
    const keys = Array.from({ length: 200 }, () => v7());
    expect(new Set(keys.map(itemShard))).toEqual(new Set(Array.from({ length: ITEM_SHARDS }, (_, shard) => shard)));
    expect(keys.map(itemShard)).toEqual(keys.map(itemShard));
  });
});
