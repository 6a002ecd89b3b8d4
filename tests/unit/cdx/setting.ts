/** An archive in memory behind the function cdx, asked as HTTP clients ask it. */
import { gunzipSync } from "node:zlib";
import type { ArchiveDoor } from "../../../shared/api/archive-door.ts";
import { NOBODY } from "../../../shared/api/caller.ts";
import type { HttpEvent, HttpResult } from "../../../shared/api/http-handler.ts";
import type { Capture } from "../../../shared/index/capture.ts";
import type { Restriction } from "../../../shared/restrictions/restriction.ts";
import { CONTEXT, createObserverDouble, setHandlerEnv } from "../../support/doubles.ts";
import { captureOf } from "../../support/fixtures.ts";
import { httpEvent } from "../../support/http.ts";
import { createMemoryCaptures } from "../../support/memory-stores.ts";

setHandlerEnv();
const { createHandler } = await import("../../../functions/cdx/handler.ts");

export const PAGE = "https://paper.example/ferry";

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what it is depends on the route, and each test looks at its own part
  json(): any;
}

export function createSetting({ door = async () => NOBODY }: { door?: ArchiveDoor } = {}) {
  const captures = createMemoryCaptures();
  const restrictions: Restriction[] = [];
  const deps = {
    captures,
    restrictions: { ofSite: async () => restrictions },
    now: () => new Date("2026-12-01T00:00:00.000Z"),
  };
  const handler = createHandler(deps, createObserverDouble(), door);
  return {
    captures,
    restrictions,
    handler,
    /** Captures, by their moments in 2026: `MM-DD` at noon, or `MM-DDThh:mm:ss`. */
    async put(...made: [at: string, changes?: Partial<Capture>][]): Promise<Capture[]> {
      const all = made.map(([at, changes]) => {
        const capturedAt = `2026-${at.length === 5 ? `${at}T12:00:00` : at}.000Z`;
        return captureOf({ url: PAGE, capturedAt, ...changes });
      });
      for (const capture of all) await captures.put(capture);
      return all;
    },
    /** @param target path as API Gateway decodes it, and the query as it was sent */
    get: (target: string, headers: Record<string, string> = {}) => request(handler, target, headers),
    /** A CDX query, by its parameters. */
    cdx: (query: string, headers: Record<string, string> = {}) => request(handler, `/cdx/search/cdx?${query}`, headers),
  };
}

async function request(
  handler: (event: HttpEvent, context: typeof CONTEXT) => Promise<HttpResult>,
  target: string,
  headers: Record<string, string>,
): Promise<Reply> {
  const [path = "", ...query] = target.split("?");
  const event = { ...httpEvent(`GET ${path}`, { headers, caller: null }), rawQueryString: query.join("?") };
  const result = await handler(event, CONTEXT);
  const bytes = Buffer.from(result.body ?? "", result.isBase64Encoded ? "base64" : "utf8");
  const sent = new Headers(
    Object.entries(result.headers ?? {}).map(([name, value]): [string, string] => [name, `${value}`]),
  );
  const text = (sent.get("content-encoding") === "gzip" ? gunzipSync(bytes) : bytes).toString();
  return { status: result.statusCode ?? 0, headers: sent, text, json: () => JSON.parse(text) };
}

/** Rows of a text answer, each as its fields. */
export const rowsOf = ({ text }: Reply): string[][] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split(" "));
