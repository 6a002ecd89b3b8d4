/**
 * Owns the words that makers of pages put into class names and ids, whatever language the page is in: what they say of a
 * part. Widely used conventions only; no publisher's own names.
 */

/** What a part of a page is for, by its class names and id. */
const ROLE_WORDS = {
  navigation: ["nav", "navbar", "navigation", "menu", "footer", "topbar", "megamenu"],
  sidebar: ["sidebar", "toc", "sidenav", "tableofcontents", "contents", "sphinxsidebar"],
  comment: ["comment", "comments", "commentlist", "respond"],
  person: ["author", "avatar", "user", "username", "member", "byline", "poster"],
  button: ["btn", "button", "cta"],
  cart: ["cart", "addtocart", "basket", "buy", "atc", "checkout", "sku", "wishlist", "quantity", "qty"],
  docs: [
    "docs",
    "doc",
    "docsearch",
    "documentation",
    "toctree",
    "rustdoc",
    "mdbook",
    "devsite",
    "apidoc",
    "wiki",
    "mw",
  ],
  consent: ["consent", "cookie", "cookies", "gdpr", "cmp", "ccpa", "tcf", "cookiewall"],
  paywall: ["paywall", "regwall", "metered", "meter", "piano", "paygate", "barrier", "premium", "locked", "unlock"],
  fade: ["fade", "fadeout", "gradient", "truncated", "blurred", "blur", "clipped"],
  missing: ["error404", "404", "notfound", "page404", "pagenotfound"],
  captcha: ["captcha", "hcaptcha", "recaptcha", "turnstile", "challenge", "geetest", "funcaptcha"],
} as const satisfies Record<string, readonly string[]>;

/** `has-sidebar`, `menu-open` and `content-with-nav` name what stands around a part, not the part. */
const AROUND = new Set([
  "has",
  "with",
  "no",
  "without",
  "open",
  "content",
  "wrapper",
  "layout",
  "page",
  "body",
  "site",
  "container",
]);

export type PartRole = keyof typeof ROLE_WORDS;

const ROLES = new Map<string, PartRole[]>();
for (const [role, words] of Object.entries(ROLE_WORDS) as [PartRole, readonly string[]][]) {
  for (const word of words) ROLES.set(word, [...(ROLES.get(word) ?? []), role]);
}

/** So much of an element's names is read. */
const MAX_NAME_CHARS = 400;
/** `add-to-cart` and `postBody` are several words; `404` and `error404` are one. */
const WORD = /[\p{L}\p{N}]+/gu;
/** Nine names in ten, and read in a tenth of the time. */
const PLAIN = /^[a-z0-9_-]+$/;
const CAMEL = /(?<=\p{Ll})(?=\p{Lu})/u;

/**
 * Remembers the roles of names, as a page repeats them hundreds of times. One for each page: what one page says must not
 * be kept for the next.
 */
export class RoleReader {
  readonly #known = new Map<string, readonly PartRole[]>();
  /** Of single names, which differ less than their combinations. */
  readonly #knownNames = new Map<string, readonly PartRole[]>();

  /** @param names - An element's class attribute and id, in one string. */
  rolesOf(names: string): readonly PartRole[] {
    if (names === "") return [];
    const known = this.#known.get(names);
    if (known !== undefined) return known;
    const roles = new Set<PartRole>();
    for (const name of names.slice(0, MAX_NAME_CHARS).split(/\s+/)) {
      for (const role of this.#rolesOfName(name)) roles.add(role);
    }
    const list = [...roles];
    this.#known.set(names, list);
    return list;
  }

  #rolesOfName(name: string): readonly PartRole[] {
    let roles = this.#knownNames.get(name);
    if (roles === undefined) {
      roles = readRoles(name);
      this.#knownNames.set(name, roles);
    }
    return roles;
  }
}

function readRoles(name: string): readonly PartRole[] {
  const words = wordsOf(name);
  const isAround = words.some((word) => AROUND.has(word));
  const roles = [name.replace(/[-_]/g, "").toLowerCase(), ...words].flatMap((word) => ROLES.get(word) ?? []);
  return isAround ? roles.filter((role) => role !== "navigation" && role !== "sidebar") : roles;
}

function wordsOf(name: string): readonly string[] {
  if (PLAIN.test(name)) return name.split(/[-_]/);
  return (name.match(WORD) ?? []).flatMap((word) => word.split(CAMEL)).map((word) => word.toLowerCase());
}
