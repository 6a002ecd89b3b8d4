/** Answers what clients of web archives look captures up with: the CDX server, TimeMaps, availability. */
import { type ArchiveDoor, createArchiveDoor } from "../../shared/api/archive-door.ts";
import { createHttpHandler } from "../../shared/api/http-handler.ts";
import { createDocumentClient } from "../../shared/aws/clients.ts";
import { readArchiveAccess, readEnv } from "../../shared/env.ts";
import { createCaptureStore } from "../../shared/index/capture-store.ts";
import { createRestrictionStore } from "../../shared/index/restriction-store.ts";
import { createTokenStore } from "../../shared/index/token-store.ts";
import { createObserver, type Observer } from "../../shared/observe.ts";
import { allowAllOrigins } from "./answer.ts";
import { getAvailable } from "./available.ts";
import { getTimeMap, getTimeMapOf } from "./get-timemap.ts";
import type { CdxDeps } from "./run-query.ts";
import { searchCdx } from "./search-cdx.ts";

export function createHandler(deps: CdxDeps, observer: Observer, door: ArchiveDoor) {
  return createHttpHandler(
    "cdx",
    {
      "GET /cdx/search/cdx": (request) => searchCdx(deps, request),
      "GET /wayback/available": (request) => getAvailable(deps, request),
      "GET /web/timemap/{format}": (request) => getTimeMapOf(deps, request),
      "GET /web/timemap/{format}/{proxy+}": (request) => getTimeMap(deps, request),
    },
    observer,
    [allowAllOrigins()],
    door,
  );
}

const env = readEnv(["tableName"]);
const table = { client: createDocumentClient(), name: env.tableName };

export const handler = createHandler(
  {
    captures: createCaptureStore(table),
    restrictions: createRestrictionStore(table),
    now: () => new Date(),
  },
  createObserver("cdx"),
  createArchiveDoor(readArchiveAccess(), createTokenStore(table)),
);
