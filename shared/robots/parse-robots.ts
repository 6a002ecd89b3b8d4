/** Owns reading the bytes of a robots.txt into its groups (RFC 9309, section 2.2). It throws for no input. Pure. */
import { ROBOTS_LIMITS, type RobotsGroup, type RobotsRules, readField } from "./robots-rules.ts";

interface OpenGroup extends RobotsGroup {
  agents: string[];
  rules: string[];
  crawlDelaySeconds: number | null;
}

interface Reading {
  readonly groups: OpenGroup[];
  readonly sitemaps: Set<string>;
  sitemapBytes: number;
  truncated: boolean;
  /** The next `User-agent` line starts a group: a rule has been seen since the last one. */
  closed: boolean;
}

/**
 * Reads a robots.txt. Only `Allow` and `Disallow` lines end a group's list of agents: other lines, `Crawl-delay` and
 * `Sitemap` among them, must not (RFC 9309, section 2.2.4). Groups stay apart; decide-robots.ts merges those of one agent.
 *
 * @param bytes the body after content decoding; past `ROBOTS_LIMITS.maxFileBytes` it is ignored, and so is the line
 *   that stands across that limit: half a path means something else
 */
export function parseRobots(bytes: Uint8Array): RobotsRules {
  const reading: Reading = {
    groups: [],
    sitemaps: new Set(),
    sitemapBytes: 0,
    truncated: bytes.length > ROBOTS_LIMITS.maxFileBytes,
    closed: true,
  };
  for (const raw of splitLines(bytes)) {
    const line = decodeLine(withoutComment(raw)).trim();
    if (line !== "") readLine(line, reading);
  }
  const { groups, sitemaps, truncated } = reading;
  return { groups, sitemaps: [...sitemaps], truncated, coarse: false };
}

/** Lines as latin1, one character for each byte. CR, LF and CR LF all end a line. */
function splitLines(bytes: Uint8Array): string[] {
  const { maxFileBytes } = ROBOTS_LIMITS;
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const end = Math.min(bytes.length, maxFileBytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("latin1");
  const lines = text.split(/[\r\n]/);
  const next = bytes[end];
  if (next !== undefined && next !== 0x0a && next !== 0x0d) lines.pop();
  return lines;
}

function withoutComment(line: string): string {
  const hash = line.indexOf("#");
  return hash < 0 ? line : line.slice(0, hash);
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8, as the RFC wants it; else a line in which each byte outside ASCII is percent-encoded. */
function decodeLine(latin1: string): string {
  if (!/[\x80-\xff]/.test(latin1)) return latin1;
  try {
    return UTF8.decode(Buffer.from(latin1, "latin1"));
  } catch {
    return latin1.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
  }
}

function readLine(line: string, reading: Reading): void {
  const field = readField(line);
  if (!field) return;
  if (field.kind === "sitemap") {
    keepSitemap(field.value, reading);
    return;
  }
  if (field.kind === "agent") {
    // No crawler's name is longer; a line is kept whole only where it could matter.
    const agent = line.slice(0, ROBOTS_LIMITS.maxQuotedCharacters).toWellFormed();
    const group = reading.closed ? undefined : reading.groups.at(-1);
    if (group) group.agents.push(agent);
    else reading.groups.push({ agents: [agent], rules: [], crawlDelaySeconds: null });
    reading.closed = false;
    return;
  }
  const group = reading.groups.at(-1);
  // A rule before the first agent belongs to no group (RFC 9309, section 2.2.1).
  if (!group) return;
  if (field.kind === "crawl-delay") {
    const seconds = readSeconds(field.value);
    if (seconds !== null) group.crawlDelaySeconds = Math.max(seconds, group.crawlDelaySeconds ?? 0);
    return;
  }
  reading.closed = true;
  // An empty value matches nothing. Other paths start with a slash; a star in its place is widespread and clear.
  if (/^[/*]/.test(field.value)) group.rules.push(line);
}

function keepSitemap(address: string, reading: Reading): void {
  if (address === "" || reading.sitemaps.has(address)) return;
  const bytes = Buffer.byteLength(JSON.stringify(address)) + 1;
  if (reading.sitemapBytes + bytes > ROBOTS_LIMITS.maxSitemapBytes) {
    reading.truncated = true;
    return;
  }
  reading.sitemapBytes += bytes;
  reading.sitemaps.add(address);
}

/** Digits with an optional fraction; what follows them (`10s`) is ignored. */
function readSeconds(value: string): number | null {
  const digits = /^(?:\d{1,9}(?:\.\d{1,9})?|\.\d{1,9})/.exec(value)?.[0];
  return digits === undefined ? null : Number(digits);
}
