/**
 * What the simulated web consists of: some hundred invented newspapers, each with its habits and troubles, the same at
 * each run. All text is our own.
 */
import { seededRandom } from "../support/random.ts";

export interface Article {
  readonly path: string;
  readonly title: string;
  /** Hours after the start at which it is published, and edited. */
  readonly publishedHour: number;
  readonly editedHours: readonly number[];
  /** Under a path that robots.txt denies. */
  readonly isPrivate: boolean;
}

export const HOSTILE = [
  "slow-headers",
  "huge-headers",
  "redirect-circle",
  "garbage",
  "status-999",
  "inward-redirect",
  "reset",
  "endless-body",
  "not-found",
  "denies-all",
  "bomb-feed",
] as const;
export type Hostility = (typeof HOSTILE)[number];

export interface Site {
  readonly host: string;
  readonly publishes: "rss" | "atom" | "json" | "rdf" | "sitemap" | "page";
  readonly articles: readonly Article[];
  /** Its addresses carry another campaign, another session, or `www` by turns. */
  readonly links: "plain" | "campaign" | "session" | "www";
  readonly validators: "none" | "honest" | "lying";
  readonly robots: "none" | "private" | "crawl-delay" | "redirects" | "elsewhere" | "fails-at-first" | "fails-later";
  /** A list of all its articles under `www` is a second source, which takes a few at a time and leaves some out. */
  readonly hasList: boolean;
  /** Articles have moved to another host, and are redirected there. */
  readonly redirects: boolean;
  readonly trouble: "none" | "slow" | "fails-for-hours" | "resets-for-hours" | "rate-limits" | Hostility;
}

export interface WebSize {
  readonly hosts: number;
  readonly articlesPerHost: number;
  /** Articles are published between the start and then. */
  readonly publishingHours: number;
}

export const CRAWL_DELAY_SECONDS = 5;
/** How long the slow ones take for each answer, in virtual time: longer than the gap, so that only turns keep us away. */
export const SLOW_SECONDS = 20;

const PUBLISHES = ["rss", "atom", "json", "rdf", "sitemap", "page"] as const;
const LINKS = ["plain", "campaign", "session", "www"] as const;
const VALIDATORS = ["none", "honest", "lying"] as const;
/** Of eleven, so that each meets every way of publishing and writing addresses. */
const ROBOTS = [
  "none",
  "private",
  "fails-later",
  "crawl-delay",
  "none",
  "redirects",
  "fails-at-first",
  "elsewhere",
  "none",
  "private",
  "none",
] as const;
const TROUBLES = ["slow", "fails-for-hours", "resets-for-hours", "rate-limits"] as const;

/** Each of them costs tries that end in nothing: these are enough to see how. */
const HOSTILE_ARTICLES = 6;

/** A fifth of the hosts is in trouble, and the last eleven are hostile. */
export function createSites(size: WebSize, seed = 7): Site[] {
  const random = seededRandom(seed);
  return Array.from({ length: size.hosts }, (_, index): Site => {
    const hostility = HOSTILE[index - (size.hosts - HOSTILE.length)];
    const isTroubled = !hostility && index % 5 === 4;
    return {
      host: `paper${String(index).padStart(3, "0")}.example.test`,
      publishes: hostility ? "rss" : (PUBLISHES[index % PUBLISHES.length] ?? "rss"),
      links: hostility ? "plain" : (LINKS[index % LINKS.length] ?? "plain"),
      validators: hostility ? "none" : (VALIDATORS[index % VALIDATORS.length] ?? "none"),
      robots: hostility || isTroubled ? "none" : (ROBOTS[index % ROBOTS.length] ?? "none"),
      hasList: !hostility && !isTroubled && index % 9 === 2,
      redirects: !hostility && !isTroubled && index % 8 === 3,
      trouble: hostility ?? (isTroubled ? (TROUBLES[Math.floor(index / 5) % TROUBLES.length] ?? "slow") : "none"),
      articles: Array.from({ length: hostility ? HOSTILE_ARTICLES : size.articlesPerHost }, (__, number) =>
        createArticle(random, size, number),
      ),
    };
  });
}

function createArticle(random: () => number, { publishingHours }: WebSize, number: number): Article {
  // The first stand there at the start: no source is empty when it is polled first.
  const publishedHour = number < 2 ? 0 : random() * publishingHours;
  const isEdited = random() < 0.2;
  const isPrivate = random() < 0.08;
  return {
    path: `${isPrivate ? "/private" : "/news"}/story-${number}`,
    title: `Story ${number}`,
    publishedHour,
    editedHours: isEdited ? [publishedHour + 2 + random() * 20] : [],
    isPrivate,
  };
}
