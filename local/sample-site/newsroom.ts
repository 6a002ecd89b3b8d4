/** Owns the invented paper's name, sections and people. Pure data. */
import type { Author, Section } from "./article.ts";

export const PAPER = {
  name: "The Saltmarsh Lantern",
  motto: "All the news the tide brings in",
  description: "News from Saltmarsh Quay, a harbour town that is on no map.",
  /** Said at the foot of every page. */
  disclaimer:
    "The Saltmarsh Lantern is made up: the town, its people and their stories are invented, so that there is a paper to try an archive on.",
} as const;

export const SECTIONS = {
  harbour: { name: "Harbour", slug: "harbour", about: "Boats, tides, and what is tied up at the quay." },
  town: { name: "Town", slug: "town", about: "What happens above the high-water mark." },
  fieldNotes: { name: "Field notes", slug: "field-notes", about: "Reporters who went outside and stayed a while." },
  neighbours: { name: "Neighbours", slug: "neighbours", about: "Letters from the ports that are friends of ours." },
} as const satisfies Record<string, Section>;

export const AUTHORS = {
  ines: {
    name: "Ines Harrow",
    slug: "ines-harrow",
    about: "Ines Harrow writes about the harbour, and about anything in it that has a spring or a wheel.",
  },
  wenna: {
    name: "Wenna Sedgeley",
    slug: "wenna-sedgeley",
    about: "Wenna Sedgeley covers the town, its timetables and its dances.",
  },
  tobias: {
    name: "Tobias Quillfeather",
    slug: "tobias-quillfeather",
    about: "Tobias Quillfeather goes where the bus does not, with a thermos.",
  },
  jem: {
    name: "Jem Tolliwick",
    slug: "jem-tolliwick",
    about: "Jem Tolliwick reports on weather, wires and schools.",
  },
  joerdis: {
    name: "Jördis Möhlenkamp",
    slug: "joerdis-moehlenkamp",
    about: "Jördis Möhlenkamp sends us a letter from Quermöhren whenever something moves there.",
  },
  corin: {
    name: "Corin Pikelet",
    slug: "corin-pikelet",
    about: "Corin Pikelet reads the minutes of meetings so that nobody else has to.",
  },
} as const satisfies Record<string, Author>;
