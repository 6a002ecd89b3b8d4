/**
 * Owns choosing the authors: people wherever the page names any, else an account or an organisation. The table of places
 * is in candidates.ts, taking names out of a byline in author-names.ts. Pure.
 */
import {
  isAccountName,
  isOrganisation,
  looksLikePerson,
  MAX_AUTHORS,
  splitAuthors,
  uniqueNames,
} from "./author-names.ts";
import { AUTHOR_SOURCES } from "./candidates.ts";
import type { Chosen } from "./choose.ts";
import { wordKey } from "./headline.ts";
import { AUTHOR_ELEMENT, NEAR_HEADLINE, type TitledFacts, WRITTEN_LINE } from "./near-title.ts";
import type { FoundName } from "./sources.ts";

/** Whether the authors are people or, where the page names none, an organisation. */
export type AuthorKind = "people" | "organisation";

/** The authors with what they are. */
export interface ChosenAuthors extends Chosen<string[]> {
  readonly kind: AuthorKind;
}

interface Name {
  readonly name: string;
  readonly kind: "person" | "unclear" | "account" | "organisation";
}

/**
 * The people of the first place that names any. Accounts ("jbell7") and organisations are believed only where no person
 * is named and a reader sees them by the headline, or where the page says that its author is an organisation other than
 * the site itself.
 *
 * @param siteNames - What the site is called.
 */
export function chooseAuthors(
  facts: TitledFacts,
  language: string | null,
  siteNames: readonly string[],
): ChosenAuthors | null {
  const siteKeys = new Set(siteNames.map(wordKey));
  const seen = seenNear(facts);
  let people: ChosenAuthors | null = null;
  let others: ChosenAuthors | null = null;
  for (const source of AUTHOR_SOURCES) {
    for (const group of groupsOf(source(facts), facts)) {
      const names = namesOf(group, language, siteKeys);
      const persons = names.filter(({ kind }) => kind === "person" || kind === "unclear");
      if (persons.some(({ kind }) => kind === "person")) {
        const found = chosen(group, persons, "people");
        // A visible byline says who; metadata that names the same people may say it in full, with degrees.
        if (people === null && found.from === NEAR_HEADLINE) people = found;
        else return people !== null && includesAll(found.value, people.value) ? found : (people ?? found);
      }
      const believed = names.filter(({ name, kind }) => {
        const isOther = !siteKeys.has(wordKey(name)) || looksLikePerson(name);
        return (kind !== "account" && isOther) || seen(name);
      });
      if (believed.length > 0) others ??= chosen(group, believed, kindOf(believed));
    }
  }
  return people ?? others;
}

function includesAll(fuller: readonly string[], names: readonly string[]): boolean {
  const keys = fuller.map(wordKey);
  return names.every((name) => keys.some((key) => key.includes(wordKey(name))));
}

function kindOf(names: readonly Name[]): AuthorKind {
  return names.some(({ kind }) => kind !== "organisation") ? "people" : "organisation";
}

function chosen(group: readonly FoundName[], names: readonly Name[], kind: AuthorKind): ChosenAuthors {
  const value = uniqueNames(names.map(({ name }) => name)).slice(0, MAX_AUTHORS);
  return { from: group[0]?.from ?? "", raw: group.map(({ raw }) => raw).join("; "), value, kind };
}

const VISIBLE: ReadonlySet<string> = new Set([NEAR_HEADLINE, AUTHOR_ELEMENT, WRITTEN_LINE]);

/** Several visible bylines are several tries at one; several metadata values are several authors. */
function groupsOf(all: readonly FoundName[], facts: TitledFacts): ReadonlyArray<readonly FoundName[]> {
  const isVisible = all.some((found) => facts.bylines.includes(found) || VISIBLE.has(found.from));
  if (all.length === 0) return [];
  return isVisible ? all.map((found) => [found]) : [all];
}

function namesOf(group: readonly FoundName[], language: string | null, siteKeys: ReadonlySet<string>): Name[] {
  return group.flatMap((found) =>
    splitAuthors(found.raw, language).map((name): Name => {
      if (found.isOrganisation === true || isOrganisation(name)) return { name, kind: "organisation" };
      const looksIt = looksLikePerson(name);
      if (siteKeys.has(wordKey(name))) return { name, kind: looksIt ? "unclear" : "organisation" };
      if (isAccountName(name)) return { name, kind: "account" };
      return { name, kind: looksIt ? "person" : "unclear" };
    }),
  );
}

/** Tells whether a reader sees a name by the headline or in a byline. */
function seenNear(facts: TitledFacts): (name: string) => boolean {
  const texts = [...facts.nearTitle.map(({ text }) => text), ...facts.bylines.map(({ raw }) => raw)];
  const keys = texts.map(wordKey).join("\n");
  return (name) => wordKey(name) !== "" && keys.includes(wordKey(name));
}
