/** Readability must answer the same on the light DOM as on jsdom, in every field: jsdom is its oracle. */

import { describe, expect, it } from "vitest";
import { seededRandom } from "../../support/random.ts";
import { mutatePage } from "./mutate.ts";
import { corpusPages, guardAgainstGaps, ownPages, parseLight, readLight, readOnJsdom } from "./support.ts";

guardAgainstGaps();

const OWN = ownPages();

/** Of each own page. More are tried by hand: PRESSMARK_MUTATIONS=200 npx vitest run tests/unit/light-dom */
const MUTATIONS = Number(process.env.PRESSMARK_MUTATIONS ?? 8);

/** Real pages of a run: all 748 take minutes. PRESSMARK_CORPUS_PAGES=1000 tries them all. */
const CORPUS_PAGES = Number(process.env.PRESSMARK_CORPUS_PAGES ?? 24);

const PATIENCE_MS = 600_000;

describe("Readability on the light DOM", () => {
  it.each(OWN.map(({ name, html }) => [name, html] as const))("answers as on jsdom: %s", (_, html) => {
    expect(readLight(html)).toEqual(readOnJsdom(html));
    expect(readLight(html, false)).toEqual(readOnJsdom(html, false));
  });

  it("answers as on jsdom for pages that are broken in some places", { timeout: PATIENCE_MS }, () => {
    const answers = { read: 0, nothing: 0, threw: 0 };
    for (const [index, { name, html }] of OWN.entries()) {
      for (let mutation = 0; mutation < MUTATIONS; mutation += 1) {
        const seed = 1_000 * index + mutation;
        const page = mutatePage(html, seed);
        const answer = readLight(page);
        expect(answer, `${name}, seed ${seed}`).toEqual(readOnJsdom(page));
        answers[answer === null ? "nothing" : answer === "threw" ? "threw" : "read"] += 1;
      }
    }
    // Otherwise the pages are so broken that there is nothing to compare.
    expect(answers.read).toBeGreaterThan(answers.nothing + answers.threw);
  });

  const corpus = corpusPages();
  it.skipIf(corpus === null)(
    `answers as on jsdom for real pages${corpus === null ? " (skipped: no corpus at hand, see PRESSMARK_CORPUS)" : ""}`,
    { timeout: PATIENCE_MS },
    () => {
      const random = seededRandom(20_240_305);
      const pages = (corpus ?? [])
        .map((page) => [random(), page] as const)
        .sort(([one], [other]) => one - other)
        .slice(0, CORPUS_PAGES);
      for (const [, [name, read]] of pages) {
        const html = read();
        if (overwritesRoot(html)) continue;
        expect(readLight(html), name).toEqual(readOnJsdom(html));
      }
    },
  );
});

/** A second `<html>` or `<body>` adds attributes that the first lacks; jsdom lets it overwrite those that it has. */
function overwritesRoot(html: string): boolean {
  return ["html", "body"].some((name) => (html.match(new RegExp(`<${name}[\\s>]`, "gi")) ?? []).length > 1);
}

describe("where the light DOM keeps to the standard and jsdom does not", () => {
  it("adds attributes of a second <html> or <body> only where the first lacks them", () => {
    const document = parseLight(
      '<html lang="en"><body class="a"><p>b</p><html lang="de" dir="ltr"><body class="c" id="d">',
    );
    const [root, body] = [document.documentElement, document.body];
    expect([root?.getAttribute("lang"), root?.getAttribute("dir")]).toEqual(["en", "ltr"]);
    expect([body?.className, body?.id]).toEqual(["a", "d"]);
  });
});
