/** Owns the frontier's message for an item of a source. Pure. */
import type { CaptureRequested } from "../../events/capture-requested.ts";
import type { CrawlItem } from "../sources/item.ts";
import type { Source } from "../sources/source.ts";

/** How long an item may be on the frontier before it counts as lost: a day longer than SQS keeps a message. */
export const LOST_AFTER_MS = 15 * 86_400_000;
const REFUSED_MS = 5 * 60_000;

export function captureMessage(
  { jobId, url, runId, takenAs }: CrawlItem,
  source: Pick<Source, "id" | "robotsOverride" | "obeyNoarchive" | "resources">,
  now: Date,
): CaptureRequested {
  return {
    version: 1,
    jobId,
    url,
    requestedAt: now.toISOString(),
    origin: { kind: "source", sourceId: source.id, runId, takenAs },
    robotsOverride: source.robotsOverride,
    ...(source.obeyNoarchive ? { obeyNoarchive: true } : {}),
    ...(source.resources === "none" ? {} : { resources: source.resources }),
  };
}

/** When an item that went on the frontier now is looked at, should its end not come. */
export function lostAt(now: Date): string {
  return new Date(now.getTime() + LOST_AFTER_MS).toISOString();
}

/** When an item is looked at again whose message the frontier refused now. */
export function refusedUntil(now: Date): string {
  return new Date(now.getTime() + REFUSED_MS).toISOString();
}
