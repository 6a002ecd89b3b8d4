/** Owns what a page's own address says of its kind: words that sites file their pages under. Pure. */

/** Held against host and path, in lower case: `courier.example/news/mill`. */
const SHAPES = {
  article:
    /\/(?:blogs?|news|articles?|stor(?:y|ies)|posts?|opinion|magazine|insights?|press-releases?|journal|artikel|actualites?|noticias?|nachrichten|notizie|nieuws|nyheter)\/[^/]+/,
  product: /\/(?:products?|p|dp|ip|item|itm|prod|produit|produkt|producto|prodotto|listing)\/[^/]/,
  forum: /forum|\/(?:threads?|t|topics?|questions|discussions?|viewtopic|showthread|community|boards?)\b|^community\./,
  documentation:
    /^(?:docs?|developer|developers|help|support|wiki|man|api|learn|manual|book|kb|cheatsheet)\d*\.|readthedocs|\/(?:docs?|documentation|manual|reference|api|handbook|guide|tutorial|wiki|man\d?|book|kb|ref|library|getting-started|get-started|installation|stable|latest|current|howto)(?:\/|$)/,
  missing: /\/(?:[\w-]*404[\w-]*|not-?found|page-not-found|errors?)(?:\.\w+)?\/?$/,
  consent:
    /^(?:consent|privacy-?gate|cmp|zustimmung|privacy)\.|\/(?:consent|cookie-?wall|privacy-?gate|collectconsent)\b/,
} as const satisfies Record<string, RegExp>;

export type AddressShape = keyof typeof SHAPES;

/** The shapes that an address has, and how many words its last name is made of, as headlines in addresses are. */
export interface Address {
  readonly shapes: ReadonlySet<AddressShape>;
  readonly slugWords: number;
}

export function readAddress(url: string): Address {
  const parts = URL.parse(url);
  if (parts === null) return { shapes: new Set(), slugWords: 0 };
  const address = `${parts.hostname}${parts.pathname}`.toLowerCase();
  const names = Object.keys(SHAPES) as AddressShape[];
  const slug = parts.pathname.split("/").findLast((name) => name !== "") ?? "";
  const words = slug.split(/[-_+]|%20/).filter((word) => word !== "" && !/^\d+$/.test(word));
  return { shapes: new Set(names.filter((name) => SHAPES[name].test(address))), slugWords: words.length };
}
