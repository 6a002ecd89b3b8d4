/**
 * Owns which attributes of which elements hold addresses, what each address is for, and how it is written there: one
 * table for whoever fetches what a page needs and whoever rewrites it. Pure.
 */

/** What an address is for. A browser fetches by itself what is neither `link`, `cite`, `form`, `base` nor `related`. */
export type LinkKind =
  | "link"
  | "image"
  | "stylesheet"
  | "script"
  | "font"
  | "icon"
  | "frame"
  | "media"
  | "track"
  | "object"
  | "manifest"
  | "form"
  | "refresh"
  | "base"
  | "cite"
  | "ping"
  /** `preload`, `prefetch`, `preconnect`, `dns-prefetch`: what a browser may do ahead of time. */
  | "hint"
  /** What a `<link>` names without its being fetched: `canonical`, `next`, `alternate`. */
  | "related"
  /** What neither a browser nor a reader follows by itself: `longdesc`, `itemid`, the previews that `<meta>` names. */
  | "other";

/** How an attribute writes addresses; `html` is a whole page in `srcdoc`. */
export type LinkSyntax = "url" | "url-list" | "srcset" | "css" | "refresh" | "html";

export interface LinkAttribute {
  /** As the tag has it, with its prefix: `xlink:href`. */
  readonly name: string;
  readonly value: string;
  readonly kind: LinkKind;
  readonly syntax: LinkSyntax;
  /** A script of the page would put this in place of the attribute that it names. */
  readonly standsFor?: "src" | "srcset" | "poster" | "background" | undefined;
}

/** A start tag as the tokenizer gives it. */
export interface Tag {
  /** Lower case; SVG's own names as SVG spells them. */
  readonly tagName: string;
  readonly attrs: readonly { readonly name: string; readonly value: string; readonly prefix?: string | undefined }[];
}

type Entry = readonly [kind: LinkKind, syntax?: LinkSyntax];

const IMAGE_SET: Entry = ["image", "srcset"];

/** By element, then attribute. `*` is any element. */
const TABLE: Readonly<Record<string, Readonly<Record<string, Entry>>>> = {
  "*": { style: ["image", "css"], background: ["image"], itemid: ["other"] },
  a: { href: ["link"], "xlink:href": ["link"], ping: ["ping", "url-list"] },
  area: { href: ["link"], ping: ["ping", "url-list"] },
  applet: { code: ["object"], codebase: ["object"], archive: ["object", "url-list"] },
  audio: { src: ["media"] },
  base: { href: ["base"] },
  blockquote: { cite: ["cite"] },
  button: { formaction: ["form"] },
  del: { cite: ["cite"] },
  embed: { src: ["object"] },
  feImage: { href: ["image"], "xlink:href": ["image"] },
  fencedframe: { src: ["frame"] },
  form: { action: ["form"] },
  frame: { src: ["frame"], longdesc: ["other"] },
  head: { profile: ["other"] },
  html: { manifest: ["manifest"] },
  iframe: { src: ["frame"], srcdoc: ["frame", "html"], longdesc: ["other"] },
  image: { href: ["image"], "xlink:href": ["image"] },
  img: { src: ["image"], srcset: IMAGE_SET, lowsrc: ["image"], longdesc: ["other"] },
  input: { src: ["image"], formaction: ["form"] },
  ins: { cite: ["cite"] },
  link: { imagesrcset: ["hint", "srcset"] },
  object: { data: ["object"], codebase: ["object"], classid: ["object"], archive: ["object", "url-list"] },
  portal: { src: ["frame"] },
  q: { cite: ["cite"] },
  script: { src: ["script"], href: ["script"], "xlink:href": ["script"] },
  source: { src: ["media"], srcset: IMAGE_SET },
  track: { src: ["track"] },
  use: { href: ["image"], "xlink:href": ["image"] },
  video: { src: ["media"], poster: ["image"] },
};

/** Of `img` and `source`: where scripts that load pictures late keep the address until then. */
const LAZY: Readonly<Record<string, readonly [standsFor: "src" | "srcset", syntax: LinkSyntax]>> = {
  "data-src": ["src", "url"],
  "data-lazy-src": ["src", "url"],
  "data-lazy": ["src", "url"],
  "data-original": ["src", "url"],
  "data-original-src": ["src", "url"],
  "data-orig-file": ["src", "url"],
  "data-hi-res-src": ["src", "url"],
  "data-full-src": ["src", "url"],
  "data-srcset": ["srcset", "srcset"],
  "data-lazy-srcset": ["srcset", "srcset"],
  "data-original-set": ["srcset", "srcset"],
};

/** Of any element: a background that a script would set. */
const LAZY_BACKGROUND = new Set(["data-bg", "data-background", "data-background-image"]);

/** SVG's attributes that are CSS and can point out of the page. */
const SVG_PRESENTATION = new Set(
  "clip-path cursor fill filter marker marker-end marker-mid marker-start mask stroke".split(" "),
);

