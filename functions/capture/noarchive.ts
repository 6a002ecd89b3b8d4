/** Owns what an answer's `X-Robots-Tag: noarchive` means: it is recorded, and where it binds nothing of it is kept. Pure. */
import { FAILURES } from "../../shared/errors.ts";
import { headerValues } from "../../shared/fetch/header-lines.ts";
import type { Capture } from "../../shared/index/capture.ts";
import { readArchiveDirectives } from "../../shared/robots/archive-directives.ts";
import { PRODUCT_TOKEN } from "../../shared/robots/product-token.ts";
import type { Decision } from "./decide.ts";

export type Noarchive = NonNullable<Capture["noarchive"]>;

/** A page can say the same in its HTML: extract reads that. */
export function applyNoarchive(
  decision: Decision,
  binding: boolean,
): { readonly decision: Decision; readonly noarchive: Noarchive | undefined } {
  const last = decision.kind === "settle" && !decision.failure ? decision.exchanges.at(-1) : undefined;
  const values = last ? headerValues(last.responseHeaders, "x-robots-tag") : [];
  if (!readArchiveDirectives(values, [], PRODUCT_TOKEN).noarchive) return { decision, noarchive: undefined };
  if (!binding) return { decision, noarchive: { from: "x-robots-tag", binding } };
  const failure = { code: "noarchive", message: FAILURES.noarchive.sentence } as const;
  return { decision: { kind: "settle", exchanges: [], failure }, noarchive: undefined };
}
