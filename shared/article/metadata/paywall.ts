/** Owns what a page declares of being locked: the whole of it, or parts by their selectors. Pure. */
import { isNode, listOf, property, textOf } from "./json-ld.ts";
import type { PageFacts } from "./page-facts.ts";

const MAX_PARTS = 20;
const MAX_SELECTOR_CHARS = 200;

/** What a page says of its access. */
export interface DeclaredAccess {
  /** True where a part of the article is declared not to be free (schema.org `hasPart`, `isAccessibleForFree` false). */
  readonly hasLockedPart: boolean;
  /** CSS selectors of the locked parts, as the page gives them. */
  readonly lockedSelectors: readonly string[];
}

/** Reads `hasPart` of the article's and the page's node, in which publishers tell search engines what subscribers see. */
export function readDeclaredAccess({ linkedData }: PageFacts): DeclaredAccess {
  const parts = [linkedData.article, linkedData.page].flatMap((node) =>
    listOf(property(node, "hasPart")).slice(0, MAX_PARTS),
  );
  const locked = parts.filter(
    (part) => isNode(part) && readFreedom(String(property(part, "isAccessibleForFree"))) === false,
  );
  const selectors = locked.flatMap((part) => textOf(isNode(part) ? property(part, "cssSelector") : null) ?? []);
  return {
    hasLockedPart: locked.length > 0,
    lockedSelectors: selectors.filter((selector) => selector.length <= MAX_SELECTOR_CHARS).slice(0, MAX_PARTS),
  };
}

/** `isAccessibleForFree` and content tiers as publishers write them: true, "False", `http://schema.org/False`, "locked". */
export function readFreedom(raw: string): boolean | null {
  const word = raw
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/schema\.org\//, "");
  if (["true", "yes", "free"].includes(word)) return true;
  if (["false", "no", "locked"].includes(word)) return false;
  return null;
}
