/** Owns what the flags of `npm run export` ask the API for. Pure. */
import { type ExportRequestBody, exportRequestSchema } from "../../shared/api/export-schemas.ts";
import { UsageError } from "./settings.ts";

export interface ExportFlags {
  readonly url?: string;
  readonly host?: string;
  readonly source?: string;
  readonly id?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly "pages-only"?: boolean;
  readonly title?: string;
}

/** @throws UsageError for what the API would refuse, without asking it */
export function toExportBody({ id, "pages-only": pagesOnly, ...flags }: ExportFlags): ExportRequestBody {
  const parsed = exportRequestSchema.safeParse({ ...flags, ...(id ? { ids: id } : {}), requisites: !pagesOnly });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const flag = issue?.path[0] === undefined ? "" : `--${issue.path[0] === "ids" ? "id" : String(issue.path[0])}: `;
  throw new UsageError(
    flag ? `${flag}${issue?.message}` : "Say what: --url, --host, --source, --id, or --from and --to",
  );
}
