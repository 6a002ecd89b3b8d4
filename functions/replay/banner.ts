/**
 * Owns the banner of a replayed page: which page, from when, what came of it, and where else to go. It stands in a
 * shadow tree that the parser makes (WHATWG HTML, `shadowrootmode`), so that the page's styles and its do not meet. Pure.
 */
import { escapeAttribute } from "./rewrite-tag.ts";

export interface BannerFacts {
  readonly url: string;
  /** ISO 8601. */
  readonly capturedAt: string;
  /** Links within the archive; undefined at either end. */
  readonly previous?: { readonly href: string; readonly capturedAt: string } | undefined;
  readonly next?: { readonly href: string; readonly capturedAt: string } | undefined;
  readonly allCaptures: string;
  /** The page's exact bytes. */
  readonly raw: string;
  /** What the page turned out to be; undefined where nobody has judged it. */
  readonly quality?: string | undefined;
  /** `sha256:` and hex, of the payload as captured. */
  readonly digest: string;
  /** More that a reader should know: that the page was cut, that its capture was. */
  readonly notes: readonly string[];
}

/** Inline and important, which no rule of the page can come before (CSS Cascade 5, section 6.2). */
const HOST_STYLE = [
  "all:initial",
  "display:block",
  "position:relative",
  "z-index:2147483647",
  "visibility:visible",
  "opacity:1",
]
  .map((rule) => `${rule}!important`)
  .join(";");

const STYLE = `
  div { display: flex; flex-wrap: wrap; gap: 2px 14px; align-items: baseline; padding: 7px 14px; background: #1d2733;
    color: #e8edf2; font: 13px/1.45 system-ui, sans-serif; border-bottom: 3px solid #c8963c; text-align: left; }
  b { font-weight: 600; } a { color: #f2cf8d; } a:focus { outline: 2px solid #f2cf8d; }
  .at { flex: 1 1 auto; min-width: 16em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  code { font: 12px ui-monospace, monospace; color: #aebbc8; } p { flex: 1 0 100%; margin: 0; color: #f2cf8d; }
  @media print { div { background: none; color: #000; } }
`;

export function bannerHtml(facts: BannerFacts): string {
  const { previous, next } = facts;
  const parts = [
    `<span class="at"><b>Archived page</b> of ${momentOf(facts.capturedAt)}: ${link(facts.url, facts.url)}</span>`,
    previous ? link(previous.href, `← ${dayOf(previous.capturedAt)}`, "Previous capture") : "",
    next ? link(next.href, `${dayOf(next.capturedAt)} →`, "Next capture") : "",
    link(facts.allCaptures, "All captures"),
    link(facts.raw, "As captured", "The exact bytes"),
    `<span>${escapeAttribute(facts.quality ?? "not judged yet")}</span>`,
    `<code title="${escapeAttribute(`Digest of the bytes as captured: ${facts.digest}`)}">${escapeAttribute(facts.digest.slice(0, 19))}…</code>`,
    ...facts.notes.map((note) => `<p>${escapeAttribute(note)}</p>`),
  ];
  return `<pressmark-banner style="${HOST_STYLE}"><template shadowrootmode="open"><style>${STYLE}</style><div role="complementary" aria-label="Web archive">${parts.join(" ")}</div></template></pressmark-banner>`;
}

function link(href: string, text: string, title = ""): string {
  const about = title === "" ? "" : ` title="${escapeAttribute(title)}"`;
  // A page in a frame is left as a whole.
  return `<a href="${escapeAttribute(href)}" target="_top"${about}>${escapeAttribute(text)}</a>`;
}

/** `14 March 2026, 09:30:00 UTC` */
export function momentOf(iso: string): string {
  return `${new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "medium", timeZone: "UTC" }).format(new Date(iso)).replace(" at ", ", ")} UTC`;
}

function dayOf(iso: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(iso));
}
