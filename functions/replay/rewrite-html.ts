/**
 * Owns turning a captured page into one that can be looked at inside the archive: its links and pictures come from the
 * archive, its scripts are gone, and what is not touched stays byte for byte. It makes a page usable and quiet; what
 * makes it safe is the policy that it is sent with (./policy.ts). Pure.
 */
import { baseUrlOf } from "../../shared/page-links/base-url.ts";
import { type EndTag, type StartTag, scanHtml, type Text, type Visitor } from "../../shared/page-links/html-scanner.ts";
import type { RewriteScope } from "./archive-links.ts";
import { rewriteCss } from "./rewrite-css.ts";
import { escapeAttribute, isLazyPicture, rewriteTag } from "./rewrite-tag.ts";

export interface RewriteOptions extends RewriteScope {
  /** HTML put in front of what the page shows. @default none */
  readonly banner?: string | undefined;
  /** Whether it is shown in a frame, whose names links may use. @default false */
  readonly isFrame?: boolean | undefined;
}

/** Pages in pages in pages: nobody's `srcdoc` goes deeper, and each level has its text escaped once more. */
const MAX_INNER_DEPTH = 2;

/** Elements that may stand before anything is shown. */
const UNSEEN = new Set("html head title meta link style script base noscript template noframes bgsound".split(" "));

/** Rewrites a page. The result is to be sent as UTF-8. */
export function rewriteHtml(html: string, options: RewriteOptions): string {
  return rewrite(html, { ...options, baseUrl: options.baseUrl ?? baseUrlOf(html, options.pageUrl) }, 0);
}

function rewrite(html: string, options: RewriteOptions, depth: number): string {
  return scanHtml(html, new PageRewriter(options, depth));
}

class PageRewriter implements Visitor {
  readonly #options: RewriteOptions;
  readonly #depth: number;
  /** Still to be written. */
  #banner: string;
  /** Inside a script whose text is left out; of SVG, it may hold elements. */
  #inScript = false;
  /** Open elements that only say something while nothing is shown: their text is none of the page's. */
  #unseen = "";
  /** After a lazy picture: what `<noscript>` holds then is the same picture once more. */
  #pictureShown = false;
  #skipsNoscript = false;

  constructor(options: RewriteOptions, depth: number) {
    this.#options = options;
    this.#depth = depth;
    this.#banner = options.banner ?? "";
  }

  startTag(tag: StartTag): string {
    if (this.#inScript) return "";
    const before = this.#bannerBefore(tag);
    if (tag.tagName === "script") {
      this.#inScript = !(tag.isForeign && tag.selfClosing);
      return before;
    }
    if (tag.tagName === "noscript" && !tag.isForeign) {
      this.#skipsNoscript = this.#pictureShown;
      return before;
    }
    this.#pictureShown = isLazyPicture(tag);
    const written = rewriteTag(tag, {
      ...this.#options,
      keepsTargets: this.#options.isFrame ?? false,
      rewriteInnerPage: (html) => this.#rewriteInnerPage(html),
    });
    return before + (written ?? "") + this.#bannerAfter(tag);
  }

  endTag({ tagName, raw }: EndTag): string {
    if (tagName === this.#unseen) this.#unseen = "";
    if (this.#inScript) {
      if (tagName === "script") this.#inScript = false;
      return "";
    }
    if (tagName === "noscript") {
      this.#skipsNoscript = false;
      return "";
    }
    return tagName === "script" ? "" : raw;
  }

  text({ text, raw }: Text): string {
    if (this.#inScript || this.#skipsNoscript) return "";
    if (text.trim() !== "") this.#pictureShown = false;
    return text.trim() === "" || this.#unseen !== "" ? raw : this.#takeBanner() + raw;
  }

  comment({ raw }: Text): string {
    return this.#inScript || this.#skipsNoscript ? "" : raw;
  }

  style(css: string, { isForeign, raw }: { readonly isForeign: boolean; readonly raw: string }): string {
    if (this.#inScript) return "";
    const written = rewriteCss(css, this.#options);
    if (isForeign) return escapeAttribute(written);
    return written === css ? raw : written;
  }

  skipsNoscript(): boolean {
    return this.#skipsNoscript;
  }

  #rewriteInnerPage(html: string): string | null {
    if (this.#depth >= MAX_INNER_DEPTH) return null;
    // Its addresses start from the page around it (HTML, section 2.4.1).
    return rewrite(html, { ...this.#options, banner: "", baseUrl: this.#options.baseUrl }, this.#depth + 1);
  }

  /** A page without `<body>` shows its first words, or its first element that can be seen. */
  #bannerBefore({ tagName, isForeign }: StartTag): string {
    if (this.#unseen !== "" || tagName === "body" || tagName === "frameset") {
      // A frameset shows frames and nothing else.
      if (tagName === "frameset") this.#banner = "";
      return "";
    }
    if (!UNSEEN.has(tagName) || isForeign) return this.#takeBanner();
    if (/^(?:title|template|noframes)$/.test(tagName)) this.#unseen = tagName;
    return "";
  }

  #bannerAfter({ tagName }: StartTag): string {
    return tagName === "body" && this.#unseen === "" ? this.#takeBanner() : "";
  }

  #takeBanner(): string {
    const banner = this.#banner;
    this.#banner = "";
    return banner;
  }
}
