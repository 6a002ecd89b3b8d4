/**
 * Owns making extracted HTML safe to show and independent of its page: an allow list of elements and attributes, all
 * addresses absolute, lazy pictures resolved. It must not decide what belongs to the article.
 */
import type { Element, ElementContent, Root } from "hast";
import { type Schema, sanitize } from "hast-util-sanitize";
import { absoluteUrl, trimChars } from "../metadata/plain-text.ts";

/**
 * What may stay. Unknown elements are replaced by their content; `strip` ones go with all they hold.
 *
 * No `id` or `name`: they would clobber the names of the page that shows the article. No `data:` pictures: most are
 * placeholders or pixels, and the real ones are kept, whole, in the capture's WARC record.
 */
const SCHEMA: Schema = {
  tagNames: [
    ...[
      "h1",
      "h2",
      "h3",
      "h4",
      "h5",
      "h6",
      "p",
      "div",
      "section",
      "article",
      "header",
      "footer",
      "main",
      "aside",
      "hr",
    ],
    ...[
      "blockquote",
      "pre",
      "ul",
      "ol",
      "li",
      "dl",
      "dt",
      "dd",
      "figure",
      "figcaption",
      "details",
      "summary",
      "address",
    ],
    ...["table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"],
    ...["a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rp"],
    ...["rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "img"],
  ],
  attributes: {
    a: ["href", "hrefLang"],
    abbr: ["title"],
    blockquote: ["cite"],
    code: [["className", /^lang(?:uage)?-[\w+#-]{1,32}$/]],
    col: ["span"],
    colgroup: ["span"],
    del: ["cite", "dateTime"],
    dfn: ["title"],
    img: ["src", "srcSet", "alt", "title", "width", "height"],
    ins: ["cite", "dateTime"],
    li: ["value"],
    ol: ["start", "reversed", "type"],
    q: ["cite"],
    td: ["colSpan", "rowSpan", "headers"],
    th: ["colSpan", "rowSpan", "scope", "abbr"],
    time: ["dateTime"],
    "*": ["lang", "dir"],
  },
  ancestors: Object.fromEntries(
    ["caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"].map((name) => [name, ["table"]]),
  ),
  protocols: { href: ["http", "https", "mailto", "tel"], src: ["http", "https"], cite: ["http", "https"] },
  required: {},
  strip: [
    ...["script", "style", "template", "noscript", "iframe", "object", "embed", "applet", "frame", "frameset", "svg"],
    ...["button", "input", "select", "option", "optgroup", "textarea", "datalist", "label", "progress", "meter"],
    ...["canvas", "audio", "video", "map", "dialog", "head", "title", "meta", "link", "base", "noembed", "noframes"],
    ...["xmp", "plaintext", "annotation", "annotation-xml"],
  ],
  allowComments: false,
  allowDoctypes: false,
};

/** Where lazy-loading scripts keep a picture's real address, the surest first. */
const LAZY_SOURCES = ["dataSrc", "dataOriginal", "dataLazySrc", "dataHiSrc", "dataFullSrc", "dataUrl", "dataImage"];
const LAZY_SOURCE_SETS = ["dataSrcSet", "dataSrcset", "dataLazySrcset", "dataLazySrcSet"];

/** Addresses of one picture; pages list about ten widths, hostile ones any number. */
const MAX_CANDIDATES = 20;
const MAX_SRCSET_CHARS = 16_384;

/**
 * Sanitises a tree.
 *
 * @param root - Untrusted, nested no deeper than parse-html.ts allows; it is changed on the way.
 * @param baseUrl - Absolute URL against which addresses are resolved.
 * @returns A tree that holds nothing but what the allow list names; addresses are absolute http(s), mailto or tel.
 */
export function sanitiseTree(root: Root, baseUrl: string): Root {
  const maxMarkedLevels = countLines(root) > MAX_MARKED_LINES ? 1 : MAX_MARKED_LEVELS;
  const safe = sanitize(settle(root, baseUrl, maxMarkedLevels), SCHEMA);
  return safe.type === "root" ? safe : { type: "root", children: safe.type === "doctype" ? [] : [safe] };
}

/**
 * Quotes and lists nested deeper become plain blocks: text and Markdown mark every line once for each level, and 100 KB
 * of HTML became 4 MB of them. Of 748 real pages none has over 7.
 */
const MAX_MARKED_LEVELS = 10;
/** In content with more line breaks only the outermost is marked. */
const MAX_MARKED_LINES = 50_000;
const MARKED = new Set(["blockquote", "ul", "ol"]);

function countLines(parent: Root | Element): number {
  let lines = 0;
  for (const child of parent.children) {
    if (child.type === "element") lines += countLines(child);
    else if (child.type === "text") {
      for (let at = child.value.indexOf("\n"); at !== -1; at = child.value.indexOf("\n", at + 1)) lines += 1;
    }
  }
  return lines;
}

/** What the elements around a node are, as far as it matters for them. */
interface Around {
  /** Names of the open formatting elements. */
  readonly formatting: ReadonlySet<string>;
  /** Open quotes and lists. */
  readonly markedLevels: number;
  readonly maxMarkedLevels: number;
}

/**
 * Makes addresses absolute, before the schema looks at what they are, and unwraps an element inside one that says the
 * same: `<b><b>` shows nothing more, and Markdown costs time for each level.
 */
function settle(root: Root, baseUrl: string, maxMarkedLevels: number): Root {
  root.children = settleChildren(root.children, baseUrl, { formatting: new Set(), markedLevels: 0, maxMarkedLevels });
  return root;
}

const FORMATTING = new Set(["b", "strong", "i", "em", "u", "s", "del", "small", "mark", "code", "span", "font"]);

function settleChildren<T extends Root["children"][number]>(
  children: readonly T[],
  baseUrl: string,
  around: Around,
): Array<T | ElementContent> {
  return children.flatMap((child): Array<T | ElementContent> => {
    if (child.type !== "element") return [child];
    if (child.tagName === "img" || child.tagName === "picture") return settlePicture(child, baseUrl);
    settleAddresses(child, baseUrl);
    const isRepeated = around.formatting.has(child.tagName);
    child.children = settleChildren(child.children, baseUrl, inside(child, around));
    if (around.markedLevels >= around.maxMarkedLevels && (MARKED.has(child.tagName) || child.tagName === "li")) {
      child.tagName = "div";
    }
    return isRepeated ? child.children : [child];
  });
}

function inside({ tagName }: Element, around: Around): Around {
  const { formatting, markedLevels } = around;
  if (MARKED.has(tagName)) return { ...around, markedLevels: markedLevels + 1 };
  if (!FORMATTING.has(tagName) || formatting.has(tagName)) return around;
  return { ...around, formatting: new Set([...formatting, tagName]) };
}

function settleAddresses(element: Element, baseUrl: string): void {
  const { properties } = element;
  for (const name of ["href", "cite"]) {
    const value = properties[name];
    if (typeof value !== "string") continue;
    // mailto: and tel: are absolute already; the schema decides on every scheme.
    properties[name] = URL.parse(value, baseUrl)?.href;
  }
}

/** One `img` with a real address out of an `img` or `picture`; nothing where there is no picture to show. */
function settlePicture(element: Element, baseUrl: string): Element[] {
  const image = element.tagName === "img" ? element : findImage(element);
  const sources = element.tagName === "img" ? [] : element.children.filter((child) => child.type === "element");
  const properties = image?.properties ?? {};
  const set = firstSourceSet([properties, ...sources.map((source) => source.properties)], baseUrl);
  const src = imageAddress(properties, baseUrl) ?? set.at(-1)?.url;
  if (src === undefined || src === null || isPixel(properties)) return [];
  const { alt, title, width, height } = properties;
  return [
    {
      type: "element",
      tagName: "img",
      properties: {
        src,
        ...(set.length > 1 ? { srcSet: set.map(({ url, size }) => `${url} ${size}`.trim()).join(", ") } : {}),
        alt: typeof alt === "string" ? alt : "",
        ...(typeof title === "string" ? { title } : {}),
        ...(isLength(width) ? { width } : {}),
        ...(isLength(height) ? { height } : {}),
      },
      children: [],
    },
  ];
}

function findImage(element: Element): Element | undefined {
  for (const child of element.children) {
    if (child.type !== "element") continue;
    const image = child.tagName === "img" ? child : findImage(child);
    if (image !== undefined) return image;
  }
  return undefined;
}

function imageAddress(properties: Element["properties"], baseUrl: string): string | null {
  for (const name of [...LAZY_SOURCES, "src"]) {
    const value = properties[name];
    const url = typeof value === "string" && !/\s\S/.test(value.trim()) ? absoluteUrl(value, baseUrl) : null;
    if (url !== null) return url;
  }
  return null;
}

interface Candidate {
  readonly url: string;
  /** Width or density descriptor, such as `800w`; may be empty. */
  readonly size: string;
}

function firstSourceSet(all: ReadonlyArray<Element["properties"]>, baseUrl: string): Candidate[] {
  for (const properties of all) {
    for (const name of [...LAZY_SOURCE_SETS, "srcSet"]) {
      const value = properties[name];
      const text = Array.isArray(value) ? value.join(", ") : value;
      const candidates = typeof text === "string" ? parseSourceSet(text, baseUrl) : [];
      if (candidates.length > 0) return candidates;
    }
  }
  return [];
}

/**
 * Reads a `srcset` (WHATWG HTML, section 4.8.4.2.1): addresses may hold commas, but not end with one. Each step looks
 * at what the one before left over, so a long attribute costs no more than its length.
 */
function parseSourceSet(text: string, baseUrl: string): Candidate[] {
  const candidates: Candidate[] = [];
  const set = text.slice(0, MAX_SRCSET_CHARS);
  const nextAddress = /[\s,]*(\S+)/y;
  for (let found = nextAddress.exec(set); found !== null; found = nextAddress.exec(set)) {
    const [, address = ""] = found;
    let size: string | undefined = "";
    if (!address.endsWith(",")) {
      const comma = set.indexOf(",", nextAddress.lastIndex);
      const end = comma === -1 ? set.length : comma;
      size = /^(?:|[\d.]{1,10}[wx])$/.exec(set.slice(nextAddress.lastIndex, end).trim())?.[0];
      nextAddress.lastIndex = end;
    }
    const url = size === undefined ? null : absoluteUrl(trimChars(address, "", ","), baseUrl);
    if (url !== null) candidates.push({ url: url.replaceAll(" ", "%20"), size: size ?? "" });
    if (candidates.length === MAX_CANDIDATES) break;
  }
  return candidates;
}

/** Tracking pixels and spacers. */
function isPixel({ width, height }: Element["properties"]): boolean {
  return [width, height].some((length) => isLength(length) && Number(length) <= 2);
}

function isLength(value: unknown): value is number | string {
  return value !== null && value !== "" && Number.isFinite(Number(value));
}
