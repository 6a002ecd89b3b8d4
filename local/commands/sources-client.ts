/** Owns calling what a running archive's API says of sources: one method a route, lists whole. */
import { setTimeout as sleep } from "node:timers/promises";
import type {
  CoverageView,
  EndListView,
  OpmlImportView,
  RunView,
  SiteSearchView,
  SourceView,
  UploadedListView,
} from "../../shared/api/source-schemas.ts";
import type { CreateSource, PatchSource } from "../../shared/sources/source.ts";
import { ApiError, createRequest } from "./api-client.ts";
import type { Running } from "./running.ts";

type ItemEnd = EndListView["ends"][number];

export interface SourcesClient {
  /** All of them, oldest first. */
  list(): Promise<SourceView[]>;
  get(id: string): Promise<SourceView>;
  create(source: CreateSource): Promise<SourceView>;
  patch(id: string, patch: PatchSource): Promise<SourceView>;
  remove(id: string): Promise<void>;
  /** Uploads a list of URLs, one a line. */
  putList(id: string, text: string): Promise<UploadedListView>;
  /** Newest first. */
  runs(id: string, limit: number): Promise<RunView[]>;
  /** All ends of a run, or those of a kind. */
  ends(id: string, runId: string, kind?: ItemEnd["kind"]): Promise<ItemEnd[]>;
  /** Has a site searched, and waits until that is done. */
  find(url: string): Promise<SiteSearchView>;
  exportOpml(): Promise<string>;
  importOpml(opml: string): Promise<OpmlImportView>;
  coverage(days: { from?: string | undefined; to?: string | undefined }): Promise<CoverageView>;
}

/** The most that the API gives at once. */
const PAGE = 100;
/** As long as the API waits; a host that is to be left in peace can take longer. */
const SEARCH_WAIT_SECONDS = 25;
const SEARCH_LOOKS = 120;
const SEARCH_LOOK_MS = 1000;

export function createSourcesClient(running: Pick<Running, "apiUrl" | "token">): SourcesClient {
  const request = createRequest(running);
  const call = async <T>(path: string, init?: RequestInit): Promise<T> =>
    (await (await request(path, init)).json()) as T;
  const send = <T>(method: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> =>
    call(path, { method, headers, body: typeof body === "string" ? body : JSON.stringify(body) });
  const pathOf = (id: string): string => `/v1/sources/${encodeURIComponent(id)}`;
  return {
    list: () => readAll("sources", (query) => call(`/v1/sources?${query}`)),
    get: (id) => call(pathOf(id)),
    create: (source) => send("POST", "/v1/sources", source),
    patch: (id, patch) => send("PATCH", pathOf(id), patch),
    remove: async (id) => {
      await request(pathOf(id), { method: "DELETE" });
    },
    putList: (id, text) => send("PUT", `${pathOf(id)}/list`, text),
    runs: (id, limit) => readAll("runs", (query) => call(`${pathOf(id)}/runs?${query}`), limit),
    ends: (id, runId, kind) =>
      readAll("ends", (query) => {
        if (kind !== undefined) query.set("kind", kind);
        return call(`${pathOf(id)}/runs/${encodeURIComponent(runId)}/ends?${query}`);
      }),
    async find(url) {
      const prefer = { prefer: `wait=${SEARCH_WAIT_SECONDS}` };
      let search = await send<SiteSearchView>("POST", "/v1/sources/discover", { url }, prefer);
      for (let looks = 0; search.status === "searching"; looks += 1) {
        if (looks === SEARCH_LOOKS)
          throw new ApiError("The search is still under way: the site lets itself be waited for.");
        await sleep(SEARCH_LOOK_MS);
        search = await call(`/v1/sources/discover/${search.id}`);
      }
      return search;
    },
    exportOpml: async () => (await request("/v1/sources.opml")).text(),
    importOpml: (opml) => send("POST", "/v1/sources.opml", opml),
    coverage: ({ from, to }) => {
      const days = Object.entries({ from, to }).flatMap(([name, day]): [string, string][] =>
        day ? [[name, day]] : [],
      );
      return call(`/v1/coverage?${new URLSearchParams(days)}`);
    },
  };
}

/** The first `limit` rows of a list, however many pages they stand on. */
async function readAll<T, N extends string>(
  name: N,
  readPage: (query: URLSearchParams) => Promise<Record<N, T[]> & { nextCursor: string | null }>,
  limit = Number.POSITIVE_INFINITY,
): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | null = null;
  do {
    const size = String(Math.min(PAGE, limit - rows.length));
    const page = await readPage(new URLSearchParams(cursor === null ? { limit: size } : { limit: size, cursor }));
    rows.push(...page[name]);
    cursor = page.nextCursor;
  } while (cursor !== null && rows.length < limit);
  return rows;
}