/** Relations of `<link>`, the first that a browser would act on. */
const RELATIONS: readonly (readonly [RegExp, LinkKind])[] = [
  [/^stylesheet$/, "stylesheet"],
  [/^(?:icon|apple-touch-icon(?:-precomposed)?|apple-touch-startup-image|mask-icon|fluid-icon)$/, "icon"],
  [/^image_src$/, "image"],
  [/^modulepreload$/, "script"],
  [/^manifest$/, "manifest"],
  [/^(?:preload|prefetch|prerender|preconnect|dns-prefetch|expect|compression-dictionary)$/, "hint"],
];

const NONE: Readonly<Record<string, Entry>> = {};

/** The attributes of a tag that hold addresses, in the tag's order. */
export function linkAttributesOf(tag: Tag): LinkAttribute[] {
  const own = Object.hasOwn(TABLE, tag.tagName) ? (TABLE[tag.tagName] ?? NONE) : NONE;
  return tag.attrs.flatMap(({ name: local, value, prefix }) => {
    const name = prefix ? `${prefix}:${local}` : local;
    const found = entryOf(tag, own, name, value);
    return found ? [{ name, value, ...found }] : [];
  });
}

type Found = Omit<LinkAttribute, "name" | "value">;

function entryOf(tag: Tag, own: Readonly<Record<string, Entry>>, name: string, value: string): Found | undefined {
  const entry = (Object.hasOwn(own, name) ? own[name] : undefined) ?? anyElement(name);
  if (entry) return { kind: entry[0], syntax: entry[1] ?? "url" };
  if (tag.tagName === "link" && name === "href") return { kind: relationOf(tag), syntax: "url" };
  if (tag.tagName === "meta" && name === "content") return metaEntry(tag);
  const lazy = isLazyHolder(tag.tagName) && Object.hasOwn(LAZY, name) ? LAZY[name] : undefined;
  if (lazy) return { kind: lazyKind(tag.tagName, lazy[0]), syntax: lazy[1], standsFor: lazy[0] };
  if (tag.tagName === "video" && name === "data-poster") return { kind: "image", syntax: "url", standsFor: "poster" };
  if (LAZY_BACKGROUND.has(name) && looksLikeAddress(value)) {
    return { kind: "image", syntax: /^\s*url\(/i.test(value) ? "css" : "url", standsFor: "background" };
  }
  return SVG_PRESENTATION.has(name) ? { kind: "image", syntax: "css" } : undefined;
}

const anyElement = (name: string): Entry | undefined =>
  name === "style" || name === "background" || name === "itemid" ? TABLE["*"]?.[name] : undefined;

const isLazyHolder = (tagName: string): boolean => /^(?:img|source|iframe|video|audio|embed|amp-img)$/.test(tagName);

function lazyKind(tagName: string, standsFor: "src" | "srcset"): LinkKind {
  if (standsFor === "srcset" || tagName === "img" || tagName === "amp-img") return "image";
  if (tagName === "embed") return "object";
  return tagName === "iframe" ? "frame" : "media";
}

/** `data-background="dark"` is a name of a look. */
const looksLikeAddress = (value: string): boolean => /^\s*(?:url\(|https?:|\/|\.{1,2}\/)|\.\w{3,4}\s*$/i.test(value);

/** What a `<link>` is: of several relations, the one that has something fetched (alternative stylesheets too). */
function relationOf(tag: Tag): LinkKind {
  const relations = attributeOf(tag, "rel")
    .toLowerCase()
    .split(/[\t\n\f\r ]+/);
  // Loaded early, and put in force by one word of script.
  if (relations.includes("preload") && /\brel\s*=\s*["']stylesheet["']/.test(attributeOf(tag, "onload")))
    return "stylesheet";
  return RELATIONS.find(([pattern]) => relations.some((relation) => pattern.test(relation)))?.[1] ?? "related";
}

/** `http-equiv=refresh`, and the previews that other sites would show of the page. */
function metaEntry(tag: Tag): Found | undefined {
  if (attributeOf(tag, "http-equiv").trim().toLowerCase() === "refresh") return { kind: "refresh", syntax: "refresh" };
  const property = (attributeOf(tag, "property") || attributeOf(tag, "name")).toLowerCase();
  if (/^(?:og:(?:url|image|image:url|image:secure_url)|twitter:image|twitter:image:src|twitter:url)$/.test(property)) {
    return { kind: "other", syntax: "url" };
  }
  return /^msapplication-tileimage$/.test(property) ? { kind: "icon", syntax: "url" } : undefined;
}

/** An attribute's value, or the empty string. */
export function attributeOf({ attrs }: Tag, name: string): string {
  return attrs.find((attr) => !attr.prefix && attr.name === name)?.value ?? "";
}
