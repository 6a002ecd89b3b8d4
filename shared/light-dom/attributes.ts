/** Owns an element's attribute, by the names that HTML's parser gives it. */

export class LightAttr {
  /** With its prefix: `xlink:href`. */
  readonly name: string;
  value: string;
  /** Null for an attribute of HTML itself. */
  readonly namespaceURI: string | null;
  readonly prefix: string | null;

  constructor(name: string, value: string, namespaceURI: string | null = null, prefix: string | null = null) {
    this.name = name;
    this.value = value;
    this.namespaceURI = namespaceURI;
    this.prefix = prefix;
  }

  /** Without its prefix. */
  get localName(): string {
    return this.prefix === null ? this.name : this.name.slice(this.prefix.length + 1);
  }

  cloneNode(): LightAttr {
    return new LightAttr(this.name, this.value, this.namespaceURI, this.prefix);
  }
}

/**
 * What an attribute may be called when it is set by name (DOM standard, "valid attribute local name"). The parser makes
 * others too, such as `=a`, and what copies them by name must fail here as it would in a browser.
 */
export function checkAttributeName(name: string): void {
  if (name === "" || /[\t\n\f\r />=\0]/.test(name)) {
    throw new Error(`InvalidCharacterError: ${JSON.stringify(name)} is no attribute name`);
  }
}
