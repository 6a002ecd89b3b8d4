/** Owns the shape of who calls. Pure. */
import type { Scope } from "../names.ts";

/** Who calls: the name of the token's holder, and what it may do. */
export interface Caller {
  readonly token: string;
  readonly scopes: readonly Scope[];
}

/** Who calls where nobody needs to say: on public routes, and in an archive that anyone may read. */
export const NOBODY: Caller = { token: "", scopes: [] };
