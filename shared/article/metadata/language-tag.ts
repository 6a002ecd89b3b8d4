/** Owns reading a language tag as pages write it (`en_US`, `EN-us`, `de, en`). Pure. */

const LANGUAGE_NAMES = new Intl.DisplayNames("en", { type: "language", fallback: "none" });

/**
 * The canonical BCP 47 form of a page's language.
 *
 * @returns For instance `en-US` or `zh-Hant-TW`; null for what is no tag, or names no language that Unicode knows.
 */
export function languageTag(value: string | null | undefined): string | null {
  const first = (value ?? "").split(/[,;\s]/, 1)[0]?.replaceAll("_", "-") ?? "";
  if (!/^[a-z]{2,3}(?:-|$)/i.test(first) || first.length > 35) return null;
  try {
    const tag = Intl.getCanonicalLocales(first)[0];
    const base = tag?.split("-")[0];
    return tag !== undefined && base !== undefined && LANGUAGE_NAMES.of(base) !== undefined ? tag : null;
  } catch {
    return null;
  }
}
