/** Owns how an import is shown to a person. Pure. */
import type { ImportProblemView, ImportView } from "../../shared/api/import-schemas.ts";

/** An import that has ended. */
export interface Imported {
  readonly import: ImportView;
  readonly problems: readonly ImportProblemView[];
}

const MAX_SHOWN = 20;

export function summariseImport(file: string, { import: view, problems }: Imported): string {
  const { counts, state, error, package: check } = view;
  const others = Object.entries(counts.others).map(([type, count]) => `${count} ${type}`);
  const allProblems = Object.values(counts.problems).reduce((sum, count) => sum + count, 0);
  const lines = [
    `${state === "done" && allProblems === 0 ? "✓" : "✗"} ${file}`,
    ...(error ? [`  ${error.code}: ${error.message}`] : []),
    `  ${counts.records} records: ${counts.captures} captures (${counts.revisits} of them revisits), ${counts.duplicates} known already`,
    `  ${counts.articlesQueued} pages to read`,
    ...(others.length > 0 ? [`  no captures: ${others.join(", ")}`] : []),
    ...(check ? [`  package: signature ${check.signature}, ${check.verifiedFiles} files as it says`] : []),
    ...problems.slice(0, MAX_SHOWN).map(problemLine),
    ...(allProblems > MAX_SHOWN ? [`  … and ${allProblems - MAX_SHOWN} problems more: ${view.links.problems}`] : []),
    `  ${view.links.self}`,
  ];
  return `${lines.join("\n")}\n\n`;
}

function problemLine({ code, message, entry, offset, url }: ImportProblemView): string {
  const place = [entry, offset === null ? undefined : `at ${offset}`, url].filter(Boolean).join(" ");
  return `  ! ${code}${place ? ` (${place})` : ""}: ${message}`;
}
