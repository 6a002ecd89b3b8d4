/** Answers `GET /wayback/available`: the capture nearest to a moment, as the Wayback Machine's availability API does. */
import { type HttpRequest, type HttpResult, json } from "../../shared/api/http-handler.ts";
import { badRequestOf, ProblemError } from "../../shared/api/problems.ts";
import type { CaptureRow } from "../../shared/index/capture-row.ts";
import { chooseMemento, type MementoDeps } from "../../shared/memento/choose-memento.ts";
import { mementoUrl, withScheme } from "../../shared/memento/memento-urls.ts";
import { firstMoment, toTimestamp } from "../../shared/memento/timestamp.ts";
import { checkUrl } from "../../shared/url/check-url.ts";

export async function getAvailable(
  deps: MementoDeps,
  { event, baseUrl }: Pick<HttpRequest, "event" | "baseUrl">,
): Promise<HttpResult> {
  const params = new URLSearchParams(event.rawQueryString);
  const url = params.get("url")?.trim();
  if (!url) throw badRequestOf("url: this parameter is required");
  const checked = checkUrl(withScheme(url));
  if (!checked.ok) throw new ProblemError(checked.problem);
  const timestamp = params.get("timestamp")?.trim() || undefined;
  const at = timestamp === undefined ? undefined : firstMoment(timestamp);
  if (timestamp !== undefined && !at) throw badRequestOf("timestamp: 1 to 14 digits, YYYYMMDDhhmmss");
  const choice = await chooseMemento(deps, checked.url, at);
  return json(200, {
    // As it was asked for: clients look for their own spelling.
    url,
    archived_snapshots: choice.kind === "found" ? { closest: toSnapshot(choice.memento, baseUrl) } : {},
    ...(timestamp === undefined ? {} : { timestamp }),
  });
}

function toSnapshot(memento: CaptureRow, baseUrl: string) {
  return {
    // A 304 stands for the success that it refers to.
    status: memento.httpStatus === 304 && memento.kind === "revisit" ? "200" : String(memento.httpStatus),
    available: true,
    url: mementoUrl(baseUrl, memento),
    timestamp: toTimestamp(memento.capturedAt),
  };
}
