/** Owns the contract of a service behind the gateway. Types only. */
import type { ServerResponse } from "node:http";
import type { BufferedRequest } from "../emulators/replay.ts";
import type { Caller } from "./callers.ts";
import type { Dialect, Refusal, Reply } from "./errors.ts";

export interface Service {
  readonly dialect: Dialect;
  /** Answers a browser's preflight, which nobody has signed. */
  preflight?(request: Pick<BufferedRequest, "method" | "url" | "headers">): Reply;
  /**
   * Answers one request: with a reply, with a refusal that the gateway writes in the service's dialect, or with
   * undefined when something else writes the response.
   */
  handle(
    request: BufferedRequest,
    caller: Caller,
    response: ServerResponse,
  ): Refusal | Reply | undefined | Promise<Refusal | Reply | undefined>;
}
