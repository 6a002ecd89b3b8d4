/**
 * Owns what the lines around a headline say of author and date, where no markup names them: "By Jo Bell", "12 March
 * 2024", "Updated 5 June". Pure; names are split in author-names.ts, dates read in parse-date.ts.
 */
import { LEAD_IN, looksLikePerson, splitAuthors } from "./author-names.ts";
import type { Found, PageFacts } from "./page-facts.ts";
import { MAX_DATE_CHARS } from "./parse-date.ts";
import type { Line } from "./visible-lines.ts";

/** A page's facts, with the lines around the headline that was chosen for it. */
export interface TitledFacts extends PageFacts {
  readonly nearTitle: readonly Line[];
}

/** Provenance names of what is found in lines. */
export const NEAR_HEADLINE = "byline near headline";
export const AUTHOR_ELEMENT = "author element";
export const WRITTEN_LINE = "written-by line";

/** A byline names a few people and their roles. */
const MAX_BYLINE_CHARS = 160;
/** A name with a role. */
const MAX_NAME_LINE_CHARS = 60;
/** Looked at for a name: "By Jo Bell" stands at the start of a line, or after its date or section. */
const MAX_BEFORE_BY = 60;

/** Further down, "by" speaks of pictures, books and products. */
const BYLINE_LINES = 10;

/** Words that say alone that a name follows on the next line. */
const ONLY_LEAD_IN =
  /^(?:(?:written|words|story|article|text)\s+by|by|authors?|von|par|por|autore?|auteur|автор|作者|文)\s*[:：]?$/iu;

/** "Posted on 5 March by Jo Bell", "Health | By Jo Bell": what stands before is no sentence. */
const INNER_BY = /(?:^|[\s|•·–—-])(?:written\s+by|by)\s*:?\s+(?=\p{Lu})/iu;

/** Who made a picture stands behind the same word as who wrote the text. */
const PICTURE =
  /\b(?:photo(?:graph(?:s|y)?)?s?|image|illustration|picture|video|graphic|courtesy|credit|unsplash|pexels|pixabay|flickr|shutterstock|getty|istock|foto|bild)\b/iu;

/** Lines that name who wrote the text, best first: those that say so at their start, then those that do inside. */
export function bylinesIn(lines: readonly Line[]): Found[] {
  const starting: Found[] = [];
  const inner: Found[] = [];
  for (const [at, { text, length }] of lines.slice(0, BYLINE_LINES).entries()) {
    if (length > MAX_BYLINE_CHARS || PICTURE.test(text)) continue;
    const found = { from: NEAR_HEADLINE, raw: text };
    const next = lines[at + 1];
    if (ONLY_LEAD_IN.test(text)) {
      if (next !== undefined && next.length <= MAX_NAME_LINE_CHARS) starting.push({ ...found, raw: next.text });
    } else if (LEAD_IN.test(text)) starting.push(found);
    else {
      const by = INNER_BY.exec(text);
      if (by !== null && by.index <= MAX_BEFORE_BY) inner.push({ ...found, raw: text.slice(by.index).trim() });
    }
  }
  return [...starting, ...inner];
}

/** A line that says "written by" names an author wherever on the page it stands. */
const WRITTEN_BY = /^(?:this (?:post|article|story) was )?(?:written|words|story|text)\s+by\s*:?\s*(.*)$/iu;
const MAX_WRITTEN = 4;

/** Names that stand alone in an element for authors, and "Written by" lines, on the whole page. */
export function namesIn(lines: readonly Line[]): Found[] {
  const written: Found[] = [];
  const named: Found[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.length > MAX_BYLINE_CHARS) continue;
    if (line.inAuthor) named.push(...namesOfLine(line.text).map((raw) => ({ from: AUTHOR_ELEMENT, raw })));
    const after = WRITTEN_BY.exec(line.text);
    if (after === null) continue;
    const raw = after[1] === "" ? (lines[at + 1]?.text ?? "") : (after[1] ?? "");
    if (splitAuthors(raw, null).some(looksLikePerson)) written.push({ from: WRITTEN_LINE, raw });
  }
  return [...named, ...written].slice(0, MAX_WRITTEN);
}

/** "19 Dec 2025 · Niko Matsakis on behalf of the team": the parts that are a person's name. */
function namesOfLine(text: string): string[] {
  return text
    .split(/[|·•–—,]| - /, 8)
    .flatMap((part) => splitAuthors(part, null))
    .filter(looksLikePerson);
}

/** A byline stands right behind the headline or its standfirst. */
const STRONG_LINES = 6;

/** The lines that name people and nothing else that could be an author. */
export function strongBylines({ nearTitle }: TitledFacts): Found[] {
  return bylinesIn(nearTitle.slice(0, STRONG_LINES))
    .filter(({ raw }) => {
      // "Author:" is also what reviews and bibliographies say of a book.
      if (/^(?:authors?|autore?|autor)\b/i.test(raw)) return false;
      const names = splitAuthors(raw, null);
      return names.length > 0 && names.every(looksLikePerson);
    })
    .slice(0, 1);
}

/** A line with a date has little else. */
const MAX_DATED_CHARS = 100;

/** What says that a date is the last change's. */
const CHANGED =
  /\b(?:updated?|modified|revised|reviewed|edited|aktualisiert|geändert|mis(?:e)? à jour|modifié|actualizado|actualización|aggiornato|atualizado|bijgewerkt|uppdaterad|opdateret|oppdatert|päivitetty|zaktualizowano|aktualizováno|güncelleme|обновлено|оновлено)\b|更新|수정|最終/iu;

/** Texts of lines that may hold the day of publication. */
export function datesIn(lines: readonly Line[]): Found[] {
  return datedLines(lines).flatMap((raw) => {
    const changed = CHANGED.exec(raw);
    // "Published 5 March, updated 6 March": the first part.
    const own = changed === null ? raw : raw.slice(0, changed.index);
    return /\p{Nd}/u.test(own) ? [{ from: "date near headline", raw: own }] : [];
  });
}

/** Texts of lines that may hold the day of the last change. */
export function changesIn(lines: readonly Line[]): Found[] {
  return datedLines(lines).flatMap((raw) => {
    const changed = CHANGED.exec(raw);
    const own = changed === null ? "" : raw.slice(changed.index);
    return /\p{Nd}/u.test(own) ? [{ from: "date near headline", raw: own }] : [];
  });
}

function datedLines(lines: readonly Line[]): string[] {
  return lines.flatMap(({ text, length, time }) => {
    if (length > MAX_DATED_CHARS) return [];
    // The machine's form is exact; the text says whether it is the first date or the last.
    if (time !== null) return [`${/^\P{Nd}*/u.exec(text)?.[0].match(CHANGED)?.[0] ?? ""} ${time}`.trim()];
    return /\p{Nd}/u.test(text) ? [text.slice(0, MAX_DATE_CHARS)] : [];
  });
}
