/**
 * Owns the parse of a page: it bounds what hostile HTML can cost. Everything after it may recurse and may be a little
 * worse than linear, because of the limits set here. It must not decide what is content, and drops nothing of a page
 * within the limits.
 */
import { PermanentError } from "../../errors.ts";
import type { LightDocument } from "../../light-dom/nodes.ts";
import { parseDocument } from "../../light-dom/parse.ts";
import type { TreeLimits } from "../../light-dom/tree-adapter.ts";

/** Characters of HTML that are parsed; a page of 20 MiB, the most that is read, has no more. */
const MAX_CHARS = 20 * 1024 * 1024;

/** Of 748 real pages none has over 9,100 elements, a depth of 55, 46 attributes on one element, or 430,000 characters in one. */
export const PAGE_LIMITS: TreeLimits = {
  maxNodes: 30_000,
  maxDepth: 100,
  maxAttributes: 256,
  maxAllAttributes: 250_000,
  maxAttributeChars: 1024 * 1024,
  maxTextChars: 2_000_000,
  maxRawChars: 2 * 1024 * 1024,
  maxBaseChars: 512,
};

export interface ParsedPage {
  /** Looked at through page-tree.ts alone, and not to be changed. */
  readonly tree: LightDocument;
  /** What was parsed. */
  readonly html: string;
  /** Elements and comments. */
  readonly nodeCount: number;
  /** True where the page was over a limit, and the tree is less than the page, or less deep. */
  readonly isCut: boolean;
}

/**
 * Parses a page as a browser without scripting does. A page over the limits is answered with what could be had.
 *
 * @param contentType - The HTTP `Content-Type`; for XHTML, `<script src="…"/>` and the like are closed as written.
 * @param maxNodes - Elements and comments that are made of it.
 * @throws PermanentError `extraction-failed` for what breaks the parser.
 */
export function parsePage(html: string, contentType: string | null, maxNodes = PAGE_LIMITS.maxNodes): ParsedPage {
  const cut = html.slice(0, MAX_CHARS);
  const text = /^\s*application\/(?:[\w.-]+\+)?xml\b/i.test(contentType ?? "") ? closeAsXml(cut) : cut;
  try {
    const { document, nodeCount, isCut } = parseDocument(text, { ...PAGE_LIMITS, maxNodes });
    return { tree: document, html: text, nodeCount, isCut: isCut || html.length > MAX_CHARS };
  } catch (cause) {
    throw new PermanentError("extraction-failed", "extract: the page broke the parser", { cause });
  }
}

/** HTML ignores the slash of `<title/>` and would swallow the page as its text; XHTML means it. */
function closeAsXml(xhtml: string): string {
  return xhtml.replace(/<([a-z][a-z0-9]{0,15})(\s[^<>]*)?\/>/gi, (tag, name: string, attributes: string | undefined) =>
    VOID.test(name) ? tag : `<${name}${attributes ?? ""}></${name}>`,
  );
}

const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/i;
