/**
 * Owns what is kept of films, sounds and embedded pages: the article's archive cannot play them, so each becomes a figure
 * with its still picture and, as its caption, a link to it. Captions stay out of the plain text, and so does this. Pure.
 */
import type { Element, ElementContent } from "hast";
import { absoluteUrl } from "../metadata/plain-text.ts";
import { settlePicture } from "./pictures.ts";

export const MEDIA: ReadonlySet<string> = new Set(["video", "audio", "iframe", "embed", "object"]);

const MAX_LABEL_CHARS = 200;

/** @param isInLink - Links cannot stand in links; then the picture alone is kept. */
export function settleMedia(element: Element, baseUrl: string, isInLink: boolean): Element[] {
  const { properties } = element;
  const address = addressOf(element, baseUrl);
  if (address === null || isUnseen(properties)) return [];
  const poster = typeof properties.poster === "string" ? settlePicture(imageOf(properties.poster), baseUrl) : [];
  const label = [properties.title, properties.ariaLabel].find((text) => typeof text === "string" && text.trim() !== "");
  const text = label === undefined ? URL.parse(address)?.host : String(label).trim().slice(0, MAX_LABEL_CHARS);
  const link = make("a", [{ type: "text", value: text ?? address }], { href: address });
  const children = [...poster, ...(isInLink ? [] : [make("figcaption", [link])])];
  return children.length === 0 ? [] : [make("figure", children)];
}

function make(tagName: string, children: ElementContent[], properties: Element["properties"] = {}): Element {
  return { type: "element", tagName, properties, children };
}

function imageOf(src: string): Element {
  return make("img", [], { src });
}

function addressOf({ properties, children }: Element, baseUrl: string): string | null {
  const own = [properties.src, properties.dataSrc, properties.data];
  const inside = children.map((child) =>
    child.type === "element" && child.tagName === "source" ? child.properties.src : null,
  );
  for (const value of [...own, ...inside]) {
    const url = typeof value === "string" ? absoluteUrl(value, baseUrl) : null;
    if (url !== null) return url;
  }
  return null;
}

/** Frames of trackers are hidden or have no size. */
function isUnseen({ width, height, hidden, style }: Element["properties"]): boolean {
  const isTiny = [width, height].some((length) => length !== undefined && length !== "" && Number(length) <= 2);
  return (
    isTiny ||
    (hidden !== undefined && hidden !== false) ||
    /display\s*:\s*none/i.test(String(style ?? "").slice(0, 2_048))
  );
}
