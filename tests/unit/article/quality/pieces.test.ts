import { describe, expect, it } from "vitest";
import { readAddress } from "../../../../shared/article/quality/address-shapes.ts";
import { lettersIn } from "../../../../shared/article/quality/content-signals.ts";
import { readDeclarations } from "../../../../shared/article/quality/declared-types.ts";
import { readManner } from "../../../../shared/article/quality/manner.ts";
import { countPhrases, firstPhrase, plainSpeech } from "../../../../shared/article/quality/phrases.ts";
import { countCards, emptyPart, type Part } from "../../../../shared/article/quality/repeats.ts";
import { readSourceMarks } from "../../../../shared/article/quality/source-marks.ts";
import { isListTitle, isQuestionTitle } from "../../../../shared/article/quality/title-shapes.ts";
import { RoleReader } from "../../../../shared/article/quality/vocabulary.ts";
import { likelihood, logRamp, ramp, weigh, yes } from "../../../../shared/article/quality/weigh.ts";

describe("the shapes of addresses", () => {
  it.each([
    ["https://a.example/", []],
    ["https://a.example/2024/03/05/mill", []],
    ["https://a.example/blog/mill-bridge", ["article"]],
    ["https://a.example/blog/", []],
    ["https://a.example/cuttings", []],
    ["https://a.example/products/jersey", ["product"]],
    ["https://a.example/threads/mill.12/", ["forum"]],
    ["https://docs.a.example/alarms", ["documentation"]],
    ["https://consent.a.example/", ["consent"]],
    ["https://a.example/errors/404.html", ["missing"]],
  ])("reads %s", (url, shapes) => {
    expect([...readAddress(url).shapes]).toEqual(shapes);
  });

  it("counts the words of the last name, without numbers", () => {
    expect(readAddress("https://a.example/town/river-closes-mill-bridge-4411/").slugWords).toBe(4);
    expect(readAddress("no address").slugWords).toBe(0);
  });
});

describe("the words of class names", () => {
  it.each([
    ["add-to-cart", ["cart"]],
    ["cookieNotice user_avatar", ["consent", "person"]],
    ["error404", ["missing"]],
    ["page-not-found", ["missing"]],
    ["posture carton", []],
    ["", []],
  ])("reads %s", (names, roles) => {
    expect(new RoleReader().rolesOf(names)).toEqual(roles);
  });
});

describe("parts that repeat", () => {
  const part = (changes: Partial<Part>): Part => ({ ...emptyPart(), key: "div teaser", ...changes });

  it("groups teasers that look alike, and takes the largest group", () => {
    const teaser = part({ letters: 60, links: 1, linkedSigns: 1 });
    const other = part({ letters: 60, links: 1, linkedSigns: 1, key: "li x" });
    const text = part({ letters: 2_000, links: 4, linkedSigns: 1 });
    expect(countCards([teaser, other, teaser, text])).toBe(2);
  });
});

describe("what linked data declares", () => {
  it("tells what stands for the page from what is only mentioned", () => {
    const { topTypes, types } = readDeclarations([
      { "@graph": [{ "@type": ["https://schema.org/NewsArticle", "Report"], author: { "@type": "Person" } }] },
    ]);
    expect([...topTypes]).toEqual(["NewsArticle", "Report"]);
    expect([...types]).toEqual(["NewsArticle", "Report", "Person"]);
    expect(readDeclarations([null, "text", 3]).topTypes.size).toBe(0);
  });

  it("finds locked parts at any depth, in any spelling of false", () => {
    const locked = { hasPart: [{ isAccessibleForFree: "http://schema.org/False", cssSelector: [".a", ".b"] }] };
    expect(readDeclarations([locked])).toMatchObject({ isLocked: true, lockedSelectors: [".a", ".b"] });
    expect(readDeclarations([{ isAccessibleForFree: true }]).isLocked).toBe(false);
  });
});

describe("in whose name a text speaks", () => {
  it("counts small words as shares of all", () => {
    expect(readManner("We mend your roof with our own tools. Contact us for a free quote.", 100)).toEqual({
      ...{ we: 0.03, i: 0, requests: 0.02 },
    });
    expect(readManner("I built my boat in the US, and it floats.", 100)).toEqual({ we: 0, i: 0.02, requests: 0 });
    expect(readManner("橋は昨日開通した。", 100)).toEqual({ we: 0, i: 0, requests: 0 });
  });
});

describe("the shapes of titles", () => {
  it.each(["How to mend a roof", "Was it the mill?", "12 bridges to see", "Warum Mühlen mahlen"])(
    "asks: %s",
    (title) => {
      expect(isQuestionTitle(title)).toBe(true);
    },
  );

  it("tells the name of a shelf from a headline with the same word", () => {
    expect(isListTitle("Latest news")).toBe(true);
    expect(isListTitle("Shop all chairs")).toBe(true);
    expect(isListTitle("Bad news for the mill as the river rises")).toBe(false);
    expect(isListTitle("The newsroom")).toBe(false);
  });
});

describe("phrases", () => {
  it("are found in any case and with any apostrophe", () => {
    expect(firstPhrase(plainSpeech("Sorry, we COULDN’T find\n that page."), "missing")).toBe("couldn't find that page");
    expect(firstPhrase("the mill bridge", "missing")).toBeNull();
    expect(countPhrases(plainSpeech("Alle akzeptieren oder alle ablehnen"), "consent")).toBe(2);
  });
});

describe("marks in the source", () => {
  it("tells a challenge from a guard that ordinary pages have", () => {
    expect(readSourceMarks("<script>window._cf_chl_opt={}</script>").challenge).toBe("cloudflare");
    expect(readSourceMarks('<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js">')).toMatchObject({
      challenge: null,
      guard: "cloudflare-scripts",
    });
    expect(readSourceMarks('<meta content="3" http-equiv=refresh>').refreshes).toBe(true);
  });
});

describe("weighing", () => {
  it("adds up what features weigh, with their evidence", () => {
    const measures = { cards: { value: 0.5, evidence: "9" }, price: yes(true), code: yes(false) };
    expect(weigh(measures, { cards: 2, price: -1, code: 3 }, 0.5)).toEqual({
      sum: 0.5,
      reasons: [
        { code: "cards=9", weight: 1 },
        { code: "price", weight: -1 },
      ],
    });
  });

  it("rises between two numbers, straight or by the order of magnitude", () => {
    expect([0, 2, 3, 4, 9].map((value) => ramp(value, 2, 4))).toEqual([0, 0, 0.5, 1, 1]);
    expect(logRamp(0, 1, 100)).toBe(0);
    expect(logRamp(10, 1, 100)).toBeCloseTo(0.5);
    expect(likelihood(0)).toBe(0.5);
  });

  it("counts Chinese, Japanese and Korean characters for what they say", () => {
    expect(lettersIn("bridge")).toBe(6);
    expect(lettersIn("磨坊桥")).toBe(9);
    expect(lettersIn("")).toBe(0);
  });
});
