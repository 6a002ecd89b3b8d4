/** Owns the answers below `/web/`: TimeGate, mementos, the list of captures, and what is said where there is none. */
import type { HttpRequest, HttpResult } from "../../shared/api/http-handler.ts";
import { ProblemError } from "../../shared/api/problems.ts";
import { chooseMemento, findMemento, type MementoChoice } from "../../shared/memento/choose-memento.ts";
import { lastMoment, parseHttpDate, toTimestamp } from "../../shared/memento/timestamp.ts";
import { answerList } from "./answer-list.ts";
import { answerMemento } from "./answer-memento.ts";
import { answerProblem, closedProblem } from "./answer-problem.ts";
import { findSpelling } from "./find-spelling.ts";
import { mementoLinks, mementoPath } from "./memento-links.ts";
import { findNearest } from "./nearest.ts";
import { SAFE_HEADERS } from "./policy.ts";
import type { FoundMemento, ReplayDeps } from "./replay-deps.ts";
import { type ReplayTarget, readTargets } from "./targets.ts";

/** Answers `GET` and `HEAD` of anything below `/web/`. */
export async function replay(deps: ReplayDeps, request: HttpRequest): Promise<HttpResult> {
  const result = await answerOrExplain(deps, request);
  const isHead = request.event.requestContext.http.method === "HEAD";
  return isHead ? { ...result, body: "", isBase64Encoded: false } : result;
}

async function answerOrExplain(deps: ReplayDeps, request: HttpRequest): Promise<HttpResult> {
  const target = readTargets(request.event.rawPath, request.event.rawQueryString);
  try {
    if ("problem" in target) throw new ProblemError(target.problem);
    return await answer(deps, request, target);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const [url = ""] = "urls" in target ? target.urls : [];
    const nearest = error.problem.code === "not-archived" ? await findNearest(deps, url) : [];
    return answerProblem(request, error.problem, url, nearest);
  }
}

async function answer(deps: ReplayDeps, request: HttpRequest, target: ReplayTarget): Promise<HttpResult> {
  if (target.kind === "list") return answerList(deps, target.urls);
  if (target.kind === "gate") return answerGate(deps, request, target);
  const wanted = lastMoment(target.timestamp);
  if (!wanted) throw new ProblemError("bad-timestamp");
  const raw = target.modifier === "id_";
  const isExact = target.timestamp.length === 14;
  const choice = await chooseAmong(deps, target, async (url) =>
    isExact
      ? ((await findMemento(deps, url, target.timestamp, { raw })) ?? { kind: "none" })
      : chooseMemento(deps, url, wanted),
  );
  const path = mementoPath(choice.memento, target.modifier);
  if (toTimestamp(choice.memento.capturedAt) === target.timestamp)
    return answerMemento(deps, request, target.modifier, choice);
  const headers = { Location: request.baseUrl + path, "Cache-Control": "no-cache", ...SAFE_HEADERS };
  return { statusCode: 302, headers, body: "" };
}

/** RFC 7089, pattern 2.1: the TimeGate redirects to a memento, and is none itself. */
async function answerGate(deps: ReplayDeps, request: HttpRequest, target: ReplayTarget): Promise<HttpResult> {
  const accepted = request.event.headers["accept-datetime"];
  const wanted = accepted === undefined ? undefined : parseHttpDate(accepted);
  if (accepted !== undefined && !wanted) throw new ProblemError("bad-accept-datetime");
  const choice = await chooseAmong(deps, target, (url) => chooseMemento(deps, url, wanted));
  return {
    statusCode: 302,
    headers: {
      ...SAFE_HEADERS,
      Location: request.baseUrl + mementoPath(choice.memento, target.modifier),
      Vary: "accept-datetime",
      Link: mementoLinks(choice, request.baseUrl, false),
      "Cache-Control": "no-cache",
    },
    body: "",
  };
}

/** Asks for each URL that may be meant, until one has captures. @throws ProblemError `not-archived`, `blocked`, … */
async function chooseAmong(
  deps: ReplayDeps,
  { urls }: ReplayTarget,
  choose: (url: string) => Promise<MementoChoice>,
): Promise<FoundMemento> {
  for (const url of urls) {
    const choice = await choose(url);
    if (choice.kind !== "none") return openOf(choice);
  }
  const spelled = await findSpelling(deps, urls.at(-1) ?? "");
  return openOf(spelled === undefined ? { kind: "none" } : await choose(spelled));
}

function openOf(choice: MementoChoice): FoundMemento {
  if (choice.kind === "none") throw new ProblemError("not-archived");
  if (choice.kind === "restricted") throw closedProblem(choice.verdict);
  return choice;
}
