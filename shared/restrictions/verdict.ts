/** Owns whether a capture may be read, given the restrictions of its site. Every way of reading asks here. Pure. */
import { toUrlkey } from "../url/urlkey.ts";
import type { Restriction } from "./restriction.ts";

/** What is looked at of a capture, or of a row in a list. */
export interface Restrictable {
  readonly id: string;
  readonly url: string;
  readonly capturedAt: string;
  /** Present where the page itself asks not to be archived. */
  readonly noarchive?: { readonly binding: boolean } | undefined;
}

/** `withheld`: by the page's own `noarchive`, which binds. */
export type Verdict =
  | { readonly kind: "open" }
  | { readonly kind: "withheld" }
  | { readonly kind: "blocked" | "embargoed" | "erased"; readonly by: Restriction };

const OPEN: Verdict = { kind: "open" };

/** An erasure is told before a block, and a block before an embargo: what is said is what will stay longest. */
const KINDS = [
  ["erase", "erased"],
  ["block", "blocked"],
  ["embargo", "embargoed"],
] as const;

/**
 * @param restrictions of the capture's site, as {@link ../index/restriction-store.ts} lists them
 */
export function verdictOn(capture: Restrictable, restrictions: readonly Restriction[], now: Date): Verdict {
  const inForce = restrictions.filter((restriction) => isInForce(restriction, now) && covers(restriction, capture));
  for (const [effect, kind] of KINDS) {
    const by = inForce.find((restriction) => restriction.effect === effect);
    if (by) return { kind, by };
  }
  return capture.noarchive?.binding ? { kind: "withheld" } : OPEN;
}

/** Whether it holds at this moment. */
export function isInForce({ lifted, until }: Restriction, now: Date): boolean {
  return !lifted && (until === undefined || Date.parse(until) > now.getTime());
}

/** Whether a restriction speaks of a capture. An erasure speaks of what there was when it was asked for, and no more. */
export function covers({ effect, scope, at }: Restriction, { id, url, capturedAt }: Restrictable): boolean {
  if (effect === "erase" && capturedAt > at) return false;
  if (scope.kind === "capture") return scope.captureId === id;
  const key = toUrlkey(url);
  return scope.kind === "url" ? key === toUrlkey(scope.url) : key.startsWith(toUrlkey(scope.url));
}
