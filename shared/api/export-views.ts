/** Owns how exports are shown by the API. Pure: callers bring the API's base URL. */
import { availableUntil, type Export } from "../exports/export.ts";
import type { ExportRowView, ExportView } from "./export-schemas.ts";

export const exportUrl = (baseUrl: string, id: string): string => `${baseUrl}/v1/exports/${id}`;

/** An export in a list: whether something in it was taken down since is not looked up for it. */
export function toExportRowView(made: Export, baseUrl: string, now: Date): ExportRowView {
  const until = availableUntil(made);
  return {
    id: made.id,
    status: made.status === "done" && until <= now ? "expired" : made.status,
    title: made.title,
    description: made.description ?? null,
    selection: made.selection,
    requisites: made.withRequisites,
    createdAt: made.createdAt,
    finishedAt: made.finishedAt ?? null,
    availableUntil: until.toISOString(),
    counts: made.counts,
    bytes: made.bytes ?? null,
    error: made.error ?? null,
    links: { self: exportUrl(baseUrl, made.id) },
  };
}

/** @param download - where a finished export can be fetched; undefined where it was withdrawn */
export function toExportView(made: Export, baseUrl: string, now: Date, download: string | undefined): ExportView {
  const row = toExportRowView(made, baseUrl, now);
  if (row.status !== "done") return row;
  if (download === undefined) return { ...row, status: "withdrawn" };
  return { ...row, links: { ...row.links, download } };
}
