/** Owns what single elements of a page count for: links, fields, buttons, code, class names, declared types. */
import { attributeOf, childrenOf, lineOf, nameOf, type PageElement, textOf } from "../page/page-tree.ts";
import type { PartRole } from "./vocabulary.ts";

export interface ElementCounts {
  /** First-level headings, as far as they are short. */
  readonly titles: string[];
  headings: number;
  /** Headings that are links, hold one, or stand in one: teasers of other pages. */
  linkedHeadings: number;
  /** Headings that link to themselves, as manuals do. */
  anchoredHeadings: number;
  headingIds: number;
  articleElements: number;
  buttons: number;
  /** Links that look like buttons, outside of navigation: calls to act. */
  buttonLinks: number;
  codeBlocks: number;
  inlineCodes: number;
  telephoneLinks: number;
  shareLinks: number;
  /** Links with `rel=tag` or `rel=author`. */
  filingLinks: number;
  /** Links to a place on the same page. */
  hashLinks: number;
  /** Links in navigation and sidebars to pages filed beside this one. */
  siblingLinks: number;
  /** Links to the source of this page, to edit it. */
  editLinks: number;
  /** Links to people's own pages. */
  profileLinks: number;
  hasNeighbours: boolean;
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
  /** Text of each script of linked data. */
  readonly linkedData: string[];
}

export function emptyElementCounts(): ElementCounts {
  return {
    ...{ titles: [], headings: 0, linkedHeadings: 0, anchoredHeadings: 0, headingIds: 0, articleElements: 0 },
    ...{ buttons: 0, buttonLinks: 0, codeBlocks: 0, inlineCodes: 0, telephoneLinks: 0, shareLinks: 0 },
    ...{ filingLinks: 0, hashLinks: 0, siblingLinks: 0, editLinks: 0, profileLinks: 0, hasNeighbours: false },
    ...{ passwordFields: 0, searchFields: 0, contactFields: 0, asksRobotsAway: false },
    ...{ roles: {}, bodyClasses: [], generator: "", itemTypes: new Map<string, number>(), linkedData: [] },
  };
}

/** Where an element stands, itself included. */
export interface ElementPlace {
  readonly inLink: boolean;
  readonly inHeading: boolean;
  readonly inNavigation: boolean;
  readonly roles: readonly PartRole[];
  readonly folder: string;
}

const MAX_TITLES = 8;
const MAX_TITLE_CHARS = 200;
const MAX_SCRIPTS = 64;
const MAX_TYPES = 64;
const MAX_HREF_CHARS = 500;
const MAX_BODY_CLASS_CHARS = 2_000;

export function isHeadingName(name: string): boolean {
  return name.length === 2 && name >= "h1" && name <= "h4";
}

/** Reads an element of the head, or a script anywhere. */
export function readHead(element: PageElement, counts: ElementCounts): void {
  switch (nameOf(element)) {
    case "script":
      if (counts.linkedData.length < MAX_SCRIPTS) counts.linkedData.push(scriptText(element));
      break;
    case "link":
      if (/^\s*(?:prev|next|previous|up|contents)\s*$/i.test(attributeOf(element, "rel") ?? ""))
        counts.hasNeighbours = true;
      break;
    case "meta":
      readMeta(element, counts);
      break;
  }
}

function scriptText(script: PageElement): string {
  return childrenOf(script)
    .map((node) => textOf(node) ?? "")
    .join("");
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
  if (isHeadingName(name)) countHeading(element, name, place, counts);
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
    case "pre":
      counts.codeBlocks += 1;
      break;
    case "code":
      counts.inlineCodes += 1;
      break;
    case "input":
      countField(element, counts);
      break;
  }
}

function countHeading(element: PageElement, name: string, place: ElementPlace, counts: ElementCounts): void {
  counts.headings += 1;
  if (place.inLink) counts.linkedHeadings += 1;
  if (attributeOf(element, "id") !== null) counts.headingIds += 1;
  if (name !== "h1" || counts.titles.length >= MAX_TITLES) return;
  const title = lineOf(element, "", MAX_TITLE_CHARS);
  if (title !== "" && title.length <= MAX_TITLE_CHARS) counts.titles.push(title);
}

const SHARE =
  /(?:facebook\.com\/(?:sharer|share|dialog)|\b(?:twitter|x)\.com\/(?:intent|share)|linkedin\.com\/(?:sharearticle|sharing|cws)|\/pin\/create|\bwa\.me\/|whatsapp:|api\.whatsapp\.com|\bt\.me\/share|reddit\.com\/submit|mailto:\?)/i;
const EDIT = /\b(?:github|gitlab|bitbucket|codeberg)\b.*\/(?:edit|blob|tree)\//;
const PROFILE = /\/(?:users?|u|members?|profiles?|people)\/|\bmember\.php|\buserid=/i;

function countLink(element: PageElement, place: ElementPlace, counts: ElementCounts): void {
  const value = attributeOf(element, "href");
  if (value === null) return;
  const href = value.trim().slice(0, MAX_HREF_CHARS);
  if (place.inHeading) counts.linkedHeadings += 1;
  if (href.startsWith("#")) {
    if (place.inHeading) counts.anchoredHeadings += 1;
    if (href.length > 1) counts.hashLinks += 1;
  } else if (href.startsWith("tel:")) counts.telephoneLinks += 1;
  else if (SHARE.test(href)) counts.shareLinks += 1;
  else if (place.inNavigation && isBeside(href, place.folder)) counts.siblingLinks += 1;
  if (EDIT.test(href)) counts.editLinks += 1;
  if (PROFILE.test(href)) counts.profileLinks += 1;
  if (place.roles.includes("button") && !place.inNavigation) counts.buttonLinks += 1;
  noteRelation((attributeOf(element, "rel") ?? "").slice(0, 100).toLowerCase(), counts);
}

function noteRelation(relation: string, counts: ElementCounts): void {
  if (relation === "") return;
  const words = relation.split(/\s+/);
  if (words.includes("tag") || words.includes("author")) counts.filingLinks += 1;
  if (words.includes("next") || words.includes("prev")) counts.hasNeighbours = true;
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
