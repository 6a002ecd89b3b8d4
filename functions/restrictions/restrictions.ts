/**
 * Owns taking down, embargoing, erasing, and lifting what can be lifted, over HTTP. What each means for a reader is
 * shared/restrictions/verdict.ts's; overwriting what is erased is functions/erase's.
 */
import { v7 } from "uuid";
import type { ErasureRequested } from "../../events/erasure-requested.ts";
import { type HttpRequest, type HttpResult, json, parseJsonBody, parseWith } from "../../shared/api/http-handler.ts";
import { pathIdOf } from "../../shared/api/path-id.ts";
import { ProblemError } from "../../shared/api/problems.ts";
import { restrictionListQuerySchema, restrictionUrl, toRestrictionView } from "../../shared/api/restriction-schemas.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import { decodeCursor, encodeCursor } from "../../shared/index/cursor.ts";
import type { RestrictionStore } from "../../shared/index/restriction-store.ts";
import {
  makeRestriction,
  type RestrictionRequest,
  restrictionRequestSchema,
} from "../../shared/restrictions/make-restriction.ts";
import type { Restriction, Scope } from "../../shared/restrictions/restriction.ts";
import { checkUrl } from "../../shared/url/check-url.ts";

export interface RestrictionsDeps {
  readonly restrictions: RestrictionStore;
  readonly captures: Pick<CaptureStore, "get">;
  /** Puts an erasure on its queue. */
  readonly sendErasure: (message: ErasureRequested) => Promise<void>;
  readonly now: () => Date;
}

/** 201 once readers are kept away; 202 for an erasure, which keeps them away too and is carried out behind it. */
export async function postRestriction(deps: RestrictionsDeps, request: HttpRequest): Promise<HttpResult> {
  const { event, caller, baseUrl } = request;
  const body = parseJsonBody(restrictionRequestSchema, event);
  const now = deps.now();
  if (body.until !== undefined && Date.parse(body.until) <= now.getTime()) throw new ProblemError("until-is-past");
  const scope = await scopeOf(deps.captures, body);
  const id = v7({ msecs: now.getTime() });
  const restriction = makeRestriction(id, body, scope, { by: caller.token, now });
  // The message first: an erasure is accepted only where it will be carried out, and its row can be made of it.
  if (restriction.effect === "erase") await queueErasure(deps, restriction);
  await deps.restrictions.put(restriction);
  const headers = { Location: restrictionUrl(baseUrl, id) };
  return json(restriction.effect === "erase" ? 202 : 201, toRestrictionView(restriction, baseUrl, now), headers);
}

export async function listRestrictions(deps: RestrictionsDeps, { event, baseUrl }: HttpRequest): Promise<HttpResult> {
  const query = parseWith(restrictionListQuerySchema, event.queryStringParameters ?? {});
  const now = deps.now();
  if (query.url !== undefined) {
    const found = await deps.restrictions.ofSite(checkedUrl(query.url));
    const newest = found.toSorted((a, b) => (a.id < b.id ? 1 : -1));
    return json(200, { restrictions: newest.map((each) => toRestrictionView(each, baseUrl, now)), nextCursor: null });
  }
  const selection = ["restrictions"];
  const after = query.cursor && decodeCursor(selection, query.cursor);
  const page = await deps.restrictions.list({ limit: query.limit, after });
  return json(200, {
    restrictions: page.rows.map((each) => toRestrictionView(each, baseUrl, now)),
    nextCursor: page.after ? encodeCursor(selection, page.after) : null,
  });
}

export async function getRestriction(deps: RestrictionsDeps, { event, baseUrl }: HttpRequest): Promise<HttpResult> {
  return json(200, toRestrictionView(await findRestriction(deps, event), baseUrl, deps.now()));
}

/** Lifting again what is lifted changes nothing. */
export async function liftRestriction(deps: RestrictionsDeps, request: HttpRequest): Promise<HttpResult> {
  const { event, caller, baseUrl } = request;
  const restriction = await findRestriction(deps, event);
  if (restriction.effect === "erase") throw new ProblemError("erased-for-good");
  const now = deps.now();
  const lifted = restriction.lifted ?? { by: caller.token, at: now.toISOString() };
  if (!restriction.lifted) await deps.restrictions.put({ ...restriction, lifted });
  return json(200, toRestrictionView({ ...restriction, lifted }, baseUrl, now));
}

async function findRestriction({ restrictions }: RestrictionsDeps, event: HttpRequest["event"]) {
  const restriction = await restrictions.get(pathIdOf(event, "restriction-not-found"));
  if (!restriction) throw new ProblemError("restriction-not-found");
  return restriction;
}

async function scopeOf(
  captures: RestrictionsDeps["captures"],
  { captureId, url, prefix }: RestrictionRequest,
): Promise<Scope> {
  if (url !== undefined) return { kind: "url", url: checkedUrl(url) };
  if (prefix !== undefined) return { kind: "prefix", url: checkedUrl(prefix) };
  const capture = captureId && (await captures.get(captureId));
  if (!capture) throw new ProblemError("capture-not-found");
  return { kind: "capture", captureId: capture.id, url: capture.url };
}

function checkedUrl(input: string): string {
  const checked = checkUrl(input);
  if (!checked.ok) throw new ProblemError(checked.problem);
  return checked.url;
}

async function queueErasure({ sendErasure }: RestrictionsDeps, restriction: Restriction): Promise<void> {
  try {
    await sendErasure({ version: 1, restriction });
  } catch (cause) {
    throw new ProblemError("queue-unavailable", {}, { cause });
  }
}
