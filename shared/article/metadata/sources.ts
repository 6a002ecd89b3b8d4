/**
 * Owns the ways to a field's values on a page: `<meta>`, JSON-LD, links, places that a reader sees. Which of them count
 * for a field, and in which order, is said in candidates.ts. Pure.
 */
import { follow, hasType, isNode, listOf, property, textOf } from "./json-ld.ts";
import { type Source, VALUE_LIMITS } from "./limits.ts";
import type { Found, PageFacts } from "./page-facts.ts";

const MAX_KEY_CHARS = 100;

/** A `<meta>` by its property or name. */
export function meta(...keys: readonly string[]): Source {
  return (facts) => keys.flatMap((key) => (facts.meta.get(key) ?? []).map((raw) => ({ from: key, raw })));
}

/** A text property of the page's JSON-LD node, or of the object that stands there. */
export function linked(node: "article" | "page" | "site", name: string, ...inner: readonly string[]): Source {
  return (facts) => {
    const raw = textOf(follow(property(facts.linkedData[node], name), facts.linkedData.byId), ...inner);
    return raw === null ? [] : [{ from: `json-ld:${name}`, raw }];
  };
}

/** Values of every `<meta>` whose name matches, those of names in the table left out by whoever ranks it lower. */
export function metaLike(pattern: RegExp): Source {
  return (facts) =>
    [...facts.meta].flatMap(([key, values]) =>
      key.length <= MAX_KEY_CHARS && pattern.test(key) ? values.map((raw) => ({ from: key, raw })) : [],
    );
}

export function single(from: string, read: (facts: PageFacts) => string | null): Source {
  return (facts) => {
    const raw = read(facts);
    return raw === null || raw.trim() === "" ? [] : [{ from, raw }];
  };
}

/** A name with what its place says of it. */
export interface FoundName extends Found {
  /** True where JSON-LD calls it an organisation's. */
  readonly isOrganisation?: boolean;
  /** True where it calls it a person's. */
  readonly isPerson?: boolean;
}

/** Names of a JSON-LD person property. Organisations count only where no person is named. */
export function linkedPeople(node: "article" | "page", name: "author" | "creator"): Source {
  return (facts): readonly FoundName[] => {
    const all = listOf(property(facts.linkedData[node], name)).slice(0, VALUE_LIMITS.line.maxValues);
    const people = all.map((item) => follow(item, facts.linkedData.byId));
    const persons = people.filter((person) => !isOrganisationNode(person));
    return (persons.length > 0 ? persons : people).flatMap((person) =>
      personNames(person).map((raw) => ({
        ...{ from: `json-ld:${name}`, raw },
        ...{ isOrganisation: isOrganisationNode(person), isPerson: hasType(person, /Person$/) },
      })),
    );
  };
}

function isOrganisationNode(person: unknown): boolean {
  return hasType(person, /(?:Organization|Corporation|NewsMediaOrganization)$/) && !hasType(person, /Person$/);
}

function personNames(person: unknown): string[] {
  if (!isNode(person)) return typeof person === "string" ? [person] : [];
  const { maxValues } = VALUE_LIMITS.line;
  const names = listOf(property(person, "name"))
    .slice(0, maxValues)
    .filter((item) => typeof item === "string");
  if (names.length > 0) return names;
  const [given, family] = [textOf(property(person, "givenName")), textOf(property(person, "familyName"))];
  return given === null && family === null ? [] : [`${given ?? ""} ${family ?? ""}`];
}

function from(name: string): (raw: string) => Found {
  return (raw) => ({ from: name, raw });
}

export function linkedKeywords(facts: PageFacts): readonly Found[] {
  const values = listOf(property(facts.linkedData.article, "keywords")).slice(0, VALUE_LIMITS.keywords.maxValues);
  return values.flatMap((value) => textOf(value, "name") ?? []).map(from("json-ld:keywords"));
}

/** `isAccessibleForFree` as schema.org and as publishers write it: true, "False", `http://schema.org/False`. */
export function linkedFreedom(node: "article" | "page"): Source {
  return (facts) => {
    const value = listOf(property(facts.linkedData[node], "isAccessibleForFree"))[0];
    const raw = typeof value === "boolean" || typeof value === "string" ? String(value) : "";
    return raw === "" ? [] : [{ from: "json-ld:isAccessibleForFree", raw }];
  };
}

/** `/2024/03/05/` in the page's own address: a publisher's way of filing, not of speaking; the last resort. */
export function dateInUrl(facts: PageFacts): string | null {
  const path = URL.parse(facts.url)?.pathname ?? "";
  return /\/((?:19|20)\d{2}[/-]\d{1,2}[/-]\d{1,2})(?!\d)/.exec(path)?.[1] ?? null;
}
