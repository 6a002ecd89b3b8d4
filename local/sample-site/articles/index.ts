/** Owns the list of the sample newspaper's articles. Pure data. */
import type { SampleArticle } from "../article.ts";
import { briefAusQuermoehren } from "./brief-aus-quermoehren.ts";
import { lampRoom } from "./lamp-room.ts";
import { nightFerry } from "./night-ferry.ts";
import { oysterLedger } from "./oyster-ledger.ts";
import { postcardBuoy } from "./postcard-buoy.ts";
import { tideClock } from "./tide-clock.ts";

/** The article that leads the front page, and the first that people archive. */
export const FEATURED: SampleArticle = tideClock;

/** All articles, newest first. */
export const ARTICLES: readonly SampleArticle[] = [
  oysterLedger,
  briefAusQuermoehren,
  postcardBuoy,
  lampRoom,
  nightFerry,
  tideClock,
];
