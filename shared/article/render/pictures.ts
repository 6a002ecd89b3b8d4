/**
 * Owns finding the picture that a reader sees: behind lazy loading, in sets of sizes, in `<noscript>`, as a background.
 * It makes one plain `img` of each, with absolute addresses. Pure.
 */
import type { Element, ElementContent, Text } from "hast";
import { absoluteUrl, trimChars } from "../metadata/plain-text.ts";

type Properties = Element["properties"];

/** Where lazy-loading scripts keep a picture's real address, the surest first. */
const LAZY_SOURCES = ["dataSrc", "dataOriginal", "dataLazySrc", "dataHiSrc", "dataFullSrc", "dataUrl", "dataImage"];
const LAZY_SOURCE_SETS = ["dataSrcSet", "dataSrcset", "dataLazySrcset", "dataLazySrcSet"];

/** Addresses of one picture; pages list about ten widths, hostile ones any number. */
const MAX_CANDIDATES = 20;
const MAX_SRCSET_CHARS = 16_384;

/** File names of what stands in for a picture until a script puts the real one there. */
const PLACEHOLDER =
  /(?:^|[._-])(?:placeholder|blank|spacer|transparent|pixel|1x1|lazy(?:load)?|loading|loader)(?:[._-]|$)/i;

/** Nodes looked at inside one `picture` or `noscript`. */
const MAX_NODES = 100;

/** One `img` with a real address out of an `img` or `picture`; nothing where there is no picture to show. */
export function settlePicture(element: Element, baseUrl: string): Array<Element | Text> {
  if (element.tagName !== "picture") return settleImage(element.properties, [], baseUrl);
  const inside = elementsIn(element);
  const sources = inside.filter(({ tagName }) => tagName === "source").map(({ properties }) => properties);
  const images = inside.filter(({ tagName }) => tagName === "img");
  for (const { properties } of images) {
    const found = settleImage(properties, sources, baseUrl);
    if (found.length > 0) return found;
  }
  return images.length === 0 ? settleImage({}, sources, baseUrl) : [];
}

/**
 * The picture for readers without scripts, if the one it stands in for was not found before it.
 *
 * @param before - What stands before the `noscript`, settled.
 */
export function settleNoscript(
  element: Element,
  before: ElementContent | undefined,
  baseUrl: string,
): ElementContent[] {
  if (before !== undefined && holdsImage(before)) return [];
  const image = elementsIn(element).find(({ tagName }) => tagName === "img");
  if (image === undefined || /display\s*:\s*none/i.test(String(image.properties.style ?? ""))) return [];
  return settleImage(image.properties, [], baseUrl);
}

/** An element that says it is a picture and shows it as its background. */
export function settleBackground({ properties }: Element, baseUrl: string): Array<Element | Text> {
  const [, address] = /background(?:-image)?\s*:[^;]{0,200}?url\(\s*["']?([^"')\s]+)/i.exec(styleOf(properties)) ?? [];
  return address === undefined ? [] : settleImage({ src: address, alt: properties.ariaLabel }, [], baseUrl);
}

/** Characters of a style that are read. */
const MAX_STYLE_CHARS = 2_048;

export function styleOf({ style }: Properties): string {
  return typeof style === "string" ? style.slice(0, MAX_STYLE_CHARS) : "";
}

function holdsImage(node: ElementContent): boolean {
  return (
    node.type === "element" && (node.tagName === "img" || elementsIn(node).some(({ tagName }) => tagName === "img"))
  );
}

/** The first elements inside one, in order. */
function elementsIn(element: Element): Element[] {
  const found: Element[] = [];
  const open: ElementContent[] = [...element.children.slice(0, MAX_NODES)].reverse();
  for (let node = open.pop(); node !== undefined && found.length < MAX_NODES; node = open.pop()) {
    if (node.type !== "element") continue;
    found.push(node);
    open.push(...node.children.slice(0, MAX_NODES).reverse());
  }
  return found;
}

function settleImage(properties: Properties, sources: readonly Properties[], baseUrl: string): Array<Element | Text> {
  const emoji = emojiOf(properties);
  if (emoji !== null) return [{ type: "text", value: emoji }];
  const set = firstSourceSet([properties, ...sources], baseUrl);
  const src = imageAddress(properties, set, baseUrl);
  if (src === null || isPixel(properties)) return [];
  const { alt, title, width, height } = properties;
  return [
    {
      type: "element",
      tagName: "img",
      properties: {
        src,
        ...(set.length > 1 ? { srcSet: set.map(({ url, size }) => `${url} ${size}`.trim()).join(", ") } : {}),
        alt: typeof alt === "string" ? oneBreak(alt) : "",
        ...(typeof title === "string" ? { title: oneBreak(title) } : {}),
        ...(isLength(width) ? { width } : {}),
        ...(isLength(height) ? { height } : {}),
      },
      children: [],
    },
  ];
}

/** A carriage return would be a line feed once the HTML is parsed again. */
function oneBreak(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}

/** Blogs replace emoji by pictures of them; the alternative text is the character. */
const EMOJI =
  /^(?=.*(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3))[\p{Extended_Pictographic}\p{Emoji_Component}]{1,16}$/u;

function emojiOf({ alt }: Properties): string | null {
  return typeof alt === "string" && alt.length <= 32 && EMOJI.test(alt) ? alt : null;
}

function imageAddress(properties: Properties, set: readonly Candidate[], baseUrl: string): string | null {
  const lazy = addressIn(properties, LAZY_SOURCES, baseUrl);
  if (lazy !== null) return lazy;
  const src = addressIn(properties, ["src"], baseUrl);
  if (src !== null && !isPlaceholder(src)) return src;
  const largest = set.reduce<Candidate | null>(
    (best, one) => (best === null || sizeOf(one) >= sizeOf(best) ? one : best),
    null,
  );
  return largest?.url ?? addressIn(properties, namesOfData(properties), baseUrl, LOOKS_LIKE_PICTURE) ?? src;
}

const LOOKS_LIKE_PICTURE = /\.(?:jpe?g|png|webp|avif|gif)(?:[?#]|$)/i;

function addressIn(properties: Properties, names: readonly string[], baseUrl: string, shape?: RegExp): string | null {
  for (const name of names) {
    const value = properties[name];
    if (typeof value !== "string" || /\s\S/.test(value.trim()) || shape?.test(value) === false) continue;
    const url = absoluteUrl(value, baseUrl);
    if (url !== null) return url;
  }
  return null;
}

function namesOfData(properties: Properties): readonly string[] {
  return Object.keys(properties).filter((name) => name.startsWith("data"));
}

function isPlaceholder(url: string): boolean {
  return PLACEHOLDER.test(URL.parse(url)?.pathname.split("/").at(-1) ?? "");
}

interface Candidate {
  readonly url: string;
  /** Width or density descriptor, such as `800w`; may be empty. */
  readonly size: string;
}

function sizeOf({ size }: Candidate): number {
  return Number.parseFloat(size) || 0;
}

function firstSourceSet(all: readonly Properties[], baseUrl: string): Candidate[] {
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
function isPixel({ width, height }: Properties): boolean {
  return [width, height].some((length) => isLength(length) && Number(length) <= 2);
}

function isLength(value: unknown): value is number | string {
  return value !== null && value !== "" && Number.isFinite(Number(value));
}
