/**
 * Owns one request and its response over a connection of its own: deadlines, size limits, and what is kept when it ends
 * early. It must not follow redirects or know of cookies.
 */
import type { Socket } from "node:net";
import { Client, type Dispatcher, errors } from "undici";
import type { PressmarkError } from "../errors.ts";
import type { AddressGuard } from "./address-guard.ts";
import { BodyBuffer } from "./body-buffer.ts";
import { classifyFetchError, type Deadline, DeadlineError, fetchError, isParserError } from "./classify-error.ts";
import { createConnect } from "./connect.ts";
import type { Exchange, HeaderLines, Truncation } from "./exchange.ts";
import { headerValues, parseHeaderLines } from "./header-lines.ts";
import type { FetchLimits } from "./limits.ts";
import { isRedirectStatus } from "./redirect.ts";
import { requestTarget } from "./request-target.ts";
import { pairOf } from "./target-rules.ts";
import { WireTap } from "./wire-tap.ts";

/** What one hop needs. */
export interface ExchangeRequest {
  /** Absolute http(s) URL without fragment and credentials. */
  readonly url: URL;
  /** Header lines after Host and Connection, which undici writes. */
  readonly headers: HeaderLines;
  readonly limits: FetchLimits;
  readonly guard: AddressGuard;
  /** When the whole fetch must be over, on the `performance.now()` clock, in milliseconds. */
  readonly endsAtMs: number;
  /** The caller's wish to stop. */
  readonly signal?: AbortSignal | undefined;
}

export type ExchangeResult =
  | { readonly kind: "exchange"; readonly exchange: Exchange }
  | { readonly kind: "failed"; readonly error: PressmarkError };

/** How a hop ended, before it is known whether it counts as an exchange. */
type Ending =
  | { readonly kind: "complete" }
  | { readonly kind: "truncated"; readonly why: Truncation }
  | { readonly kind: "error"; readonly error: unknown };

/**
 * Sends one GET and collects its answer. Once the header block has come the result is an exchange, however the body
 * ends. The connection is closed when the promise settles.
 *
 * @throws the reason of `signal` when the caller aborts, and nothing else
 */
export async function runExchange(request: ExchangeRequest): Promise<ExchangeResult> {
  request.signal?.throwIfAborted();
  const hop = new Hop(request);
  const ending = await hop.run();
  await hop.close();
  request.signal?.throwIfAborted();
  return hop.resultOf(ending);
}

/** The state of one running hop; also the handler that undici reports to. */
class Hop implements Dispatcher.DispatchHandler {
  readonly #request: ExchangeRequest;
  readonly #closing = new AbortController();
  readonly #tap: WireTap;
  readonly #client: Client;
  readonly #body = new BodyBuffer();
  #end: (ending: Ending) => void = () => {};
  #ended = false;
  #timer: NodeJS.Timeout | undefined;
  #socket: Socket | undefined;
  #remoteAddress = "";
  #startedAt = new Date();
  #startedAtMs = performance.now();
  #endedAtMs = 0;
  #response: { status: number; statusText: string; headers: HeaderLines } | undefined;

