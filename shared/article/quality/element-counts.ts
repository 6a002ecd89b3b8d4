/** Owns what single elements of a page count for: links, fields, buttons, code, class names, declared types. */
import { attributeOf, lineOf, nameOf, type PageElement } from "../page/page-tree.ts";
import type { PartRole } from "./vocabulary.ts";

export interface ElementCounts {
  /** First-level headings, as far as they are short. */
  readonly titles: string[];
  /** Headings that link to themselves, as manuals do. */
  anchoredHeadings: number;
  articleElements: number;
  buttons: number;
  shareLinks: number;
  /** Links in navigation and sidebars to pages filed beside this one. */
  siblingLinks: number;
  /** Links to the source of this page, to edit it. */
  editLinks: number;
  passwordFields: number;
  searchFields: number;
  contactFields: number;
  asksRobotsAway: boolean;
  /** Elements by what their class names and ids say they are for. */
  readonly roles: { [role in PartRole]?: number };
  bodyClasses: readonly string[];
  generator: string;
  /** Types of schema.org microdata and RDFa on the page, without their prefix. */
  readonly itemTypes: Map<string, number>;
}

export function emptyElementCounts(): ElementCounts {
  return {
    ...{ titles: [], anchoredHeadings: 0, articleElements: 0, buttons: 0, shareLinks: 0, siblingLinks: 0 },
    ...{ editLinks: 0, passwordFields: 0, searchFields: 0, contactFields: 0 },
    ...{ asksRobotsAway: false, roles: {}, bodyClasses: [], generator: "" },
    itemTypes: new Map<string, number>(),
  };
}

/** Where an element stands, itself included. */
export interface ElementPlace {
  readonly inHeading: boolean;
  readonly inNavigation: boolean;
  readonly roles: readonly PartRole[];
  readonly folder: string;
}

const MAX_TITLES = 8;
const MAX_TITLE_CHARS = 200;
const MAX_TYPES = 64;
const MAX_HREF_CHARS = 500;
const MAX_BODY_CLASS_CHARS = 2_000;

/** Reads an element of the head. */
export function readHead(element: PageElement, counts: ElementCounts): void {
  switch (nameOf(element)) {
    case "meta":
      readMeta(element, counts);
      break;
  }
}

function readMeta(element: PageElement, counts: ElementCounts): void {
  const name = (attributeOf(element, "name") ?? "").slice(0, 100).toLowerCase();
  const content = (attributeOf(element, "content") ?? "").slice(0, 100).toLowerCase();
  if (name === "generator") counts.generator = `${counts.generator} ${content}`.slice(0, 400);
  else if (name === "robots" && content.includes("noindex")) counts.asksRobotsAway = true;
  else if (name.startsWith("docsearch:")) counts.roles.docs = (counts.roles.docs ?? 0) + 1;
}

/** Counts one visible element. */
export function countElement(element: PageElement, name: string, place: ElementPlace, counts: ElementCounts): void {
  const { roles } = place;
  for (const role of roles) counts.roles[role] = (counts.roles[role] ?? 0) + 1;
  if (name === "button" || roles.includes("button")) counts.buttons += 1;
  noteType(element, counts);
  if (name === "h1") countTitle(element, counts);
  else if (name === "a") countLink(element, place, counts);
  else countNamed(element, name, counts);
}

function countNamed(element: PageElement, name: string, counts: ElementCounts): void {
  switch (name) {
    case "body":
      counts.bodyClasses = (attributeOf(element, "class") ?? "")
        .slice(0, MAX_BODY_CLASS_CHARS)
        .toLowerCase()
        .split(/\s+/);
      break;
    case "article":
      counts.articleElements += 1;
      break;
    case "input":
      countField(element, counts);
      break;
  }
}

function countTitle(element: PageElement, counts: ElementCounts): void {
  if (counts.titles.length >= MAX_TITLES) return;
  const title = lineOf(element, "", MAX_TITLE_CHARS);
  if (title !== "" && title.length <= MAX_TITLE_CHARS) counts.titles.push(title);
}

const SHARE =
  /(?:facebook\.com\/(?:sharer|share|dialog)|\b(?:twitter|x)\.com\/(?:intent|share)|linkedin\.com\/(?:sharearticle|sharing|cws)|\/pin\/create|\bwa\.me\/|whatsapp:|api\.whatsapp\.com|\bt\.me\/share|reddit\.com\/submit|mailto:\?)/i;
const EDIT = /\b(?:github|gitlab|bitbucket|codeberg)\b.*\/(?:edit|blob|tree)\//;

function countLink(element: PageElement, place: ElementPlace, counts: ElementCounts): void {
  const value = attributeOf(element, "href");
  if (value === null) return;
  const href = value.trim().slice(0, MAX_HREF_CHARS);
  if (href.startsWith("#")) {
    if (place.inHeading) counts.anchoredHeadings += 1;
  } else if (SHARE.test(href)) counts.shareLinks += 1;
  else if (place.inNavigation && isBeside(href, place.folder)) counts.siblingLinks += 1;
  if (EDIT.test(href)) counts.editLinks += 1;
}

/** Only by its text: resolving every address of a page costs more than it tells. */
function isBeside(href: string, folder: string): boolean {
  if (href === "" || href.startsWith("?")) return false;
  if (/^[a-z][a-z0-9+.-]*:/i.test(href) || href.startsWith("//")) {
    const path = href.indexOf("/", href.indexOf("//") + 2);
    return folder.length > 1 && path !== -1 && href.startsWith(folder, path);
  }
  return !href.startsWith("/") || (folder.length > 1 && href.startsWith(folder) && href.length > folder.length);
}

const CONTACT = /phone|company|zip|first_?name|last_?name/;

function countField(element: PageElement, counts: ElementCounts): void {
  const type = (attributeOf(element, "type") ?? "text").toLowerCase();
  const name = `${attributeOf(element, "name") ?? ""} ${attributeOf(element, "id") ?? ""}`.slice(0, 100).toLowerCase();
  if (type === "password") counts.passwordFields += 1;
  else if (type === "search" || /\b(?:q|s|search|query|keyword)\b/.test(name)) counts.searchFields += 1;
  else if (type === "tel" || CONTACT.test(name)) counts.contactFields += 1;
}

function noteType(element: PageElement, counts: ElementCounts): void {
  const type = attributeOf(element, "itemtype") ?? attributeOf(element, "typeof");
  if (type === null || counts.itemTypes.size >= MAX_TYPES) return;
  const bare = type
    .trim()
    .slice(0, 100)
    .replace(/^.*[/:]/, "");
  counts.itemTypes.set(bare, (counts.itemTypes.get(bare) ?? 0) + 1);
}
