/**
 * Owns in whose name a text speaks: organisations say "we" and ask to do something, people say "I". Small words of some
 * languages, as shares of all words; other languages have none of them, and nothing is said of their texts. Pure.
 */

/** Shares of a text's words, 0 to 1. */
export interface Manner {
  readonly we: number;
  readonly i: number;
  /** Of requests to act, by the first word of each. */
  readonly requests: number;
}

/** "us" only in lower case, as "US" is a country. */
const WE =
  /\b(?:[Oo]ur|[Oo]urs|[Ww]e|us|wir|[Uu]nser(?:e[nmrs]?)?|uns|nous|[Nn]otre|nos|nosotros|[Nn]uestr[oa]s?|[Nn]ostr[oaie]|[Nn]oss[oa]s?|onze|ons)\b/g;
const I = /(?<![\w'’])(?:I|[Mm]y|me|I['’](?:m|ve|d|ll)|ich|mein(?:e[nmrs]?)?|je|mon|mes|yo|mi|mij|mijn)(?![\w'’])/g;
const REQUESTS =
  /\b(?:contact us|call (?:us|now)|get started|get in touch|get a (?:free )?quote|request (?:an?|more|info)|free (?:quote|consultation|estimate|trial|demo)|book (?:an?|now|your)|schedule (?:an?|your)|apply (?:now|today|online)|register (?:now|today)|sign up|enrol|enroll|buy now|shop now|learn more|find out more|start (?:now|your|free)|join (?:now|us)|talk to|speak (?:to|with)|our team|try (?:it )?(?:for )?free|demo|appointment|kontaktieren sie|jetzt (?:buchen|anmelden|anfragen)|contactez|demandez|réservez|inscrivez|contáctenos|contacta con|solicita|reserva|inscríbete|contattaci|richiedi|prenota|fale conosco|agende|solicite|neem contact|vraag .{0,20} aan)\b/gi;

/** What is read of a text: the beginning shows whose it is. */
const MAX_CHARS = 20_000;
/** In fewer words, one more or less is chance. */
const MIN_WORDS = 50;

/** @param wordCount - Words of the whole text. */
export function readManner(text: string, wordCount: number): Manner {
  const start = text.slice(0, MAX_CHARS);
  const words = Math.max(MIN_WORDS, wordCount * (start.length / Math.max(1, text.length)));
  const shareOf = (pattern: RegExp) => (start.match(pattern)?.length ?? 0) / words;
  return { we: shareOf(WE), i: shareOf(I), requests: shareOf(REQUESTS) };
}
