/** Owns the archive's own small pages: what is not here, what may not be shown, which captures there are. Pure. */
import type { Problem } from "../../shared/api/problems.ts";
import type { CaptureRow } from "../../shared/index/capture-row.ts";
import { momentOf } from "./banner.ts";
import { mementoPath } from "./memento-links.ts";
import { escapeAttribute } from "./rewrite-tag.ts";

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; color: #1d2733; max-width: 46em; margin: 3em auto; padding: 0 1em; }
  h1 { font-size: 1.5em; } code { overflow-wrap: anywhere; } td, th { padding: 2px 12px 2px 0; text-align: left; }
  li { margin: 4px 0; overflow-wrap: anywhere; } a { color: #7a5210; } footer { margin-top: 2em; color: #5c6a78; }
`;

/** A capture that may be what was meant. */
export interface Near {
  readonly row: CaptureRow;
  /** How it is near: `without its query`. */
  readonly why: string;
}

/** An error, and what may be meant instead. */
export function problemPage(problem: Problem, url: string, nearest: readonly Near[]): string {
  const near = nearest.map(
    ({ row, why }) =>
      `<li>${escapeAttribute(why)}: <a href="${escapeAttribute(mementoPath(row))}">${escapeAttribute(row.url)}</a>, ${momentOf(row.capturedAt)}</li>`,
  );
  return page(
    problem.status === 404 ? "Not in this archive" : problem.title,
    [
      `<p>${escapeAttribute(problem.detail)}</p>`,
      url === "" ? "" : `<p><code>${escapeAttribute(url)}</code></p>`,
      near.length === 0 ? "" : `<h2>Near it</h2><ul>${near.join("")}</ul>`,
    ].join("\n"),
    `${problem.status} ${problem.code}`,
  );
}

/** All captures of a URL, newest first. */
export function listPage(url: string, rows: readonly CaptureRow[], isWhole: boolean): string {
  const lines = rows.map(
    (row) =>
      `<tr><td><a href="${escapeAttribute(mementoPath(row))}">${momentOf(row.capturedAt)}</a></td><td>${row.httpStatus}</td><td>${escapeAttribute(row.quality ?? "")}</td><td>${row.kind === "revisit" ? "unchanged" : escapeAttribute(row.contentType ?? "")}</td></tr>`,
  );
  return page(
    "All captures",
    `<p><code>${escapeAttribute(url)}</code></p>
<table><tr><th>Captured</th><th>Status</th><th>Quality</th><th>Type</th></tr>${lines.join("\n")}</table>
${isWhole ? "" : "<p>There are more, which the TimeMap lists.</p>"}`,
    `${rows.length} captures`,
  );
}

function page(title: string, body: string, foot: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeAttribute(title)}</title><style>${STYLE}</style></head>
<body><h1>${escapeAttribute(title)}</h1>
${body}
<footer>${escapeAttribute(foot)}</footer></body></html>
`;
}
