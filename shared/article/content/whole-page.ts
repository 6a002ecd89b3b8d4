/**
 * Owns what is taken for a page's content where nothing better was found: the page's own main part, or all of it
 * without the site's furniture. It weighs nothing.
 */
import type { Element, ElementContent, Root, RootContent } from "hast";

/** Stands around every page of a site. */
const FURNITURE = new Set(["nav", "header", "footer", "aside", "head"]);
const FURNITURE_ROLES = new Set(["navigation", "banner", "contentinfo", "search"]);

interface Found {
  readonly main: Element[];
  readonly article: Element[];
  readonly body: Element[];
}

/** A page's only `main` or `article`, else its body, without navigation, headers and footers. Copies what it returns. */
export function wholePage(page: Root): Root {
  const found: Found = { main: [], article: [], body: [] };
  const pruned: Root = { type: "root", children: prune(page.children, found) };
  const [root] = [found.main, found.article, found.body].flatMap((elements) => (elements.length === 1 ? elements : []));
  return root === undefined ? pruned : { type: "root", children: root.children };
}

function prune(children: readonly RootContent[], found: Found): ElementContent[] {
  return children.flatMap((child): ElementContent[] => {
    if (child.type === "doctype") return [];
    if (child.type !== "element") return [child];
    if (isFurniture(child)) return [];
    const kept: Element = { ...child, children: prune(child.children, found) };
    const { tagName } = child;
    if (tagName === "main" || tagName === "article" || tagName === "body") found[tagName].push(kept);
    return [kept];
  });
}

function isFurniture({ tagName, properties }: Element): boolean {
  return FURNITURE.has(tagName) || FURNITURE_ROLES.has(String(properties.role ?? ""));
}
