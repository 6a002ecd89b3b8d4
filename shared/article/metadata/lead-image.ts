/** Owns choosing the lead image, and its size where the page tells it. The table of places is in candidates.ts. Pure. */
import type { Article } from "../article.ts";
import { LEAD_IMAGE_SOURCES } from "./candidates.ts";
import { type Chosen, choose } from "./choose.ts";
import { isNode, listOf, property, textOf } from "./json-ld.ts";
import type { PageFacts } from "./page-facts.ts";
import { absoluteUrl } from "./plain-text.ts";

type Size = NonNullable<Article["leadImageSize"]>;

/** More of an article's images in linked data are a gallery. */
const MAX_IMAGES = 20;
const MAX_PIXELS = 100_000;

/** The image with its size, each null where the page does not tell it. */
export function chooseLeadImage(facts: PageFacts): {
  readonly leadImage: Chosen<string> | null;
  readonly leadImageSize: Chosen<Size> | null;
} {
  const leadImage = choose(facts, LEAD_IMAGE_SOURCES, (raw) => absoluteUrl(raw, facts.baseUrl));
  const leadImageSize = leadImage === null ? null : sizeOf(leadImage, facts);
  return { leadImage, leadImageSize };
}

function sizeOf(image: Chosen<string>, facts: PageFacts): Chosen<Size> | null {
  return openGraphSize(image, facts) ?? linkedSize(image, facts) ?? elementSize(image, facts);
}

/** OpenGraph gives the sizes in the order of the images. */
function openGraphSize(image: Chosen<string>, { meta, baseUrl }: PageFacts): Chosen<Size> | null {
  if (!image.from.startsWith("og:image")) return null;
  const at = (meta.get(image.from) ?? []).findIndex((raw) => absoluteUrl(raw, baseUrl) === image.value);
  return sized("og:image:width", meta.get("og:image:width")?.[at], meta.get("og:image:height")?.[at]);
}

function linkedSize(image: Chosen<string>, { linkedData, baseUrl }: PageFacts): Chosen<Size> | null {
  for (const listed of listOf(property(linkedData.article, "image")).slice(0, MAX_IMAGES)) {
    const id = isNode(listed) ? property(listed, "@id") : undefined;
    const node = (typeof id === "string" ? linkedData.byId.get(id) : undefined) ?? listed;
    if (!isNode(node) || absoluteUrl(textOf(node, "url", "contentUrl", "@id"), baseUrl) !== image.value) continue;
    const [width, height] = [textOf(property(node, "width"), "value"), textOf(property(node, "height"), "value")];
    return sized("json-ld:image", width, height);
  }
  return null;
}

function elementSize(image: Chosen<string>, { pictures, baseUrl }: PageFacts): Chosen<Size> | null {
  const picture = pictures.find(({ src }) => absoluteUrl(src, baseUrl) === image.value);
  return picture === undefined ? null : sized("img", picture.width, picture.height);
}

function sized(from: string, width: string | null | undefined, height: string | null | undefined): Chosen<Size> | null {
  const [w, h] = [pixels(width), pixels(height)];
  return w === null || h === null ? null : { from, raw: `${width} ${height}`, value: { width: w, height: h } };
}

/** "1200" or "1200px"; a share of the screen is no size. */
function pixels(text: string | null | undefined): number | null {
  const number = /^\s*(\d{1,6})(?:\.\d+)?\s*(?:px)?\s*$/i.exec(text ?? "")?.[1];
  const value = Number(number ?? 0);
  return value > 0 && value <= MAX_PIXELS ? value : null;
}
