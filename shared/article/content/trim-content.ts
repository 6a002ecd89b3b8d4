/**
 * Owns taking out of a page's content what is not the article's: bars, boxes, bylines, links to elsewhere. Captions stay;
 * they leave only the plain text (see render/text.ts). Pure. The rules and how they run are in trim/.
 */
import type { Root } from "hast";
import type { PageContent } from "./choose-content.ts";
import { BOX_RULES } from "./trim/boxes.ts";
import { CAPTION_RULES } from "./trim/captions.ts";
import { knownOf } from "./trim/content.ts";
import { EDGE_RULES } from "./trim/edge-rules.ts";
import { runRules, type Watch } from "./trim/engine.ts";
import { LINE_RULES } from "./trim/line-rules.ts";
import { wrapLooseText } from "./trim/loose-text.ts";
import type { Rule } from "./trim/rule.ts";
import { RUN_RULES } from "./trim/run-rules.ts";

const RULES: readonly Rule[] = [...BOX_RULES, ...CAPTION_RULES, ...RUN_RULES, ...LINE_RULES, ...EDGE_RULES];

/** Every rule by name, for an ablation. */
export const TRIM_RULES: readonly string[] = RULES.map(({ name }) => name);

export interface TrimOptions {
  /** Names of {@link TRIM_RULES} to leave out. */
  readonly without?: ReadonlySet<string>;
  /** Told of each element that a rule takes out. */
  readonly watch?: Watch;
}

/**
 * @param root - The chosen content, not sanitised: its classes, ids and roles tell what its parts are for.
 * @returns A tree without what is not the article's; may share nodes with `root`.
 */
export function trimContent(
  root: Root,
  about: Pick<PageContent, "facts" | "metadata">,
  options: TrimOptions = {},
): Root {
  const { without, watch = () => {} } = options;
  const rules = without === undefined ? RULES : RULES.filter(({ name }) => !without.has(name));
  return runRules(wrapLooseText(root), knownOf(about), rules, watch);
}
