/**
 * Owns reading whether a page asks not to be archived: `noarchive` in X-Robots-Tag headers and robots meta elements.
 * Whether that binds is its caller's to decide. Pure.
 */

/** What a page says about being archived. */
export interface ArchiveDirectives {
  readonly noarchive: boolean;
  /** Where it says so, the header before the element; null where it does not. */
  readonly source: "x-robots-tag" | "meta" | null;
}

/** Directives that have a value after a colon, so that their names are no crawler's. */
const VALUED_DIRECTIVES: ReadonlySet<string> = new Set([
  "unavailable_after",
  "max-snippet",
  "max-image-preview",
  "max-video-preview",
]);

/**
 * Looks for `noarchive`. `none` is not it: that stands for `noindex, nofollow`. One that asks wins over an `archive`
 * elsewhere.
 *
 * @param headerValues each X-Robots-Tag value as it came. A value may begin with a crawler's name and a colon, and is
 *   then for that crawler alone, as far as the next name
 * @param metaContents `content` of the elements whose name {@link isRobotsMetaName} accepts
 */
export function readArchiveDirectives(
  headerValues: readonly string[],
  metaContents: readonly string[],
  productToken: string,
): ArchiveDirectives {
  const token = productToken.toLowerCase();
  if (headerValues.some((value) => headerAsks(value, token))) return { noarchive: true, source: "x-robots-tag" };
  if (metaContents.some(metaAsks)) return { noarchive: true, source: "meta" };
  return { noarchive: false, source: null };
}

/** True for the `name` of a meta element that speaks to this crawler: `robots`, or its product token. */
export function isRobotsMetaName(name: string, productToken: string): boolean {
  const wanted = name.trim().toLowerCase();
  return wanted === "robots" || wanted === productToken.toLowerCase();
}

function headerAsks(value: string, token: string): boolean {
  let isForUs = true;
  for (const part of value.toLowerCase().split(",")) {
    const colon = part.indexOf(":");
    const name = part.slice(0, Math.max(colon, 0)).trim();
    // A time of day has colons too, but white space before them.
    const namesCrawler = name !== "" && !/\s/.test(name) && !VALUED_DIRECTIVES.has(name);
    if (namesCrawler) isForUs = name === "*" || name === token;
    const directive = namesCrawler ? part.slice(colon + 1) : part;
    if (isForUs && directive.trim() === "noarchive") return true;
  }
  return false;
}

/** Commas part the directives; white space and semicolons are met with too. */
function metaAsks(content: string): boolean {
  return content
    .toLowerCase()
    .split(/[,;\s]/)
    .includes("noarchive");
}
