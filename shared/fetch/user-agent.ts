/** Owns how the archive introduces itself to web servers. Pure. */

/** Characters that can stand inside a product comment without ending it (RFC 9110, section 5.6.5). */
const COMMENT_TEXT = /^[\x21-\x27\x2a-\x5b\x5d-\x7e]+$/;

/**
 * The User-Agent header: honest about being a program, with a contact for the site's operator. The `Mozilla/5.0
 * (compatible; …)` form is what well-behaved crawlers send; without it some servers answer with pages for old phones.
 *
 * @param contact URL or e-mail address
 * @param version the archive's version, such as `0.1`
 * @throws TypeError when either has spaces, parentheses, or characters outside ASCII
 */
export function buildUserAgent(contact: string, version = "0.1"): string {
  if (!COMMENT_TEXT.test(contact)) {
    throw new TypeError("the contact for the User-Agent must be a URL or an e-mail address in plain ASCII");
  }
  if (!COMMENT_TEXT.test(version)) throw new TypeError("the version for the User-Agent must be plain ASCII");
  return `Mozilla/5.0 (compatible; Pressmark/${version}; +${contact})`;
}
