/** Owns the shapes of one HTTP exchange and of a whole fetch. Pure types: fetch makes them, warc/ writes them. */
import type { SetCookie } from "../../events/capture-requested.ts";
import type { PressmarkError } from "../errors.ts";

/** Header lines in wire order and wire case; repeated names stay repeated. */
export type HeaderLines = ReadonlyArray<readonly [name: string, value: string]>;

/** Why a body ends early; the values of `WARC-Truncated` (WARC 1.1, section 5.13). */
export type Truncation = "length" | "time" | "disconnect" | "unspecified";

/** One request and its response, as they went over the wire. */
export interface Exchange {
  /** Absolute URL that was requested, without fragment. */
  readonly url: string;
  readonly method: "GET";
  /** When the request was sent. */
  readonly startedAt: Date;
  readonly requestHeaders: HeaderLines;
  /** Address that was connected to, without port. */
  readonly remoteAddress: string;
  /** `HTTP/1.1` and so on, as the status line said. */
  readonly httpVersion: string;
  readonly status: number;
  readonly statusText: string;
  readonly responseHeaders: HeaderLines;
  /** Body after transfer coding (chunks joined), before content coding: what `WARC-Payload-Digest` is computed over. */
  readonly body: Uint8Array;
  readonly truncated: Truncation | null;
  /** From sending the request to the last body byte, in milliseconds. */
  readonly durationMs: number;
}

/** Validators of an earlier capture, for a conditional request (RFC 9110, section 13). */
export interface Validators {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

export interface FetchRequest {
  readonly url: string;
  /** Sent with the first request only, and only while it stays on `url`. */
  readonly validators?: Validators | undefined;
  /** What earlier hops of the same chain have set. */
  readonly cookies?: readonly SetCookie[] | undefined;
  /**
   * `follow` walks the whole chain at once; `report` stops at a redirect and says where it leads, so that each hop can
   * wait for the turn of its own host. @default "follow"
   */
  readonly redirects?: "follow" | "report" | undefined;
  /** What the answer may be, as `Accept` says it. @default pages first, all else too */
  readonly accept?: string | undefined;
  /** Body bytes kept of the answer. @default the fetcher's limit */
  readonly maxBodyBytes?: number | undefined;
}

/**
 * How a fetch ended. `exchanges` holds every completed exchange in order, redirects first; on `failed` it holds what
 * completed before the failure, and may be empty. A 4xx or 5xx answer is `fetched`: what it means is the caller's to say.
 * `redirected` is answered where redirects are only reported: where to, and the cookies of the chain so far.
 */
export type FetchOutcome =
  | { readonly kind: "fetched"; readonly exchanges: readonly [Exchange, ...Exchange[]] }
  | {
      readonly kind: "redirected";
      readonly exchanges: readonly [Exchange, ...Exchange[]];
      readonly to: string;
      readonly cookies: readonly SetCookie[];
    }
  | { readonly kind: "failed"; readonly exchanges: readonly Exchange[]; readonly error: PressmarkError };

/** Fetches one URL, following redirects. Never throws for anything a server or the network does. */
export type FetchUrl = (request: FetchRequest, signal?: AbortSignal) => Promise<FetchOutcome>;
