/** Owns the rules that know a picture's caption by its place or its name. Pure. */
import { isWithin, textOf } from "./lines.ts";
import { isHeading, type Part } from "./parts.ts";
import type { CaptionRule } from "./rule.ts";
import { CAPTION, EMBEDDED_POST, PICTURE } from "./vocabulary.ts";
import { creditsPicture } from "./words.ts";

/** A caption says what a picture shows; longer texts are the article's. */
const MAX_CAPTION_LETTERS = 500;

const NO_CAPTION = new Set(["table", "pre", "code", "blockquote", "dl", "ul", "ol"]);

const HEADINGS = new Set(["h1", "h2", "h3", "h4", "h5", "h6"]);

const holds = (part: Part, names: ReadonlySet<string>): boolean =>
  part.parts.some((inner) => names.has(inner.element.tagName) || holds(inner, names));

const isSmall = ({ letters }: Part) => letters > 0 && letters <= MAX_CAPTION_LETTERS;

export const CAPTION_RULES: readonly CaptionRule[] = [
  {
    ...{
      kind: "caption",
      name: "embedded-post",
      maxShare: 0.5,
      about: "a social network's post, shown like a picture",
    },
    matches: (part) => part.element.tagName === "blockquote" && part.letters > 0 && EMBEDDED_POST.test(part.signals),
  },
  {
    ...{
      kind: "caption",
      name: "figure-text",
      maxShare: 0.5,
      about: "text of a figure that is not marked as its caption",
    },
    matches: (part) =>
      part.element.tagName === "figure" && isSmall(part) && !holds(part, NO_CAPTION) && !holds(part, HEADINGS),
  },
  {
    ...{
      kind: "caption",
      name: "picture-block",
      maxShare: 0.3,
      about: "a block made for a picture, with a little text",
    },
    matches: (part) =>
      part.pictures > 0 &&
      isSmall(part) &&
      part.element.tagName !== "a" &&
      PICTURE.test(part.signals) &&
      !holds(part, NO_CAPTION) &&
      !holds(part, HEADINGS) &&
      part.letters < 350 * part.pictures,
  },
  {
    ...{ kind: "caption", name: "caption-class", maxShare: 0.2, about: "what is called a caption or a credit" },
    matches: (part) =>
      isSmall(part) &&
      CAPTION.test(part.signals) &&
      !isHeading(part.element) &&
      !isWithin(part, NO_CAPTION) &&
      !holds(part, NO_CAPTION) &&
      part.element.tagName !== "caption",
  },
  {
    ...{ kind: "caption", name: "credited-line", maxShare: 0.2, about: "a line after a picture that says whose it is" },
    matches: (part) =>
      isSmall(part) &&
      !part.holdsBlocks &&
      part.element.tagName === "p" &&
      part.letters < 300 &&
      isAfterPicture(part) &&
      creditsPicture(textOf(part.element)),
  },
];

/** True where the element before holds a picture and no text, or the part itself begins with one. */
function isAfterPicture(part: Part): boolean {
  if (part.pictures > 0) return true;
  const before = part.parent?.parts[part.index - 1];
  return before !== undefined && before.pictures > 0 && before.letters === 0;
}
