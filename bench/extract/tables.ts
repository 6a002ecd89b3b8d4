/** Owns how the bench shows its figures: Markdown tables, as they go into docs/extraction.md. Pure. */

/** Numbers are set right; the first column is names. */
export function toMarkdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = header.map((_, column) => (column === 0 ? "---" : "---:"));
  return `${[header, rule, ...rows].map(line).join("\n")}\n`;
}

/** A share as ".956", one as "1.000"; "–" for what could not be measured. */
export function formatShare(share: number | null | undefined): string {
  return Number.isFinite(share) ? Number(share).toFixed(3).replace(/^0/, "") : NOTHING;
}

export function formatMs(ms: number | undefined): string {
  if (ms === undefined || !Number.isFinite(ms)) return NOTHING;
  return ms < 10 ? ms.toFixed(1) : Math.round(ms).toString();
}

export function formatMb(bytes: number | undefined): string {
  return bytes === undefined ? NOTHING : Math.round(bytes / 1024 / 1024).toString();
}

export const NOTHING = "–";

/** The value that a share of all are below, of unsorted numbers. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
