/** Owns calling a running archive's imports from the command line. */
import { openAsBlob } from "node:fs";
import { basename } from "node:path";
import type { ImportProblemView, ImportView, NewImportView } from "../../shared/api/import-schemas.ts";
import { ApiError, createRequest } from "./api-client.ts";
import type { Running } from "./running.ts";

export interface ImportClient {
  /** Sends a file and has it read, without waiting for that. */
  upload(file: string, bytes: number): Promise<ImportView>;
  get(id: string): Promise<ImportView>;
  /** All of them. */
  problems(id: string): Promise<readonly ImportProblemView[]>;
}

const PAGE = 100;

export function createImportClient(running: Pick<Running, "apiUrl" | "token">): ImportClient {
  const request = createRequest(running);
  const call = async <T>(path: string, init?: RequestInit): Promise<T> =>
    (await (await request(path, init)).json()) as T;
  return {
    async upload(file, bytes) {
      const body = JSON.stringify({ fileName: basename(file), bytes });
      const { id, upload } = await call<NewImportView>("/v1/imports", { method: "POST", body });
      // A blob of a file is read while it is sent.
      const sent = await fetch(upload.url, {
        method: upload.method,
        headers: upload.headers,
        body: await openAsBlob(file),
      }).catch((cause: unknown) => {
        throw new ApiError(`${file} could not be sent.`, { cause });
      });
      if (!sent.ok) throw new ApiError(`${file} could not be sent: the bucket answered ${sent.status}`);
      return call(`/v1/imports/${id}/start`, { method: "POST" });
    },
    get: (id) => call(`/v1/imports/${id}`),
    async problems(id) {
      const rows: ImportProblemView[] = [];
      let cursor: string | null = null;
      do {
        const query = new URLSearchParams(cursor === null ? { limit: String(PAGE) } : { limit: String(PAGE), cursor });
        const page: { problems: ImportProblemView[]; nextCursor: string | null } = await call(
          `/v1/imports/${id}/problems?${query}`,
        );
        rows.push(...page.problems);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return rows;
    },
  };
}
