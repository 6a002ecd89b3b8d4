/** Owns the name that robots.txt files and robots directives call the archive's crawler by. Pure. */

/** Our product token (RFC 9309, section 2.2.1): it must stay a part of the User-Agent header. Letters, `_`, `-` only. */
export const PRODUCT_TOKEN = "Pressmark";
