/** Owns the `Link` headers of TimeGate and mementos (RFC 7089, section 2.2). Pure. */

import type { CaptureRow } from "../../shared/index/capture-row.ts";
import { formatLinkHeader, LINK_FORMAT_TYPE, type Link } from "../../shared/memento/link-format.ts";
import { timeGateUrl, timeMapUrl } from "../../shared/memento/memento-urls.ts";
import { toTimestamp } from "../../shared/memento/timestamp.ts";
import { archiveLink } from "./archive-links.ts";
import type { FoundMemento } from "./replay-deps.ts";

/**
 * Original, timemap, and the mementos at both ends and beside the one that was chosen, which is among them. Relations
 * that one memento has at once stand in one link.
 */
export function mementoLinks({ memento, navigation }: FoundMemento, baseUrl: string, withGate: boolean): string {
  const { first, last, prev, next } = navigation;
  const url = memento.url;
  const links: Link[] = [
    { href: url, rel: "original" },
    ...(withGate ? [{ href: timeGateUrl(baseUrl, url), rel: "timegate" }] : []),
    { href: timeMapUrl(baseUrl, "link", url), rel: "timemap", type: LINK_FORMAT_TYPE },
  ];
  const relations = new Map<string, { row: CaptureRow; rels: string[] }>();
  const relate = (row: CaptureRow | undefined, rel: string) => {
    if (!row) return;
    const key = toTimestamp(row.capturedAt);
    const known = relations.get(key) ?? { row, rels: [] };
    if (rel !== "") known.rels.push(rel);
    relations.set(key, known);
  };
  relate(memento, "");
  relate(first, "first");
  relate(prev, "prev");
  relate(next, "next");
  relate(last, "last");
  const mementos = [...relations.values()]
    .toSorted((a, b) => a.row.capturedAt.localeCompare(b.row.capturedAt))
    .map(({ row, rels }) => ({
      href: baseUrl + mementoPath(row),
      rel: [...rels, "memento"].join(" "),
      datetime: row.capturedAt,
    }));
  return formatLinkHeader([...links, ...mementos]);
}

/** From the root of the archive's host. */
export function mementoPath(
  row: Pick<CaptureRow, "url" | "capturedAt">,
  modifier: Parameters<typeof archiveLink>[2] = "",
): string {
  return archiveLink(new URL(row.url), toTimestamp(row.capturedAt), modifier);
}
