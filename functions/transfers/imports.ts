/** Owns asking for imports and reading what became of them. The file itself goes to the bucket by a signed link. */
import { v7 } from "uuid";
import type { ImportRequested } from "../../events/import-requested.ts";
import type { Caller } from "../../shared/api/caller.ts";
import { type HttpRequest, type HttpResult, json, parseJsonBody, parseWith } from "../../shared/api/http-handler.ts";
import {
  importListQuerySchema,
  importRequestSchema,
  importUploadQuerySchema,
  type NewImportView,
} from "../../shared/api/import-schemas.ts";
import { importUrl, toImportProblemView, toImportView } from "../../shared/api/import-views.ts";
import { pathIdOf } from "../../shared/api/path-id.ts";
import { ProblemError } from "../../shared/api/problems.ts";
import type { OpenObject } from "../../shared/aws/object-reader.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import type { Send } from "../../shared/aws/queues.ts";
import { type SignUpload, UPLOAD_HEADERS } from "../../shared/aws/upload-link.ts";
import {
  EMPTY_COUNTS,
  FIRST_PROGRESS,
  type Import,
  MAX_IMPORT_BYTES,
  safeFileName,
} from "../../shared/imports/import.ts";
import { decodeCursor, encodeCursor } from "../../shared/index/cursor.ts";
import type { ImportStore, StoredImport } from "../../shared/index/import-store.ts";
import { PREFIX } from "../../shared/names.ts";

export interface ImportsDeps {
  readonly imports: Pick<ImportStore, "create" | "get" | "replace" | "list" | "listProblems">;
  readonly objects: Pick<ObjectStore, "put">;
  readonly openObject: OpenObject;
  readonly signUpload: SignUpload;
  readonly sendImports: Send<ImportRequested>;
  readonly now: () => Date;
}

/** Large files take long over slow lines; a link that was begun with is good to the end. */
const UPLOAD_SECONDS = 6 * 3600;

/** Lambda takes 6 MB in a request, and the file comes in base64, which is a third longer. */
const MAX_INLINE_BYTES = 4 * 1024 * 1024;

/** With `?fileName=` the body is the file, and the import begins at once; otherwise it asks for a link to upload by. */
export async function postImport(deps: ImportsDeps, request: HttpRequest): Promise<HttpResult> {
  const { event, caller, baseUrl } = request;
  if (event.queryStringParameters?.fileName !== undefined) return uploadImport(deps, request);
  const { fileName, bytes, sha256 } = parseJsonBody(importRequestSchema, event);
  const announcedSha256 = sha256 && `sha256:${sha256.replace(/^sha256:/, "").toLowerCase()}`;
  const value = { ...newImport(fileName, caller, deps.now()), bytes, announcedSha256 };
  const url = await deps.signUpload(value.key, UPLOAD_SECONDS);
  await deps.imports.create(value);
  const expiresAt = new Date(deps.now().getTime() + UPLOAD_SECONDS * 1000).toISOString();
  const upload = { method: "PUT" as const, url, headers: UPLOAD_HEADERS, expiresAt, maxBytes: MAX_IMPORT_BYTES };
  const view: NewImportView = { ...toImportView(value, baseUrl), upload };
  return json(201, view, { Location: importUrl(baseUrl, value.id) });
}

async function uploadImport(deps: ImportsDeps, { event, caller, baseUrl }: HttpRequest): Promise<HttpResult> {
  const { fileName } = parseWith(importUploadQuerySchema, event.queryStringParameters ?? {});
  const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  if (body.length === 0) throw new ProblemError("bad-request", { detail: "The body is to be the file, and is empty." });
  if (body.length > MAX_INLINE_BYTES) {
    throw new ProblemError("too-large", { detail: "A file in the body is 4 MiB at most: ask for an upload link." });
  }
  const value = { ...newImport(fileName, caller, deps.now()), bytes: body.length };
  await deps.imports.create(value);
  await deps.objects.put(value.key, body, "application/octet-stream");
  const started = await start(deps, { value, revision: 0 });
  return json(202, toImportView(started, baseUrl), { Location: importUrl(baseUrl, value.id) });
}

export async function startImport(deps: ImportsDeps, { event, baseUrl }: HttpRequest): Promise<HttpResult> {
  const stored = await findImport(deps.imports, event);
  const { value } = stored;
  if (value.state !== "waiting" && value.state !== "queued") return json(202, toImportView(value, baseUrl));
  const object = await deps.openObject(value.key);
  if (!object) throw new ProblemError("import-not-uploaded");
  if (value.bytes !== undefined && value.bytes !== object.size) {
    const detail = `The file was announced with ${value.bytes} bytes and has ${object.size}: begin a new import.`;
    throw new ProblemError("import-size-differs", { detail });
  }
  const bytes = object.size;
  return json(202, toImportView(await start(deps, { ...stored, value: { ...value, bytes } }), baseUrl));
}

/** The row first: a message without one would be taken for done. Where sending fails, the call may be repeated. */
async function start(deps: ImportsDeps, { value, revision }: StoredImport): Promise<Import> {
  const queued: Import = { ...value, state: "queued", updatedAt: deps.now().toISOString() };
  if (!(await deps.imports.replace({ value: queued, revision }))) {
    const now = await deps.imports.get(value.id);
    if (now && now.value.state !== "queued") return now.value;
  }
  const refused = await deps.sendImports([{ version: 1, importId: value.id }]);
  if (refused.size > 0)
    throw new ProblemError("frontier-unavailable", { detail: "The import could not be queued. Start it again." });
  return queued;
}

export async function getImport(deps: ImportsDeps, { event, baseUrl }: HttpRequest): Promise<HttpResult> {
  return json(200, toImportView((await findImport(deps.imports, event)).value, baseUrl));
}

export async function listImports({ imports }: ImportsDeps, { event, baseUrl }: HttpRequest): Promise<HttpResult> {
  const { limit, cursor } = parseWith(importListQuerySchema, event.queryStringParameters ?? {});
  const selection = ["imports"];
  const page = await imports.list({ limit, after: cursor && decodeCursor(selection, cursor) });
  return json(200, {
    imports: page.rows.map((value) => toImportView(value, baseUrl)),
    nextCursor: page.after ? encodeCursor(selection, page.after) : null,
  });
}

export async function listImportProblems({ imports }: ImportsDeps, { event }: HttpRequest): Promise<HttpResult> {
  const { limit, cursor } = parseWith(importListQuerySchema, event.queryStringParameters ?? {});
  const { id } = (await findImport(imports, event)).value;
  const selection = ["import-problems", id];
  const page = await imports.listProblems(id, { limit, after: cursor && decodeCursor(selection, cursor) });
  return json(200, {
    problems: page.rows.map(toImportProblemView),
    nextCursor: page.after ? encodeCursor(selection, page.after) : null,
  });
}

/** @throws ProblemError `import-not-found` */
async function findImport(imports: Pick<ImportStore, "get">, event: HttpRequest["event"]): Promise<StoredImport> {
  const stored = await imports.get(pathIdOf(event, "import-not-found"));
  if (!stored) throw new ProblemError("import-not-found");
  return stored;
}

function newImport(fileName: string, caller: Caller, now: Date): Import {
  const [id, at] = [v7(), now.toISOString()];
  return {
    id,
    fileName: fileName.toWellFormed(),
    key: `${PREFIX.imports}${id}/${safeFileName(fileName)}`,
    by: caller.token,
    createdAt: at,
    updatedAt: at,
    state: "waiting",
    counts: EMPTY_COUNTS,
    progress: FIRST_PROGRESS,
  };
}
