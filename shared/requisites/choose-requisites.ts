/**
 * Owns which of a page's links are its requisites, and in which order they are asked for: what the page cannot do without
 * first, so that a limit cuts off what it can. No scripts, frames or films are among them. Pure.
 */
import type { PageLink } from "../page-links/read-page-links.ts";
import { isWanted, REQUISITE_LIMITS, type RequisiteKind, type Wanted } from "./requisite.ts";

export interface ChosenRequisites {
  readonly links: readonly { readonly url: string; readonly as: RequisiteKind }[];
  /** Wanted ones that were too many. */
  readonly leftOut: number;
}

/**
 * Variants of pictures for other screens that are taken of one page, or stylesheet: a page of forty pictures, each in eight
 * widths, shall not have its fonts left out for them.
 */
const MAX_VARIANTS = 100;

/** SQS takes 256 KiB; URLs are ASCII, and JSON adds some 40 bytes to each. */
const MAX_CHARS = 200 * 1024;
const CHARS_BESIDE_URL = 40;

const RANK = { stylesheet: 0, font: 1, image: 2, icon: 3 } as const satisfies Record<RequisiteKind, number>;
const VARIANT_RANK = 4;

/** What a desktop of our days would choose of a `srcset`: a picture of about this width, in CSS pixels. */
const USUAL_WIDTH = 1000;

export function chooseRequisites(found: readonly PageLink[], wanted: Wanted): ChosenRequisites {
  const candidates = found.flatMap((link) => {
    const as = kindOf(link);
    return as && isWanted(as, wanted) ? [{ url: link.url, as, rank: rankOf(link, as), oddity: oddityOf(link) }] : [];
  });
  const ordered = candidates.sort((a, b) => a.rank - b.rank || a.oddity - b.oddity);
  const chosen = new Map<string, RequisiteKind>();
  const seen = new Set<string>();
  let [variants, chars] = [0, 0];
  for (const { url, as, rank } of ordered) {
    if (seen.has(url)) continue;
    seen.add(url);
    const isVariant = rank === VARIANT_RANK;
    const needed = url.length + CHARS_BESIDE_URL;
    if (chosen.size === REQUISITE_LIMITS.perPage || chars + needed > MAX_CHARS) continue;
    if (isVariant && variants === MAX_VARIANTS) continue;
    chosen.set(url, as);
    chars += needed;
    if (isVariant) variants += 1;
  }
  return { links: [...chosen].map(([url, as]) => ({ url, as })), leftOut: seen.size - chosen.size };
}

function kindOf({ kind }: PageLink): RequisiteKind | undefined {
  return kind === "image" || kind === "stylesheet" || kind === "font" || kind === "icon" ? kind : undefined;
}

function rankOf({ descriptor }: PageLink, as: RequisiteKind): number {
  return as === "image" && descriptor ? VARIANT_RANK : RANK[as];
}

/** How far from the usual a variant is: 0 for what any desktop would show. */
function oddityOf({ descriptor = "" }: PageLink): number {
  const size = Number.parseFloat(descriptor);
  if (!(size > 0)) return 0;
  return Math.abs(Math.log(descriptor.endsWith("w") ? size / USUAL_WIDTH : size));
}
