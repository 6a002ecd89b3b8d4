/** Owns how one archived URL is shown to a person. Pure. */
import type { CaptureView, JobView } from "../../shared/api/schemas.ts";

/** What became of one URL. */
export interface Archived {
  readonly url: string;
  readonly job?: JobView | undefined;
  readonly capture?: CaptureView | undefined;
  readonly error?: { readonly code: string; readonly message: string } | undefined;
}

/** A few lines: title, who and when, what it is, and where to read it. */
export function summarise({ url, capture, error }: Archived): string {
  if (!capture) return `✗ ${url}\n  ${error?.code ?? "unknown"}: ${error?.message ?? "The job has no capture."}\n\n`;
  const facts = [
    capture.authors.join(", "),
    capture.published?.slice(0, 10),
    capture.siteName,
    capture.language,
    capture.wordCount > 0 ? `${capture.wordCount} words` : undefined,
    capture.quality ?? capture.contentType,
    capture.status === "unchanged" ? "unchanged since the last capture" : undefined,
    capture.truncated ? `cut off (${capture.truncated})` : undefined,
  ].filter(Boolean);
  const failed = capture.extraction.error;
  return [
    `✓ ${capture.title ?? capture.url}`,
    ...(facts.length > 0 ? [`  ${facts.join(" · ")}`] : []),
    ...(failed ? [`  no article: ${failed.code}: ${failed.message}`] : []),
    `  ${capture.url}`,
    `  ${capture.links.self}`,
    "",
    "",
  ].join("\n");
}
