/** Answers everything that archivists read. */
import { createHttpHandler } from "../../shared/api/http-handler.ts";
import { createReadable } from "../../shared/api/readable.ts";
import { createDocumentClient, createS3Client } from "../../shared/aws/clients.ts";
import { createObjectStore } from "../../shared/aws/object-store.ts";
import { readEnv } from "../../shared/env.ts";
import { createArticleList } from "../../shared/index/article-list.ts";
import { createCaptureStore } from "../../shared/index/capture-store.ts";
import { createJobStore } from "../../shared/index/job-store.ts";
import { createPageStore } from "../../shared/index/page-store.ts";
import { createRestrictionStore } from "../../shared/index/restriction-store.ts";
import { createRunStore } from "../../shared/index/run-store.ts";
import { createSourceStore } from "../../shared/index/source-store.ts";
import { createObserver, type Observer } from "../../shared/observe.ts";
import { getForm } from "./forms.ts";
import { listArticles, listCaptures } from "./lists.ts";
import { getOpenApi } from "./openapi.ts";
import { getCapture, getJob, type RetrieveDeps } from "./records.ts";
import { listResources } from "./resources.ts";
import { getCoverage, listEnds, listRuns } from "./runs.ts";
import type { RunsDeps } from "./runs-deps.ts";

export interface Deps extends RetrieveDeps, RunsDeps {}

export function createHandler(deps: Deps, observer: Observer) {
  return createHttpHandler(
    "retrieve",
    {
      "GET /v1/jobs/{id}": (request) => getJob(deps, request),
      "GET /v1/captures": (request) => listCaptures(deps, request),
      "GET /v1/captures/{id}": (request) => getCapture(deps, request),
      "GET /v1/captures/{id}/resources": (request) => listResources(deps, request),
      "GET /v1/captures/{id}/{form}": (request) => getForm(deps, request),
      "GET /v1/articles": (request) => listArticles(deps, request),
      "GET /v1/sources/{id}/runs": (request) => listRuns(deps, request),
      "GET /v1/sources/{id}/runs/{runId}/ends": (request) => listEnds(deps, request),
      "GET /v1/coverage": (request) => getCoverage(deps, request),
      "GET /v1/openapi.json": getOpenApi,
    },
    observer,
  );
}

const env = readEnv(["tableName", "bucketName"]);
const now = () => new Date();
const table = { client: createDocumentClient(), name: env.tableName };

export const handler = createHandler(
  {
    jobs: createJobStore(table),
    captures: createCaptureStore(table),
    pages: createPageStore(table),
    listArticles: createArticleList(table),
    objects: createObjectStore(createS3Client(), env.bucketName),
    runs: createRunStore(table),
    sources: createSourceStore(table),
    readable: createReadable(createRestrictionStore(table), now),
    now,
  },
  createObserver("retrieve"),
);
