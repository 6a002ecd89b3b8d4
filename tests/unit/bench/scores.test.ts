/** The bench's scorers, on cases small enough to reckon by hand. */
import { describe, expect, it } from "vitest";
import { scoreMetadata, toDay, toWords } from "../../../bench/extract/score-metadata.ts";
import { countMisjudged, scoreQuality } from "../../../bench/extract/score-quality.ts";
import { countSnippets, measureOverlap, scoreTexts, wordsOf } from "../../../bench/extract/score-text.ts";

describe("a text's score", () => {
  it("counts shingles of four words: five of six words in order share two of three", () => {
    // Truth: abcd bcde cdef. Found: abcd bcde.
    expect(measureOverlap("a b c d e f", "a b c d e")).toEqual({
      ...{ truePositive: 2 / 3, falsePositive: 0, falseNegative: 1 / 3 },
    });
  });

  it("counts a shingle as often as it stands there", () => {
    // Truth: abcd bcda cdab dabc abcd. Found: abcd.
    expect(measureOverlap("a b c d a b c d", "a b c d")).toEqual({
      ...{ truePositive: 1 / 5, falsePositive: 0, falseNegative: 4 / 5 },
    });
  });

  it("takes fewer than four words as one shingle, and nothing as none", () => {
    expect(measureOverlap("ferry late", "Ferry, late!").truePositive).toBe(0);
    expect(measureOverlap("ferry late", "ferry – late!").truePositive).toBe(1);
    expect(measureOverlap("", "")).toEqual({ truePositive: 0, falsePositive: 0, falseNegative: 0 });
  });

  it("neither asks for optional passages nor holds them against anyone", () => {
    const optional = ["w x y z"];
    expect(measureOverlap("a b c d", "a b c d", optional).truePositive).toBe(1);
    // Their shingles are free; the three that reach over the edge are not.
    expect(measureOverlap("a b c d", "a b c d w x y z", optional)).toEqual({
      ...{ truePositive: 1 / 4, falsePositive: 3 / 4, falseNegative: 0 },
    });
  });

  it("is the harmonic mean of mean precision and mean recall, of the pages that have one", () => {
    const score = scoreTexts([
      { truth: "a b c d e f", found: "a b c d e" },
      { truth: "a b c d", found: "" },
      { truth: "", found: "" },
    ]);
    // Precision of the first page alone; recall 2/3 and 0.
    expect(score).toEqual({ precision: 1, recall: 1 / 3, f1: 0.5, pages: 3, exact: 1 / 3, empty: 2 });
  });

  it("reads words as Python's \\w+ does", () => {
    expect(wordsOf("Das_Boot fährt um 7½ Uhr – 東京へ, naïve")).toEqual([
      "Das_Boot",
      "fährt",
      "um",
      "7½",
      "Uhr",
      "東京へ",
      "naïve",
    ]);
    // A vowel sign is no letter to Python.
    expect(wordsOf("हिन्दी")).toEqual(["ह", "न", "द"]);
  });

  it("tells which snippets a text has, whatever its line breaks", () => {
    expect(countSnippets(["The ferry  ran", "was late"], "the ferry\nran early")).toEqual({ all: 2, found: 1 });
  });
});

describe("metadata's score", () => {
  const truth = { id: "1", url: "https://paper.example/" };

  it("compares titles by their words, authors by their names, dates by the day", () => {
    const score = scoreMetadata([
      [
        { ...truth, title: "Ferry late!", author: "Ines Harrow", date: "2026-03-14" },
        {
          ...{ title: "FERRY — late", author: "Harrow, Ines", date: "2026-03-14T23:30:00-05:00" },
        },
      ],
      [
        { ...truth, title: "Ferry", author: "Tomas Reddick", date: "2026-03-14" },
        {
          ...{ title: "Ferry | The Paper", author: "Tomas Vale", date: "2026-03-15" },
        },
      ],
      [{ ...truth, title: "Pier", author: "Petra Lund", date: "2026-03-14" }, {}],
    ]);
    expect(score).toEqual({
      ...{ titleExact: 1 / 3, titleLoose: 2 / 3 },
      ...{ authorRecall: 1 / 3, authorPrecision: 1 / 2, dateRecall: 1 / 3, datePrecision: 1 / 2 },
    });
  });

  it("says nothing of what a set does not know", () => {
    expect(scoreMetadata([[truth, { title: "Ferry" }]]).titleExact).toBeNaN();
  });

  it("folds case and width", () => {
    expect([toWords("Straße"), toWords("Ｆｅｒｒｙ！")]).toEqual(["strasse", "ferry"]);
  });

  it.each([
    ["2026-3-4", "2026-03-04"],
    ["2026-03-04T23:59:00Z", "2026-03-04"],
    ["March 4, 2026", "2026-03-04"],
    ["Mar 4, 2026", "2026-03-04"],
    ["4 March 2026 at noon", "2026-03-04"],
    ["03/04/2026", "2026-03-04"],
    ["2026/03/04", "2026-03-04"],
    ["Wed, 04 Mar 2026 09:30:00 GMT", "2026-03-04"],
    ["Wed Mar 04 2026 09:30:00 GMT+0000", "2026-03-04"],
    ["2026-02-30", null],
    ["yesterday", null],
    [null, null],
  ])("reads the day of %j", (text, day) => {
    expect(toDay(text)).toBe(day);
  });
});

describe("the score of what pages are taken for", () => {
  const page = (type: string, quality: string) => [{ type }, quality] as const;

  it("is of articles against the rest, with what became of each type", () => {
    const score = scoreQuality([
      ...[page("article", "article"), page("article", "thin"), page("forum", "article"), page("forum", "listing")],
      [{}, "article"],
    ]);
    expect(score).toMatchObject({ precision: 1 / 2, recall: 1 / 2, f1: 1 / 2 });
    expect(score.confusion.get("forum")).toEqual(
      new Map([
        ["article", 1],
        ["listing", 1],
      ]),
    );
  });

  it("counts real articles that are called a wall", () => {
    const pages = [
      ...[page("article", "bot-wall"), page("forum", "bot-wall"), page("article", "thin")],
      ...([
        [{ text: "Long" }, "article"],
        [{ text: "Long" }, "paywall"],
        [{}, "soft-404"],
      ] as const),
    ];
    const others = new Map([
      ["bot-wall", 1],
      ["thin", 1],
      ["paywall", 1],
    ]);
    expect(countMisjudged(pages)).toEqual({ articles: 4, walls: 2, others });
  });
});
