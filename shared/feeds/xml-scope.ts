/**
 * Owns what an XML element inherits: namespace prefixes and the base address. Pure; it must not know any format.
 */

/** Prefixes in force, by prefix; the default namespace is under the empty one. Shared by elements that declare none. */
type Namespaces = ReadonlyMap<string, string>;

/** What children inherit. */
export interface XmlScope {
  readonly namespaces: Namespaces;
  /** Absolute address that relative ones are resolved against (XML Base). */
  readonly base: string;
}

/** The scope inside an element, by its attributes (names in lower case). */
export function innerScope(outer: XmlScope, attributes: Readonly<Record<string, string>>): XmlScope {
  let { base } = outer;
  let namespaces: Map<string, string> | undefined;
  for (const name in attributes) {
    const value = attributes[name] ?? "";
    if (name === "xml:base") base = URL.parse(value.trim(), base)?.href ?? base;
    else if (name === "xmlns" || name.startsWith("xmlns:")) {
      namespaces ??= new Map(outer.namespaces);
      namespaces.set(name.slice("xmlns:".length), value);
    }
  }
  return namespaces === undefined && base === outer.base ? outer : { namespaces: namespaces ?? outer.namespaces, base };
}

/** A name as written, in its two parts; a name without a colon has an empty prefix. */
export function splitName(name: string): { prefix: string; local: string } {
  const colon = name.indexOf(":");
  return colon < 0 ? { prefix: "", local: name } : { prefix: name.slice(0, colon), local: name.slice(colon + 1) };
}
