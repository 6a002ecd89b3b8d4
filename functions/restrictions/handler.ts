/** Answers what keeps captures from readers: takedowns, embargoes and erasures. */
import { createHttpHandler } from "../../shared/api/http-handler.ts";
import { createDocumentClient, createSqsClient } from "../../shared/aws/clients.ts";
import { createErasures } from "../../shared/aws/queues.ts";
import { readEnv } from "../../shared/env.ts";
import { createCaptureStore } from "../../shared/index/capture-store.ts";
import { createRestrictionStore } from "../../shared/index/restriction-store.ts";
import { createObserver, type Observer } from "../../shared/observe.ts";
import {
  getRestriction,
  liftRestriction,
  listRestrictions,
  postRestriction,
  type RestrictionsDeps,
} from "./restrictions.ts";

export function createHandler(deps: RestrictionsDeps, observer: Observer) {
  return createHttpHandler(
    "restrictions",
    {
      "POST /v1/restrictions": (request) => postRestriction(deps, request),
      "GET /v1/restrictions": (request) => listRestrictions(deps, request),
      "GET /v1/restrictions/{id}": (request) => getRestriction(deps, request),
      "POST /v1/restrictions/{id}/lift": (request) => liftRestriction(deps, request),
    },
    observer,
  );
}

const env = readEnv(["tableName", "erasuresQueueUrl"]);
const table = { client: createDocumentClient(), name: env.tableName };

export const handler = createHandler(
  {
    restrictions: createRestrictionStore(table),
    captures: createCaptureStore(table),
    sendErasure: createErasures(createSqsClient(), env.erasuresQueueUrl),
    now: () => new Date(),
  },
  createObserver("restrictions"),
);
