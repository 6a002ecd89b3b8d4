/** Owns the list of the sample newspaper's pictures: where each is served and what it shows. Pure data. */
import type { Picture } from "./article.ts";

const WIDE = { widthPx: 960, heightPx: 540 } as const;

export const PICTURES = {
  tideClock: {
    src: "/pictures/tide-clock.svg",
    ...WIDE,
    alt: "A round blue clock face with a single golden hand, set in the brick gable of the harbour office",
  },
  harbour: {
    src: "/pictures/harbour.svg",
    ...WIDE,
    alt: "Narrow gabled houses in five colours along a quay, with two small boats before them",
  },
  lighthouse: {
    src: "/pictures/lighthouse.svg",
    ...WIDE,
    alt: "A white lighthouse with one red band on a dark headland, its beam reaching over the sea at night",
  },
  buoy: {
    src: "/pictures/buoy.svg",
    ...WIDE,
    alt: "A yellow buoy with an aerial and a small solar panel, leaning in the waves",
  },
  bell: {
    src: "/pictures/bell.svg",
    ...WIDE,
    alt: "A bronze bell hanging from a carrying frame on top of a green dyke, watched by sheep",
  },
  boats: {
    src: "/pictures/boats.svg",
    ...WIDE,
    alt: "Three flat oyster boats aground on the mud at low water, with marker poles behind them",
  },
  dusk: {
    src: "/pictures/dusk-960.png",
    sizes: [
      { src: "/pictures/dusk-480.png", widthPx: 480 },
      { src: "/pictures/dusk-960.png", widthPx: 960 },
    ],
    ...WIDE,
    alt: "The ferry with its lamps lit, crossing still water in front of the setting sun",
  },
} as const satisfies Record<string, Picture>;
