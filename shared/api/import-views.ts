/** Owns how imports are shown by the API. Pure: callers bring the API's base URL. */
import type { Import, ImportProblem } from "../imports/import.ts";
import type { ImportProblemView, ImportView } from "./import-schemas.ts";

export const importUrl = (baseUrl: string, id: string): string => `${baseUrl}/v1/imports/${id}`;

export function toImportView(value: Import, baseUrl: string): ImportView {
  const { id, fileName, by, createdAt, updatedAt, state, counts, progress } = value;
  const self = importUrl(baseUrl, id);
  return {
    ...{ id, fileName, by, createdAt, updatedAt, state, counts },
    startedAt: value.startedAt ?? null,
    finishedAt: value.finishedAt ?? null,
    error: value.error ?? null,
    bytes: value.bytes ?? null,
    sha256: value.sha256 ?? null,
    format: value.format ?? null,
    package: value.package ?? null,
    readBytes: state === "running" && progress.phase === "scan" ? progress.offset : null,
    links: { self, problems: `${self}/problems`, ...(state === "waiting" ? { start: `${self}/start` } : {}) },
  };
}

export function toImportProblemView(problem: ImportProblem): ImportProblemView {
  const { code, message, entry, offset, unpacked, recordId, type, url } = problem;
  return {
    code,
    message,
    entry: entry ?? null,
    offset: offset ?? null,
    unpacked: unpacked || null,
    recordId: recordId ?? null,
    type: type ?? null,
    url: url ?? null,
  };
}
