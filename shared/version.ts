/** The archive's name and version, as WARC files and the User-Agent state them. Pure. */
export const VERSION = "0.1.0";
export const SOFTWARE = `Pressmark/${VERSION}`;
