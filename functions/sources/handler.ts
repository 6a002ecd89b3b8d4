/** Answers what keeps sources: makes, changes and lists them, takes lists and OPML in, has a site searched. */
import { createHttpHandler } from "../../shared/api/http-handler.ts";
import { createDocumentClient, createS3Client, createSqsClient } from "../../shared/aws/clients.ts";
import { createObjectStore } from "../../shared/aws/object-store.ts";
import { createPolls } from "../../shared/aws/queues.ts";
import { readEnv } from "../../shared/env.ts";
import { createSiteSearchStore } from "../../shared/index/site-search-store.ts";
import { createSourceStore } from "../../shared/index/source-store.ts";
import { createObserver, type Observer } from "../../shared/observe.ts";
import { type ListsDeps, putList } from "./lists.ts";
import { getOpml, postOpml } from "./opml.ts";
import { getSiteSearch, postSiteSearch, type SiteSearchDeps } from "./site-search.ts";
import { deleteSource, getSource, listSources, patchSourceOf, postSource } from "./sources.ts";

export interface Deps extends ListsDeps, SiteSearchDeps {}

export function createHandler(deps: Deps, observer: Observer) {
  return createHttpHandler(
    "sources",
    {
      "POST /v1/sources": (request) => postSource(deps, request),
      "GET /v1/sources": (request) => listSources(deps, request),
      "POST /v1/sources/discover": (request) => postSiteSearch(deps, request),
      "GET /v1/sources/discover/{id}": (request) => getSiteSearch(deps, request),
      "GET /v1/sources.opml": () => getOpml(deps),
      "POST /v1/sources.opml": (request) => postOpml(deps, request),
      "GET /v1/sources/{id}": (request) => getSource(deps, request),
      "PATCH /v1/sources/{id}": (request) => patchSourceOf(deps, request),
      "DELETE /v1/sources/{id}": (request) => deleteSource(deps, request),
      "PUT /v1/sources/{id}/list": (request) => putList(deps, request),
    },
    observer,
  );
}

const env = readEnv(["tableName", "bucketName", "pollsQueueUrl"]);
const table = { client: createDocumentClient(), name: env.tableName };

export const handler = createHandler(
  {
    sources: createSourceStore(table),
    searches: createSiteSearchStore(table),
    objects: createObjectStore(createS3Client(), env.bucketName),
    polls: createPolls(createSqsClient(), env.pollsQueueUrl),
    now: () => new Date(),
  },
  createObserver("sources"),
);
