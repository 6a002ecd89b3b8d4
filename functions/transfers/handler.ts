/** Answers what moves whole collections in and out: imports, exports, one capture as a WACZ, and the key of both. */
import { createHttpHandler } from "../../shared/api/http-handler.ts";
import { createDocumentClient, createS3Client, createSqsClient } from "../../shared/aws/clients.ts";
import { createOpenObject } from "../../shared/aws/object-reader.ts";
import { createObjectStore } from "../../shared/aws/object-store.ts";
import { createExportsQueue, createImportsQueue } from "../../shared/aws/queues.ts";
import { createSignUpload } from "../../shared/aws/upload-link.ts";
import { readEnv } from "../../shared/env.ts";
import { createCaptureStore } from "../../shared/index/capture-store.ts";
import { createExportStore } from "../../shared/index/export-store.ts";
import { createImportStore } from "../../shared/index/import-store.ts";
import { createJobStore } from "../../shared/index/job-store.ts";
import { createPageStore } from "../../shared/index/page-store.ts";
import { createRestrictionStore } from "../../shared/index/restriction-store.ts";
import { createSigningKeyStore } from "../../shared/index/signing-key-store.ts";
import { createObserver, type Observer } from "../../shared/observe.ts";
import { type CaptureWaczDeps, getCaptureWacz } from "./capture-wacz.ts";
import { type ExportsDeps, getExport, listExports, postExport } from "./exports.ts";
import { getImport, type ImportsDeps, listImportProblems, listImports, postImport, startImport } from "./imports.ts";
import { getSigningKey } from "./signing-key.ts";

export interface Deps extends ExportsDeps, CaptureWaczDeps, ImportsDeps {
  readonly objects: CaptureWaczDeps["objects"] & ImportsDeps["objects"];
}

export function createHandler(deps: Deps, observer: Observer) {
  return createHttpHandler(
    "transfers",
    {
      "POST /v1/exports": (request) => postExport(deps, request),
      "GET /v1/exports": (request) => listExports(deps, request),
      "GET /v1/exports/{id}": (request) => getExport(deps, request),
      "GET /v1/captures/{id}/wacz": (request) => getCaptureWacz(deps, request),
      "GET /v1/signing-key": () => getSigningKey(deps),
      "POST /v1/imports": (request) => postImport(deps, request),
      "GET /v1/imports": (request) => listImports(deps, request),
      "GET /v1/imports/{id}": (request) => getImport(deps, request),
      "GET /v1/imports/{id}/problems": (request) => listImportProblems(deps, request),
      "POST /v1/imports/{id}/start": (request) => startImport(deps, request),
    },
    observer,
  );
}

const env = readEnv(["tableName", "bucketName", "exportsQueueUrl", "importsQueueUrl"]);
const table = { client: createDocumentClient(), name: env.tableName };
const [s3, sqs] = [createS3Client(), createSqsClient()];
const now = () => new Date();

export const handler = createHandler(
  {
    captures: createCaptureStore(table),
    jobs: createJobStore(table),
    pages: createPageStore(table),
    restrictions: createRestrictionStore(table),
    exports: createExportStore(table),
    signingKey: createSigningKeyStore(table, now),
    sendExports: createExportsQueue(sqs, env.exportsQueueUrl),
    imports: createImportStore(table),
    openObject: createOpenObject(s3, env.bucketName),
    signUpload: createSignUpload(createS3Client({ requestChecksumCalculation: "WHEN_REQUIRED" }), env.bucketName),
    sendImports: createImportsQueue(sqs, env.importsQueueUrl),
    objects: createObjectStore(s3, env.bucketName),
    now,
  },
  createObserver("transfers"),
);
