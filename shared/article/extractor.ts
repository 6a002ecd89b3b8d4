/** Owns the extractor's name and version: stated once, stored with every article. */

/**
 * What made an article. The version goes up with every change that can make a different article of the same page, so
 * that the archive knows what to extract again.
 */
export const EXTRACTOR = { name: "pressmark-readability", version: "2.0.0" } as const;
