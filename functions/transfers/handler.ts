/** Answers what moves whole files in and out of the archive: imports. */
import { createHttpHandler } from "../../shared/api/http-handler.ts";
import { createDocumentClient, createS3Client, createSqsClient } from "../../shared/aws/clients.ts";
import { createOpenObject } from "../../shared/aws/object-reader.ts";
import { createObjectStore } from "../../shared/aws/object-store.ts";
import { createImportsQueue } from "../../shared/aws/queues.ts";
import { createSignUpload } from "../../shared/aws/upload-link.ts";
import { readEnv } from "../../shared/env.ts";
import { createImportStore } from "../../shared/index/import-store.ts";
import { createObserver, type Observer } from "../../shared/observe.ts";
import { getImport, type ImportsDeps, listImportProblems, listImports, postImport, startImport } from "./imports.ts";

export function createHandler(deps: ImportsDeps, observer: Observer) {
  return createHttpHandler(
    "transfers",
    {
      "POST /v1/imports": (request) => postImport(deps, request),
      "GET /v1/imports": (request) => listImports(deps, request),
      "GET /v1/imports/{id}": (request) => getImport(deps, request),
      "GET /v1/imports/{id}/problems": (request) => listImportProblems(deps, request),
      "POST /v1/imports/{id}/start": (request) => startImport(deps, request),
    },
    observer,
  );
}

const env = readEnv(["tableName", "bucketName", "importsQueueUrl"]);
const table = { client: createDocumentClient(), name: env.tableName };
const s3 = createS3Client();

export const handler = createHandler(
  {
    imports: createImportStore(table),
    objects: createObjectStore(s3, env.bucketName),
    openObject: createOpenObject(s3, env.bucketName),
    signUpload: createSignUpload(createS3Client({ requestChecksumCalculation: "WHEN_REQUIRED" }), env.bucketName),
    sendImports: createImportsQueue(createSqsClient(), env.importsQueueUrl),
    now: () => new Date(),
  },
  createObserver("transfers"),
);
