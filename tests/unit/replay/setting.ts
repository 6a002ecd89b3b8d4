/** An archive in memory for the replay suites: captures with their real WARC records, and requests as readers send them. */
import { gzipSync } from "node:zlib";
import { v7 } from "uuid";
import type { ArchiveDoor } from "../../../shared/api/archive-door.ts";
import { NOBODY } from "../../../shared/api/caller.ts";
import type { Capture } from "../../../shared/index/capture.ts";
import type { Restriction } from "../../../shared/restrictions/restriction.ts";
import { sha1Base32 } from "../../../shared/warc/digests.ts";
import { type Revisit, writeExchangeRecords } from "../../../shared/warc/exchange-records.ts";
import { createMemoryObjects, createObserverDouble, setHandlerEnv } from "../../support/doubles.ts";
import { captureOf } from "../../support/fixtures.ts";
import { type Call, call } from "../../support/http.ts";
import { createMemoryCaptures } from "../../support/memory-stores.ts";
import { exchangeWith, IDS } from "../warc/exchanges.ts";

setHandlerEnv();
const { createHandler } = await import("../../../functions/replay/handler.ts");

export const PAGE = "https://paper.example/news/ferry.html";

export interface Archived extends Partial<Capture> {
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string | Uint8Array;
  readonly profile?: Revisit["profile"];
}

export function createArchive(door: ArchiveDoor = async () => NOBODY, access: "public" | "token" = "public") {
  const [captures, objects] = [createMemoryCaptures(), createMemoryObjects()];
  const restrictions: Restriction[] = [];
  const handler = createHandler(
    {
      captures,
      objects,
      access,
      restrictions: { ofSite: async () => restrictions },
      now: () => new Date("2026-06-01T00:00:00Z"),
    },
    createObserverDouble(),
    door,
  );
  return {
    captures,
    objects,
    restrictions,
    /** Archives one answer of a server. */
    async put(capturedAt: string, { headers, body = "", profile, ...changes }: Archived = {}): Promise<Capture> {
      const payload = typeof body === "string" ? Buffer.from(body) : Buffer.from(body);
      const id = v7();
      const capture = captureOf({ id, url: PAGE, capturedAt, payloadBytes: payload.length, ...changes });
      const { revisitOf } = capture;
      const { members } = await writeExchangeRecords({
        exchange: exchangeWith({
          url: capture.url,
          startedAt: new Date(capturedAt),
          status: capture.httpStatus,
          responseHeaders: (headers ?? [["Content-Type", "text/html; charset=utf-8"]]).map(
            ([a, b]) => [a, b] as [string, string],
          ),
          body: payload,
        }),
        ids: { request: v7(), response: id, metadata: v7() },
        warcinfoId: IDS.warcinfo,
        ...(revisitOf && {
          revisit: {
            profile: profile ?? "identical-payload-digest",
            refersTo: revisitOf.id,
            refersToTargetUri: revisitOf.url,
            refersToDate: new Date(revisitOf.capturedAt),
            payloadDigest: sha1Base32(payload),
          },
        }),
      });
      const slices = members.map((member) => Buffer.from(member.bytes));
      const key = `captures/${id}.warc.gz`;
      const whole = Buffer.concat(slices);
      await objects.put(key, whole, "application/warc");
      const warc = { key, offset: 0, length: whole.length };
      const stored = { ...capture, warc, responseLength: slices[0]?.length ?? 0 };
      await captures.put(stored);
      return stored;
    },
    get: (path: string, options: Call = {}) => call(handler, `GET ${path}`, options),
    head: (path: string, options: Call = {}) => call(handler, `HEAD ${path}`, options),
  };
}

export const gzipped = (text: string): Uint8Array => gzipSync(text);

/** A restriction in force, of the page or of what it is given. */
export function restrictionOf(changes: Partial<Restriction> = {}): Restriction {
  return {
    id: v7(),
    effect: "block",
    scope: { kind: "url", url: PAGE },
    reason: "Asked for by its author.",
    by: "ana",
    at: "2026-05-01T00:00:00.000Z",
    ...changes,
  };
}
