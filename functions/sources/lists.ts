/** Owns taking in a URL list for a source: one URL a line. The list goes to the bucket first, then its source is due. */
import { type HttpRequest, type HttpResult, json, textOf } from "../../shared/api/http-handler.ts";
import { pathIdOf } from "../../shared/api/path-id.ts";
import { ProblemError } from "../../shared/api/problems.ts";
import type { UploadedListView } from "../../shared/api/source-schemas.ts";
import { toSourceView } from "../../shared/api/source-views.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import { listKey } from "../../shared/names.ts";
import { checkUrl } from "../../shared/url/check-url.ts";
import { assertAdmin, changeSource, findSource, type SourcesDeps } from "./sources.ts";

export interface ListsDeps extends SourcesDeps {
  readonly objects: Pick<ObjectStore, "put">;
}

/** Lambda takes 6 MB in a request; some 50,000 URLs. */
const MAX_LIST_BYTES = 5 * 1024 * 1024;
const MAX_SKIPPED_SHOWN = 20;
const MAX_SHOWN_CHARS = 200;

export async function putList(deps: ListsDeps, { event, caller, baseUrl }: HttpRequest): Promise<HttpResult> {
  const text = textOf(event);
  if (Buffer.byteLength(text) > MAX_LIST_BYTES)
    throw new ProblemError("too-large", { detail: "A list is 5 MiB at most." });
  const { urls, skipped } = readList(text);
  const stored = await findSource(deps.sources, pathIdOf(event, "source-not-found"));
  if (stored.source.type !== "list" || stored.source.url !== undefined) throw new ProblemError("not-a-list");
  // Other URLs are as much as another address, and robots.txt was set aside for those that were there.
  if (stored.source.robotsOverride) assertAdmin(caller);
  if (urls.length === 0) throw new ProblemError("list-empty", { issues: skipped.map(toIssue) });
  await deps.objects.put(listKey(stored.source.id), Buffer.from(`${urls.join("\n")}\n`), "text/plain; charset=utf-8");
  const source = await changeSource(deps, stored.source.id, ({ source: now, lease }) => {
    const at = deps.now().toISOString();
    const status = now.enabled ? { ...now.status, state: "active" as const, nextPollAt: at } : now.status;
    return { source: { ...now, uploadedAt: at, updatedAt: at, status }, lease };
  });
  const answer: UploadedListView = { source: toSourceView(source, baseUrl), urls: urls.length, skipped };
  return json(202, answer);
}

/** Blank lines and those that begin with `#` are no URLs. */
function readList(text: string): { urls: string[]; skipped: UploadedListView["skipped"] } {
  const urls: string[] = [];
  const skipped: UploadedListView["skipped"] = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|[\r\n]/)
    .entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const checked = checkUrl(line);
    if (checked.ok) urls.push(checked.url);
    else if (skipped.length < MAX_SKIPPED_SHOWN) {
      skipped.push({ line: index + 1, text: line.slice(0, MAX_SHOWN_CHARS), code: checked.problem });
    }
  }
  return { urls, skipped };
}

const toIssue = ({ line, code }: UploadedListView["skipped"][number]) => ({ path: `line ${line}`, message: code });
