/** Made-up sources for the suites. */
import { type Change, createSource } from "../../../shared/sources/change-source.ts";
import { createSourceSchema, type Source, type SourceStatus } from "../../../shared/sources/source.ts";

export const NOW = new Date("2026-03-14T09:30:00.000Z");
export const ANA: Change = { by: "ana", now: NOW };

const MINUTE_MS = 60_000;

/** A moment some minutes after {@link NOW}. */
export const inMinutes = (minutes: number): Date => new Date(NOW.getTime() + minutes * MINUTE_MS);

/** A source as the API would make it of a request. */
export function sourceOf(request: Record<string, unknown> = {}): Source {
  const body = { type: "feed", url: "https://paper.example/feed.xml", ...request };
  return createSource("a-source", createSourceSchema.parse(body), ANA);
}

export function withStatus(source: Source, changes: Partial<SourceStatus>): Source {
  return { ...source, status: { ...source.status, ...changes } };
}