  constructor(request: ExchangeRequest) {
    this.#request = request;
    this.#tap = new WireTap(request.limits.maxHeaderBytes, (error) => this.#end({ kind: "error", error }));
    this.#client = new Client(request.url.origin, {
      connect: createConnect({
        guard: request.guard,
        origin: request.url,
        signal: this.#closing.signal,
        onConnected: (socket) => this.#onConnected(socket),
      }),
      allowH2: false,
      useMilo: false,
      // The deadlines are kept here: undici's are coarse above one second, and its body time-out is for each chunk.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: request.limits.maxHeaderBytes,
    });
  }

  /** Sends the request and resolves once, with the first thing that ends the hop. */
  run(): Promise<Ending> {
    const { promise, resolve } = Promise.withResolvers<Ending>();
    const onAbort = (): void => this.#end({ kind: "error", error: this.#request.signal?.reason });
    this.#end = (ending) => {
      this.#end = () => {};
      this.#ended = true;
      this.#endedAtMs = performance.now();
      clearTimeout(this.#timer);
      this.#request.signal?.removeEventListener("abort", onAbort);
      resolve(ending);
    };
    this.#request.signal?.addEventListener("abort", onAbort, { once: true });
    this.#startDeadline("connect", this.#request.limits.connectTimeoutMs);
    const headers = this.#request.headers.flat();
    const path = requestTarget(this.#request.url.href);
    try {
      this.#client.dispatch({ path, method: "GET", headers, reset: true }, this);
    } catch (error) {
      this.#end({ kind: "error", error });
    }
    return promise;
  }

  /** Closes the connection, or stops making it, and waits until it is closed. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#client.destroy();
  }

  resultOf(ending: Ending): ExchangeResult {
    const { url } = this.#request;
    const response = this.#response;
    if (!response) {
      const cause = ending.kind === "error" ? ending.error : undefined;
      return { kind: "failed", error: classifyFetchError(cause, pairOf(url)) };
    }
    const line = this.#tap.statusLine ?? { httpVersion: "HTTP/1.1", statusText: response.statusText };
    const exchange: Exchange = {
      url: url.href,
      method: "GET",
      startedAt: this.#startedAt,
      requestHeaders: parseHeaderLines(this.#tap.requestHeaderBlock),
      remoteAddress: this.#remoteAddress,
      ...line,
      status: response.status,
      responseHeaders: response.headers,
      body: this.#body.toBytes(),
      truncated: truncationOf(ending),
      durationMs: this.#endedAtMs - this.#startedAtMs,
    };
    return { kind: "exchange", exchange };
  }

  onRequestStart(): void {
    this.#startedAt = new Date();
    this.#startedAtMs = performance.now();
    this.#startDeadline("headers", this.#request.limits.headersTimeoutMs);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _parsed: unknown,
    statusText?: string,
  ): void {
    // Interim answers come here too; the deadline for the final one goes on.
    if (status < 200) return;
    this.#response = { status, statusText: statusText ?? "", headers: rawHeaderLines(controller.rawHeaders) };
    this.#startDeadline("body", this.#request.limits.bodyTimeoutMs);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = this.#maxBodyBytes() - this.#body.length;
    this.#body.add(chunk.subarray(0, room));
    // Ending the hop closes the connection before another read: at most this chunk is dropped.
    if (chunk.length > room) this.#end({ kind: "truncated", why: "length" });
  }

  onResponseEnd(): void {
    // A body that only the end of the connection delimits, ended by a reset, is not known to be whole.
    const reset = this.#socket?.errored && !this.#hasFraming();
    this.#end(reset ? { kind: "truncated", why: "disconnect" } : { kind: "complete" });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end({ kind: "error", error });
  }

  #onConnected(socket: Socket): void {
    this.#socket = socket;
    this.#remoteAddress = socket.remoteAddress ?? "";
    this.#tap.attach(socket);
  }

  #maxBodyBytes(): number {
    const { limits } = this.#request;
    const redirects = this.#response && isRedirectStatus(this.#response.status);
    return redirects ? Math.min(limits.maxRedirectBodyBytes, limits.maxBodyBytes) : limits.maxBodyBytes;
  }

  #hasFraming(): boolean {
    const headers = this.#response?.headers ?? [];
    return ["content-length", "transfer-encoding"].some((name) => headerValues(headers, name).length > 0);
  }

  /** Replaces the running deadline. None lasts longer than the whole fetch may. */
  #startDeadline(deadline: Deadline, limitMs: number): void {
    // undici may report once more while it is being closed; a timer then would keep the process alive.
    if (this.#ended) return;
    const leftMs = Math.max(0, this.#request.endsAtMs - performance.now());
    const total = leftMs < limitMs;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        if (deadline === "body") return this.#end({ kind: "truncated", why: "time" });
        const missed: Deadline = total ? "total" : deadline;
        this.#end({
          kind: "error",
          error: new DeadlineError(missed, total ? this.#request.limits.totalTimeoutMs : limitMs),
        });
      },
      Math.min(limitMs, leftMs),
    );
  }
}

/** Why a body that began did not end well, as WARC-Truncated names it; null where it did. */
function truncationOf(ending: Ending): Truncation | null {
  if (ending.kind === "complete") return null;
  if (ending.kind === "truncated") return ending.why;
  // A chunked body that breaks its own framing, or has trailers without end, did not end for a reason that WARC has a
  // name for; one that stops inside a chunk was cut off.
  const { error } = ending;
  if (!(error instanceof Error)) return "disconnect";
  const broken = isParserError(error) ? !/\bEOF\b/.test(error.message) : error instanceof errors.HeadersOverflowError;
  return broken ? "unspecified" : "disconnect";
}

function rawHeaderLines(raw: Dispatcher.DispatchController["rawHeaders"]): HeaderLines {
  if (!Array.isArray(raw)) return [];
  const text = raw.map((each) => (typeof each === "string" ? each : each.toString("latin1")));
  const lines: [string, string][] = [];
  for (let index = 0; index + 1 < text.length; index += 2) lines.push([text[index] ?? "", text[index + 1] ?? ""]);
  return lines;
}

/** What a hop fails with that must not even start because the time for the whole fetch is up. */
export function totalTimeoutError(url: URL, limits: FetchLimits): PressmarkError {
  return fetchError("timeout", pairOf(url), new DeadlineError("total", limits.totalTimeoutMs));
}
