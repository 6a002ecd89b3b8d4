/** Owns which URLs may be submitted. Pure; what addresses may be fetched is shared/fetch/address-guard.ts. */

/** Longest URL that is accepted, in characters. */
export const MAX_URL_LENGTH = 2048;

/** Why a URL is refused; the codes are part of the API. */
export const URL_PROBLEMS = {
  "url-too-long": `The URL is longer than ${MAX_URL_LENGTH} characters.`,
  "url-invalid": "This is not an absolute URL.",
  "url-not-http": "Only http and https URLs can be archived.",
  "url-has-credentials": "The URL carries a user name or password; archive it without.",
} as const;

export type UrlProblem = keyof typeof URL_PROBLEMS;

/** A URL fit to be fetched, normalised (WHATWG URL serialisation, no fragment), or why it is not. */
export type CheckedUrl =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly problem: UrlProblem };

export function checkUrl(input: string): CheckedUrl {
  if (input.length > MAX_URL_LENGTH) return { ok: false, problem: "url-too-long" };
  if (!URL.canParse(input)) return { ok: false, problem: "url-invalid" };
  const url = new URL(input);
  if (url.protocol !== "http:" && url.protocol !== "https:") return { ok: false, problem: "url-not-http" };
  if (url.username !== "" || url.password !== "") return { ok: false, problem: "url-has-credentials" };
  url.hash = "";
  // Percent-encoding can make the normalised form longer than what was typed.
  if (url.href.length > MAX_URL_LENGTH) return { ok: false, problem: "url-too-long" };
  return { ok: true, url: url.href };
}
