/**
 * Owns what is taken for a page's content where Readability is of no use: the page's own main part, or all of it
 * without the site's furniture. It weighs nothing; that is Readability's part.
 */
import { type DefaultTreeAdapterTypes, serialize } from "parse5";
import { attributeOf, isElement, type PageElement, type PageNode } from "../page/page-tree.ts";

/** Stands around every page of a site. */
const FURNITURE = new Set(["nav", "header", "footer", "aside", "head"]);
const FURNITURE_ROLES = new Set(["navigation", "banner", "contentinfo", "search"]);

/**
 * The HTML of a page's only `main` or `article`, else of its body, without navigation, headers and footers.
 *
 * Takes those out of the tree itself: whoever still needs them reads the tree before.
 */
export function wholePageHtml(tree: DefaultTreeAdapterTypes.Document): string {
  const found: { [name in "main" | "article" | "body"]: PageElement[] } = { main: [], article: [], body: [] };
  prune(tree, found);
  const [root] = [found.main, found.article, found.body].flatMap((elements) => (elements.length === 1 ? elements : []));
  return serialize(root ?? tree, { scriptingEnabled: false });
}

function prune(parent: PageNode, found: { readonly [name in "main" | "article" | "body"]: PageElement[] }): void {
  if (!("childNodes" in parent)) return;
  parent.childNodes = parent.childNodes.filter((child) => !isElement(child) || !isFurniture(child));
  for (const child of parent.childNodes) {
    if (!isElement(child)) continue;
    const { tagName } = child;
    if (tagName === "main" || tagName === "article" || tagName === "body") found[tagName].push(child);
    prune(child, found);
  }
}

function isFurniture(element: PageElement): boolean {
  return FURNITURE.has(element.tagName) || FURNITURE_ROLES.has(attributeOf(element, "role") ?? "");
}
