/** Owns the rules on single lines within the article: links to others, calls to subscribe, labels of advertisements. Pure. */
import type { Line } from "./lines.ts";
import type { LineRule } from "./rule.ts";
import { announcedLength, announces, saysOnly } from "./words.ts";

const linkedShare = ({ part: { linked, letters } }: Line) => linked / letters;
const isShort = (line: Line, maxWords: number) => line.words.length <= maxWords;

export const LINE_RULES: readonly LineRule[] = [
  {
    ...{ kind: "line", name: "read-more-line", about: 'a line that sends to another article: "Related: …"' },
    matches: (line) =>
      isOwn(line) &&
      !line.isListItem &&
      line.words.length <= 45 &&
      announces("readMore", line.text) &&
      (linkedShare(line) > 0.4 || isShort(line, 3) || (line.isHeading && isShort(line, 4))),
  },
  {
    ...{ kind: "line", name: "link-paragraph", about: "a paragraph that is a link and no more" },
    matches: (line) =>
      isOwn(line) && !line.isListItem && line.part.sameSite > line.part.letters * 0.9 && !line.isHeading,
  },
  {
    ...{ kind: "line", name: "subscribe-line", about: "a call to subscribe or sign up" },
    matches: (line) =>
      isOwn(line) &&
      isShort(line, 40) &&
      announces("subscribe", line.text) &&
      (linkedShare(line) > 0.3 || line.isHeading || isShort(line, 12)),
  },
  {
    ...{ kind: "line", name: "advert-line", about: "the label of an advertisement, a disclosure of earnings" },
    matches: (line) =>
      isOwn(line) && announces("advert", line.text) && (announcedLength("advert", line.text) >= 20 || isShort(line, 4)),
  },
  {
    ...{ kind: "line", name: "label-line", about: "the label of share buttons or of a list of contents" },
    matches: (line) => isOwn(line) && (saysOnly("share", line.text) || saysOnly("contents", line.text)),
  },
];

/** Not part of a quote, a table or code. */
function isOwn(line: Line): boolean {
  return !line.isWithinContent;
}
