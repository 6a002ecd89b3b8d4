/** Answers POST /v1/captures, and the routes of Save Page Now (spn/). */
import {
  createHttpHandler,
  type HttpRequest,
  type HttpResult,
  parseWith,
  readJson,
} from "../../shared/api/http-handler.ts";
import { waitSecondsOf } from "../../shared/api/prefer.ts";
import { ProblemError } from "../../shared/api/problems.ts";
import { createReadable } from "../../shared/api/readable.ts";
import { type CaptureRequestBody, captureRequestSchema, MAX_URLS } from "../../shared/api/schemas.ts";
import { createDocumentClient, createSqsClient } from "../../shared/aws/clients.ts";
import { createFrontier } from "../../shared/aws/queues.ts";
import { readEnv } from "../../shared/env.ts";
import { type CaptureStore, createCaptureStore } from "../../shared/index/capture-store.ts";
import { createJobStore, type JobStore } from "../../shared/index/job-store.ts";
import { createPageStore, type PageStore } from "../../shared/index/page-store.ts";
import { createRestrictionStore } from "../../shared/index/restriction-store.ts";
import { createSaveStore } from "../../shared/index/save-store.ts";
import { createTokenStore } from "../../shared/index/token-store.ts";
import { createObserver, type Observer } from "../../shared/observe.ts";
import { answerMany, answerOne, show } from "./answer.ts";
import { createJobIds } from "./job-id.ts";
import { type SpnDeps, spnRoutes } from "./spn/routes.ts";
import { submitUrls } from "./submit.ts";
import { waitForJobs } from "./wait-for-jobs.ts";

export interface Deps extends SpnDeps {
  readonly jobs: JobStore;
  readonly captures: CaptureStore;
  readonly pages: SpnDeps["pages"] & Pick<PageStore, "summarise">;
}

export function createHandler(deps: Deps, observer: Observer) {
  const captures = { "POST /v1/captures": (request: HttpRequest) => postCaptures(deps, request) };
  return createHttpHandler("submit", { ...captures, ...spnRoutes(deps) }, observer);
}

async function postCaptures(deps: Deps, { event, caller, baseUrl }: HttpRequest): Promise<HttpResult> {
  const waitSeconds = waitSecondsOf(event.headers.prefer);
  const idempotencyKey = event.headers["idempotency-key"];
  const jobIdAt = createJobIds(caller.token, idempotencyKey);
  // JSON whatever its Content-Type says: curl's default is a form, and nobody sends one here.
  const body = parseBody(readJson(event));
  const urls = body.urls ?? [body.url ?? ""];
  const submissions = await submitUrls(deps, {
    urls,
    ifNotArchivedWithin: body.ifNotArchivedWithin,
    resources: body.resources,
    token: caller.token,
    jobIdAt,
    idempotent: idempotencyKey !== undefined,
  });
  const ids = submissions.flatMap((entry) => (entry.kind === "job" ? [entry.job.id] : []));
  const jobs = waitSeconds > 0 ? await waitForJobs(deps.jobs, ids, waitSeconds * 1000) : undefined;
  const shown = await Promise.all(
    submissions.map((entry) => show(entry, entry.kind === "job" ? jobs?.get(entry.job.id) : undefined, deps, baseUrl)),
  );
  const headers: Record<string, string> = waitSeconds > 0 ? { "Preference-Applied": `wait=${waitSeconds}` } : {};
  const [only] = shown;
  return body.url !== undefined && only ? answerOne(only, headers) : answerMany(shown, headers);
}

/** @throws ProblemError `too-many-urls`, `bad-request` */
function parseBody(body: unknown): CaptureRequestBody {
  const urls = typeof body === "object" && body !== null && "urls" in body ? body.urls : undefined;
  if (Array.isArray(urls) && urls.length > MAX_URLS) throw new ProblemError("too-many-urls");
  return parseWith(captureRequestSchema, body);
}

const env = readEnv(["tableName", "frontierQueueUrl"]);
const now = () => new Date();
const table = { client: createDocumentClient(), name: env.tableName };

export const handler = createHandler(
  {
    jobs: createJobStore(table),
    captures: createCaptureStore(table),
    pages: createPageStore(table),
    frontier: createFrontier(createSqsClient(), env.frontierQueueUrl),
    readable: createReadable(createRestrictionStore(table), now),
    tokens: createTokenStore(table),
    restrictions: createRestrictionStore(table),
    saves: createSaveStore(table),
    now,
  },
  createObserver("submit"),
);
