/** Owns the rules on lines that announce others: "Related articles" with its links, "About the author" with its text. Pure. */
import type { Content } from "./content.ts";
import type { Line } from "./lines.ts";
import type { RunRule } from "./rule.ts";
import { announces } from "./words.ts";

const MAX_ANNOUNCEMENT_WORDS = 9;
const MAX_RUN = 60;
/** Of what related links are announced to be, so much is linked. */
const MIN_LINKED_SHARE = 0.45;
/** Of the article's prose, never more than this goes with its announcement. */
const MAX_PROSE_SHARE = 0.1;

export const RUN_RULES: readonly RunRule[] = [
  {
    ...{ kind: "run", name: "related-run", about: "links under a heading that announces them" },
    count: (line, content) => {
      if (line.isWithinContent || line.words.length > MAX_ANNOUNCEMENT_WORDS || !announces("readMore", line.text))
        return 0;
      const run = runAfter(line, content);
      const letters = sumOf(run, "letters");
      if (run.length === 0 || sumOf(run, "prose") > content.prose * MAX_PROSE_SHARE) return 0;
      return sumOf(run, "linked") >= letters * MIN_LINKED_SHARE && sumOf(run, "sameSite") > 0 ? run.length + 1 : 0;
    },
  },
];

function sumOf(lines: readonly Line[], measure: "letters" | "linked" | "sameSite" | "prose"): number {
  return lines.reduce((sum, { part }) => sum + part[measure], 0);
}

/** The lines after an announcement: until a heading that heads text, or a paragraph of text that stands beside it. */
function runAfter({ index, isHeading, part }: Line, { lines }: Content): Line[] {
  const run: Line[] = [];
  for (const line of lines.slice(index + 1, index + 1 + MAX_RUN)) {
    const { element, letters, linked, parent } = line.part;
    const headsText = line.isHeading && linked < letters * 0.9;
    if (headsText && (!isHeading || element.tagName <= part.element.tagName)) break;
    if (line.isProse && linked === 0 && parent === part.parent) break;
    run.push(line);
  }
  return run;
}
