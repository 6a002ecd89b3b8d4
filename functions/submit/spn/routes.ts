/**
 * Owns the routes of Save Page Now. They look tokens up themselves, so that who is not let in hears it as the Internet
 * Archive's clients expect it. `Basic` is not taken: a browser would send it along with whatever an archived page asks
 * for, and pages would be saved in its reader's name.
 */
import { tokenOf } from "../../../shared/api/credentials.ts";
import {
  type HttpRequest,
  type HttpResult,
  json,
  type RouteHandler,
  type RouteKey,
  textOf,
} from "../../../shared/api/http-handler.ts";
import { ProblemError } from "../../../shared/api/problems.ts";
import type { TokenStore } from "../../../shared/index/token-store.ts";
import { type Audience, answerRefusal, answerTaken, answerWaited, audienceOf } from "./answers.ts";
import { SaveRefusal } from "./errors.ts";
import { userStatus } from "./limits.ts";
import { parseOptions, readParameters } from "./options.ts";
import { urlOfPath } from "./path-url.ts";
import { type SaveDeps, saveAndWait, takeIn } from "./save.ts";
import { errorFields, statusOf } from "./status.ts";

export interface SpnDeps extends SaveDeps {
  readonly tokens: Pick<TokenStore, "find">;
}

type SpnKey = Exclude<RouteKey<"submit">, "POST /v1/captures">;

/** A capture request holds a URL of 2,048 characters and some switches. */
const MAX_BODY_BYTES = 65_536;

/** Ids in one question for several: each costs up to four reads. */
const MAX_IDS = 100;

export function spnRoutes(deps: SpnDeps): Record<SpnKey, RouteHandler> {
  const post = inTheirWords((request, audience) => postSave(deps, request, audience));
  const get = inTheirWords((request, audience) => getSave(deps, request, audience));
  const user = inTheirWords(
    async (request) => json(200, await userStatus(deps, await callerOf(deps, request))),
    "json",
  );
  return {
    "POST /save": post,
    "POST /save/{proxy+}": post,
    "GET /save/{proxy+}": get,
    "HEAD /save/{proxy+}": async (request) => ({ ...(await get(request)), body: "" }),
    "POST /save/status": inTheirWords((request) => postStatus(deps, request), "json"),
    "GET /save/status/{id}": inTheirWords(
      async ({ event }) => json(200, await statusOf(deps, event.pathParameters?.id ?? "")),
      "json",
    ),
    "GET /save/status/user": user,
    "POST /save/status/user": user,
    "GET /save/status/system": async () => json(200, { status: "ok" }),
    "POST /{proxy+}": async () => {
      throw new ProblemError("not-found");
    },
  };
}

type Respond = (request: HttpRequest, audience: Audience) => Promise<HttpResult>;

function inTheirWords(respond: Respond, only?: Audience): RouteHandler {
  return async (request) => {
    const audience = only ?? audienceOf(request.event.headers.accept);
    try {
      return await respond(request, audience);
    } catch (error) {
      if (error instanceof SaveRefusal) return answerRefusal(error, audience);
      throw error;
    }
  };
}

async function postSave(deps: SpnDeps, { event, ...request }: HttpRequest, audience: Audience): Promise<HttpResult> {
  const token = await callerOf(deps, { event, ...request });
  const pathUrl = urlOfPath(event.rawPath, event.rawQueryString);
  const options = parseOptions(bodyOf(event), event.headers["content-type"], pathUrl);
  return answerTaken(await takeIn(deps, token, options), options.notDone, audience);
}

async function getSave(deps: SpnDeps, request: HttpRequest, audience: Audience): Promise<HttpResult> {
  const token = await callerOf(deps, request);
  const { rawPath, rawQueryString } = request.event;
  const options = parseOptions("", undefined, urlOfPath(rawPath, rawQueryString));
  return answerWaited(await saveAndWait(deps, token, options), audience, request.baseUrl);
}

/** One status of `job_id`, or a list of those of `job_ids`, in their order. */
async function postStatus(deps: SpnDeps, { event }: HttpRequest): Promise<HttpResult> {
  const parameters = readParameters(bodyOf(event), event.headers["content-type"]);
  const one = parameters.get("job_id");
  if (one) return json(200, await statusOf(deps, one));
  // Outlinks are not captured, so no job has any.
  if (parameters.get("job_id_outlinks")) return json(200, []);
  const ids = (parameters.get("job_ids") ?? "").split(",").filter((id) => id !== "");
  if (ids.length === 0 || ids.length > MAX_IDS) {
    throw new SaveRefusal("bad-option", `Send job_id, or up to ${MAX_IDS} job_ids with commas between them.`);
  }
  return json(200, await Promise.all(ids.map((id) => statusOrUnknown(deps, id))));
}

async function statusOrUnknown(deps: SpnDeps, id: string): Promise<Record<string, unknown>> {
  try {
    return await statusOf(deps, id);
  } catch (error) {
    if (!(error instanceof SaveRefusal)) throw error;
    return { ...errorFields({ statusExt: "error:no-such-job", message: error.message }), job_id: id, resources: [] };
  }
}

/** @throws SaveRefusal `bad-option` */
function bodyOf(event: HttpRequest["event"]): string {
  const body = textOf(event);
  if (body.length > MAX_BODY_BYTES) throw new SaveRefusal("bad-option", "The body is larger than is taken.");
  return body;
}

/** The name of who saves. @throws SaveRefusal `not-logged-in`, `may-not-save` */
async function callerOf({ tokens }: SpnDeps, { event }: HttpRequest): Promise<string> {
  const token = tokenOf(event.headers.authorization, ["bearer", "low"]);
  const holder = token && (await tokens.find(token));
  if (!holder) throw new SaveRefusal("not-logged-in");
  if (!holder.scopes.includes("capture")) throw new SaveRefusal("may-not-save");
  return holder.name;
}
