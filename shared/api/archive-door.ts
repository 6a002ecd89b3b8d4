/**
 * Owns who may read by the protocols of web archives. Existing clients send no tokens, and browsers none but by `Basic`,
 * so API Gateway's authorizer does not stand before these routes: the function looks a token up itself where one is
 * needed. What a browser was given for these routes opens no other: the rest of the API takes `Bearer` alone.
 */
import type { TokenStore } from "../index/token-store.ts";
import type { ARCHIVE_ACCESS } from "../names.ts";
import { type Caller, NOBODY } from "./caller.ts";
import { tokenOf } from "./credentials.ts";
import { ProblemError } from "./problems.ts";

/** Lets a request in and says who calls. @throws ProblemError `archive-locked`, `forbidden` */
export type ArchiveDoor = (authorization: string | undefined) => Promise<Caller>;

export function createArchiveDoor(
  access: (typeof ARCHIVE_ACCESS)[number],
  tokens: Pick<TokenStore, "find">,
): ArchiveDoor {
  return async (authorization) => {
    if (access === "public") return NOBODY;
    const token = tokenOf(authorization, ["bearer", "basic", "low"]);
    const holder = token && (await tokens.find(token));
    if (!holder) throw new ProblemError("archive-locked");
    if (!holder.scopes.includes("read")) throw new ProblemError("forbidden");
    return { token: holder.name, scopes: holder.scopes };
  };
}
