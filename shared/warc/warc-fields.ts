/** Owns the `application/warc-fields` format (WARC 1.1, section 8): named fields, one a line, in UTF-8. Pure. */

/** Writes the fields in order, leaving out those that are null or empty. Line ends inside a value become spaces. */
export function writeFields(fields: Readonly<Record<string, string | null>>): Uint8Array {
  const lines = Object.entries(fields).flatMap(([name, value]) => {
    const text = value?.replace(/[\r\n]+/g, " ").trim();
    return text ? [`${name}: ${text}\r\n`] : [];
  });
  return Buffer.from(lines.join(""), "utf8");
}

/** Reads fields back. Names are as written; a name that comes again replaces the one before. */
export function readFields(block: Uint8Array): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of new TextDecoder().decode(block).split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) fields.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return fields;
}
