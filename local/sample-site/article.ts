/** Owns the shape of the sample newspaper's articles, and of what stands in them. Pure data and small pieces of markup. */
import { html, type Markup } from "./markup.ts";

/** How an article's page tells machines about itself. Each article uses another way, as the web's papers do. */
export type MetadataStyle = "json-ld-graph" | "json-ld" | "open-graph" | "microdata" | "dublin-core" | "plain";

export interface Picture {
  /** Path on the site. */
  readonly src: string;
  /** Candidates for an `srcset`, by width in pixels. */
  readonly sizes?: readonly { readonly src: string; readonly widthPx: number }[];
  readonly widthPx: number;
  readonly heightPx: number;
  readonly alt: string;
}

export interface Illustration {
  readonly picture: Picture;
  readonly caption: string;
  readonly credit: string;
}

export interface Author {
  readonly name: string;
  readonly slug: string;
  /** One line about the person, for the byline's page. */
  readonly about: string;
}

export interface Section {
  readonly name: string;
  readonly slug: string;
  readonly about: string;
}

export interface SampleArticle {
  readonly path: `/2026/${string}`;
  readonly title: string;
  /** The sentence or two under the headline. */
  readonly standfirst: string;
  readonly author: Author;
  readonly section: Section;
  /** ISO 8601 with the paper's offset. */
  readonly published: string;
  /** ISO 8601 with the paper's offset; the page's `Last-Modified`. */
  readonly modified: string;
  readonly tags: readonly string[];
  readonly language: "en-GB" | "de";
  readonly encoding: "utf-8" | "windows-1252";
  readonly metadata: MetadataStyle;
  /** False where only the opening is shown, and the rest is for subscribers. */
  readonly free: boolean;
  readonly lead: Illustration;
  readonly body: Markup;
}

/** The `<img>` of a picture, with its `srcset` where it has one. */
export function image(picture: Picture): Markup {
  const srcset = picture.sizes?.map(({ src, widthPx }) => `${src} ${widthPx}w`).join(", ");
  const responsive = srcset === undefined ? null : html` srcset="${srcset}" sizes="(max-width: 760px) 100vw, 720px"`;
  return html`<img src="${picture.src}"${responsive} width="${picture.widthPx}" height="${picture.heightPx}" alt="${picture.alt}">`;
}

/** A captioned picture. */
export function figure({ picture, caption, credit }: Illustration): Markup {
  return html`<figure>
${image(picture)}
<figcaption>${caption} <span class="credit">${credit}</span></figcaption>
</figure>`;
}

/** A tag's or name's form in a path: lower case, umlauts written out, words joined by hyphens. */
export function toSlug(text: string): string {
  const letters: Record<string, string> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
  return text
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => letters[letter] ?? letter)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
