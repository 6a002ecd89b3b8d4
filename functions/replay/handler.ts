/** Shows archived pages to readers and to clients of web archives. */
import { type ArchiveDoor, createArchiveDoor } from "../../shared/api/archive-door.ts";
import { createHttpHandler } from "../../shared/api/http-handler.ts";
import { createDocumentClient, createS3Client } from "../../shared/aws/clients.ts";
import { createObjectStore } from "../../shared/aws/object-store.ts";
import { readArchiveAccess, readEnv } from "../../shared/env.ts";
import { createCaptureStore } from "../../shared/index/capture-store.ts";
import { createRestrictionStore } from "../../shared/index/restriction-store.ts";
import { createTokenStore } from "../../shared/index/token-store.ts";
import { createObserver, type Observer } from "../../shared/observe.ts";
import { replay } from "./replay.ts";
import type { ReplayDeps } from "./replay-deps.ts";

export function createHandler(deps: ReplayDeps, observer: Observer, door: ArchiveDoor) {
  return createHttpHandler(
    "replay",
    {
      "GET /web/{proxy+}": (request) => replay(deps, request),
      "HEAD /web/{proxy+}": (request) => replay(deps, request),
    },
    observer,
    [],
    door,
  );
}

const env = readEnv(["tableName", "bucketName"]);
const access = readArchiveAccess();
const table = { client: createDocumentClient(), name: env.tableName };

export const handler = createHandler(
  {
    captures: createCaptureStore(table),
    restrictions: createRestrictionStore(table),
    objects: createObjectStore(createS3Client(), env.bucketName),
    access,
    now: () => new Date(),
  },
  createObserver("replay"),
  createArchiveDoor(access, createTokenStore(table)),
);
