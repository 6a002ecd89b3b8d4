/** Answers what moves whole collections: exports, one capture as a WACZ, and the key that both are signed with. */
import { createHttpHandler } from "../../shared/api/http-handler.ts";
import { createDocumentClient, createS3Client, createSqsClient } from "../../shared/aws/clients.ts";
import { createObjectStore } from "../../shared/aws/object-store.ts";
import { createExportsQueue } from "../../shared/aws/queues.ts";
import { readEnv } from "../../shared/env.ts";
import { createCaptureStore } from "../../shared/index/capture-store.ts";
import { createExportStore } from "../../shared/index/export-store.ts";
import { createJobStore } from "../../shared/index/job-store.ts";
import { createPageStore } from "../../shared/index/page-store.ts";
import { createRestrictionStore } from "../../shared/index/restriction-store.ts";
import { createSigningKeyStore } from "../../shared/index/signing-key-store.ts";
import { createObserver, type Observer } from "../../shared/observe.ts";
import { type CaptureWaczDeps, getCaptureWacz } from "./capture-wacz.ts";
import { type ExportsDeps, getExport, listExports, postExport } from "./exports.ts";
import { getSigningKey } from "./signing-key.ts";

export interface Deps extends ExportsDeps, CaptureWaczDeps {
  readonly objects: CaptureWaczDeps["objects"];
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
    },
    observer,
  );
}

const env = readEnv(["tableName", "bucketName", "exportsQueueUrl"]);
const table = { client: createDocumentClient(), name: env.tableName };
const now = () => new Date();

export const handler = createHandler(
  {
    captures: createCaptureStore(table),
    jobs: createJobStore(table),
    pages: createPageStore(table),
    restrictions: createRestrictionStore(table),
    exports: createExportStore(table),
    signingKey: createSigningKeyStore(table, now),
    sendExports: createExportsQueue(createSqsClient(), env.exportsQueueUrl),
    objects: createObjectStore(createS3Client(), env.bucketName),
    now,
  },
  createObserver("transfers"),
);
