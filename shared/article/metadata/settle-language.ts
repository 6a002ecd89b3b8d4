/**
 * Owns the second step of metadata, for which the article's text must be known: its language where the page declares
 * none or a wrong one, and the direction that it is read in. Pure.
 */
import type { ArticleField } from "../article.ts";
import { areNeighbours, detectLanguage, isDetectable } from "./detect-language.ts";
import type { Metadata } from "./read-metadata.ts";

/** Evidence kept of a language that the text told: its first words. */
const MAX_RAW_CHARS = 100;

/** Languages written from right to left, whatever the region. */
const RTL_LANGUAGES = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"]);
const RTL_SCRIPT = /^[a-z]{2,3}-(?:Arab|Hebr|Syrc|Thaa|Nkoo)\b/;
const RTL_LETTERS = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/gu;
/** Characters looked at where no language is known. */
const SAMPLE_CHARS = 1_000;

/**
 * Settles language and direction by the article's text. A declared language stays, unless the text is clearly in another:
 * themes and templates say "en" of every page.
 */
export function settleLanguage(metadata: Metadata, text: string): Metadata {
  const detected = detectLanguage(text);
  const isWrong = detected !== null && contradicts(metadata.language, detected);
  const language = isWrong ? detected : metadata.language;
  const direction = metadata.direction ?? directionOf(language, text);
  const origins: Partial<Metadata["provenance"]> = {
    ...(isWrong ? { language: { from: "text", raw: text.slice(0, MAX_RAW_CHARS).toWellFormed() } } : {}),
    ...(metadata.direction === null && language !== null ? { direction: { from: "language", raw: language } } : {}),
  } satisfies { [field in ArticleField]?: { from: string; raw: string } };
  return { ...metadata, language, direction, provenance: { ...metadata.provenance, ...origins } };
}

function contradicts(declared: string | null, detected: string): boolean {
  const base = declared?.split("-")[0] ?? null;
  if (base === null) return true;
  const own = base === "no" || base === "nn" ? "nb" : base;
  return own !== detected && isDetectable(own) && !areNeighbours(own, detected);
}

function directionOf(language: string | null, text: string): "ltr" | "rtl" {
  if (language !== null) {
    const isRtl =
      RTL_SCRIPT.test(language) || (RTL_LANGUAGES.has(language.split("-")[0] ?? "") && !/-Latn\b/.test(language));
    return isRtl ? "rtl" : "ltr";
  }
  const sample = text.slice(0, SAMPLE_CHARS);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  return (sample.match(RTL_LETTERS)?.length ?? 0) > letters / 2 ? "rtl" : "ltr";
}
