/** Owns getting one document from a site as a guest: what came of asking for it, in the words of polling. */
import type { SourcePoll } from "../../events/poll-requested.ts";
import { FAILURES, type FailureCode, failureOfStatus, PressmarkError } from "../../shared/errors.ts";
import { SOURCE_LIMITS } from "../../shared/feeds/source-item.ts";
import { decodeContent } from "../../shared/fetch/decode-body.ts";
import type { Exchange, FetchOutcome, Validators } from "../../shared/fetch/exchange.ts";
import { headerList, headerValues } from "../../shared/fetch/header-lines.ts";
import { FETCH_LIMITS } from "../../shared/fetch/limits.ts";
import type { Priority } from "../../shared/politeness/host-state.ts";
import type { Politeness } from "../../shared/politeness/polite-fetch.ts";
import { parseRetryAfter } from "../../shared/politeness/retry-after.ts";
import type { Wait } from "../../shared/politeness/turns.ts";
import type { Source } from "../../shared/sources/source.ts";

/** A wait that is shorter is spent on the queue; a longer one is a later poll. In seconds. */
export const LONGEST_QUEUE_WAIT_SECONDS = 60;

export interface DocumentRequest {
  readonly url: string;
  readonly location?: SourcePoll["location"];
  readonly validators?: Validators | undefined;
  readonly robotsOverride?: Source["robotsOverride"];
  /** @default "crawl" */
  readonly priority?: Priority;
}

export interface FetchedDocument {
  readonly kind: "document";
  /** Content codings undone. */
  readonly body: Uint8Array;
  readonly contentType: string | null;
  /** Where it was found, after redirects. */
  readonly url: string;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
}

export interface FailedDocument {
  readonly kind: "failed";
  /** Of shared/errors.ts, or of shared/feeds. */
  readonly code: string;
  readonly message: string;
  readonly httpStatus?: number | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

export type DocumentOutcome =
  | FetchedDocument
  | FailedDocument
  | { readonly kind: "not-modified" }
  /** To be asked for there, in the turn of that host. */
  | { readonly kind: "redirected"; readonly location: NonNullable<SourcePoll["location"]> }
  | Wait;

export async function fetchDocument(
  politeness: Pick<Politeness, "fetch">,
  request: DocumentRequest,
  now: () => Date,
): Promise<DocumentOutcome> {
  const { location, robotsOverride } = request;
  // Validators are those of the source's own address; where it redirects to, they mean nothing.
  const validators = location ? undefined : request.validators;
  const polite = await politeness.fetch({
    url: location?.url ?? request.url,
    priority: request.priority ?? "crawl",
    robotsOverride,
    prepare: async () => ({ validators, cookies: location?.cookies, maxBodyBytes: SOURCE_LIMITS.maxBytes }),
  });
  switch (polite.kind) {
    case "wait": {
      const isLong = polite.reason === "robots" && polite.waitSeconds > LONGEST_QUEUE_WAIT_SECONDS;
      return isLong ? robotsFailed(polite.code ?? "timeout", polite.waitSeconds) : polite;
    }
    case "denied":
      return failed("robots-denied", `${FAILURES["robots-denied"].sentence} (${polite.robots.rule})`);
    case "unreachable":
      return failed(polite.code, polite.message);
    case "left":
      throw new Error("Nothing has it left");
    case "fetched":
      return toDocument(polite.outcome, location?.redirects ?? 0, validators !== undefined, now());
  }
}

function robotsFailed(code: FailureCode, waitSeconds: number): FailedDocument {
  return { ...failed(code, `robots.txt: ${FAILURES[code].sentence}`), retryAfterSeconds: waitSeconds };
}

async function toDocument(
  outcome: FetchOutcome,
  redirects: number,
  isConditional: boolean,
  now: Date,
): Promise<DocumentOutcome> {
  if (outcome.kind === "failed") return failed(outcome.error.code, outcome.error.message);
  if (outcome.kind === "redirected") {
    if (redirects >= FETCH_LIMITS.maxRedirects) return failed("too-many-redirects");
    return {
      kind: "redirected",
      location: { url: outcome.to, redirects: redirects + 1, cookies: [...outcome.cookies] },
    };
  }
  const exchange = outcome.exchanges.at(-1) ?? outcome.exchanges[0];
  if (exchange.status === 304 && isConditional) return { kind: "not-modified" };
  return readAnswer(exchange, now);
}

async function readAnswer(exchange: Exchange, now: Date): Promise<DocumentOutcome> {
  const { status, responseHeaders: headers, truncated, body, url } = exchange;
  if (status < 200 || status > 299) {
    const retryAfterSeconds = parseRetryAfter(headerList(headers, "retry-after"), now);
    const code = failureOfStatus(status) ?? "bad-response";
    return { ...failed(code, `${FAILURES[code].sentence} (${status})`), httpStatus: status, retryAfterSeconds };
  }
  try {
    const coding = headerList(headers, "content-encoding");
    const decoded = await decodeContent(body, coding, SOURCE_LIMITS.maxBytes, { allowPartial: truncated !== null });
    return {
      kind: "document",
      body: decoded,
      contentType: headerValues(headers, "content-type")[0] ?? null,
      url,
      // Half a document has no validators that could stand for the whole.
      etag: truncated ? undefined : headerValues(headers, "etag")[0],
      lastModified: truncated ? undefined : headerValues(headers, "last-modified")[0],
    };
  } catch (error) {
    if (!(error instanceof PressmarkError)) throw error;
    return failed(error.code, error.message);
  }
}

function failed(code: FailureCode, message: string = FAILURES[code].sentence): FailedDocument {
  return { kind: "failed", code, message };
}
