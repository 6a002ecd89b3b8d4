/** Owns the ids of requisites' jobs: they follow from the page and the URL, so that repeating a step makes no second job. */
import { v5 } from "uuid";

/** Namespace of them (UUID version 5, RFC 9562 section 5.5). */
const NAMESPACE = "b7f2b7b0-4a5e-4f0b-9d0a-3f4c7f6f1a27";

/** @param pageId - the page's capture */
export const requisiteJobId = (pageId: string, url: string): string => v5(`${pageId} ${url}`, NAMESPACE);
