/** Owns what making and changing a source means. Who may, and storing it, are the caller's. Pure. */
import { parseDurationMs } from "../time.ts";
import { checkUrl } from "../url/check-url.ts";
import { toListHost } from "../url/urlkey.ts";
import { AUTO, firstPollAt } from "./schedule.ts";
import {
  type CreateSource,
  type PatchSource,
  type Scope,
  SOURCE_DEFAULTS,
  type Source,
  type SourceStatus,
  type SourceType,
} from "./source.ts";

/** Who asks, and when. */
export interface Change {
  /** The token's id, for the record of an override. */
  readonly by: string;
  readonly now: Date;
}

/** A source with all its defaults filled in, due at once, or at its cron's first moment. */
export function createSource(id: string, request: CreateSource, { by, now }: Change): Source {
  const at = now.toISOString();
  const schedule = request.schedule ?? SOURCE_DEFAULTS.schedule;
  const enabled = request.enabled ?? true;
  return {
    id,
    type: request.type,
    url: request.url === undefined ? undefined : normalise(request.url),
    name: request.name ?? (request.url === undefined ? id : toListHost(request.url)),
    schedule,
    scope: mergeScope(defaultScope(request.type), request.scope),
    labels: request.labels ?? [],
    enabled,
    revisits: inOrder(request.revisits ?? SOURCE_DEFAULTS.revisits),
    robotsOverride: request.ignoreRobots ? { by, at } : undefined,
    obeyNoarchive: request.obeyNoarchive ?? false,
    resources: request.resources ?? SOURCE_DEFAULTS.resources,
    createdAt: at,
    updatedAt: at,
    // A list that is to be uploaded is due when it is.
    status: enabled
      ? startedStatus(request.url === undefined ? undefined : firstPollAt(schedule, now))
      : pausedStatus(startedStatus(undefined)),
  };
}

/**
 * The source as a patch leaves it. A new URL forgets what was known of the old one's answers, and an override of robots
 * with it; a new schedule starts anew; `enabled: true`, or a new URL, ends a suspension.
 */
export function patchSource(source: Source, patch: PatchSource, { by, now }: Change): Source {
  const at = now.toISOString();
  const url = patch.url === undefined ? source.url : normalise(patch.url);
  const isMoved = url !== source.url;
  const kept = isMoved ? undefined : source.robotsOverride;
  const changed: Source = {
    ...source,
    url,
    name: patch.name ?? source.name,
    schedule: patch.schedule ?? source.schedule,
    scope: mergeScope(source.scope, patch.scope),
    labels: patch.labels ?? source.labels,
    enabled: patch.enabled ?? source.enabled,
    revisits: inOrder(patch.revisits ?? source.revisits),
    obeyNoarchive: patch.obeyNoarchive ?? source.obeyNoarchive,
    resources: patch.resources ?? source.resources,
    robotsOverride: overrideOf(patch.ignoreRobots, kept, { by, at }),
    updatedAt: at,
  };
  return { ...changed, status: statusAfter(source, changed, patch, now) };
}

/**
 * True when a request needs the admin scope: it asks for an override of robots.txt, or widens what one already covers.
 *
 * @param source - the one that is patched; undefined when one is made
 */
export function needsAdmin(request: CreateSource | PatchSource, source?: Source): boolean {
  if (request.ignoreRobots !== undefined) return request.ignoreRobots;
  return source?.robotsOverride !== undefined && request.scope !== undefined;
}

function statusAfter(before: Source, after: Source, patch: PatchSource, now: Date): SourceStatus {
  const isMoved = before.url !== after.url;
  const status = isMoved ? { ...startedStatus(undefined), state: before.status.state } : before.status;
  if (!after.enabled) return pausedStatus(status);
  const isResumed = before.status.state !== "active" && patch.enabled === true;
  const isRescheduled = before.status.state === "active" && patch.schedule !== undefined;
  if (!isMoved && !isResumed && !isRescheduled) return status;
  return {
    ...status,
    state: "active",
    suspension: undefined,
    failures: 0,
    failingSince: undefined,
    lastFailure: undefined,
    nextPollAt: firstPollAt(after.schedule, now)?.toISOString(),
  };
}

function startedStatus(nextPollAt: Date | undefined): SourceStatus {
  return {
    state: "active",
    nextPollAt: nextPollAt?.toISOString(),
    autoSeconds: AUTO.startSeconds,
    failures: 0,
    etagTrusted: true,
    unfinished: false,
    longestGaps: [],
  };
}

function pausedStatus(status: SourceStatus): SourceStatus {
  return { ...status, state: "paused", suspension: undefined, nextPollAt: undefined };
}

function defaultScope(type: SourceType): Scope {
  const { maxNewPerRun, sameHost } = SOURCE_DEFAULTS;
  return { include: [], exclude: [], sameHost: sameHost[type], maxNewPerRun };
}

function mergeScope(scope: Scope, request: CreateSource["scope"]): Scope {
  if (!request) return scope;
  const maxAgeDays = request.maxAgeDays === undefined ? scope.maxAgeDays : (request.maxAgeDays ?? undefined);
  return {
    include: request.include ?? scope.include,
    exclude: request.exclude ?? scope.exclude,
    sameHost: request.sameHost ?? scope.sameHost,
    maxNewPerRun: request.maxNewPerRun ?? scope.maxNewPerRun,
    maxAgeDays,
  };
}

function overrideOf(asked: boolean | undefined, kept: Source["robotsOverride"], made: { by: string; at: string }) {
  if (asked === undefined) return kept;
  return asked ? (kept ?? made) : undefined;
}

/** The URL passed {@link createSourceSchema}, so it is sound. */
function normalise(url: string): string {
  const checked = checkUrl(url);
  return checked.ok ? checked.url : url;
}

function inOrder(durations: readonly string[]): string[] {
  return durations.toSorted((a, b) => (parseDurationMs(a) ?? 0) - (parseDurationMs(b) ?? 0));
}
