import { describe, expect, it } from "vitest";
import { readDocument } from "../../../shared/article/page/dom.ts";
import { parsePage } from "../../../shared/article/page/parse-html.ts";
import { TimeSpentError, withinTime } from "../../../shared/article/page/time-limit.ts";

const PAGE = parsePage("<title>Mill</title><p>a</p>", null);
const URL_OF_PAGE = "https://courier.example/a/";
const isLight = (document: Document) => !("defaultView" in document);

describe("the DOM that a page is read with", () => {
  it("is the light one, on a copy of the page's tree", async () => {
    const reading = await readDocument(PAGE, URL_OF_PAGE, "light", (document) => {
      document.querySelectorAll("p")[0]?.remove();
      return [isLight(document), document.baseURI, document.title];
    });
    expect(reading).toEqual({ value: [true, URL_OF_PAGE, "Mill"], used: "light", isTooCostly: false, failure: null });
    expect(PAGE.tree.getElementsByTagName("p")).toHaveLength(1);
  });

  it("is jsdom where that is asked for", async () => {
    const reading = await readDocument(PAGE, URL_OF_PAGE, "jsdom", (document) => [isLight(document), document.baseURI]);
    expect(reading).toEqual({ value: [false, URL_OF_PAGE], used: "jsdom", isTooCostly: false, failure: null });
  });

  it("is jsdom where the light one fails, and the failure is told", async () => {
    const failure = new TypeError("document.evaluate is not a function");
    const reading = await readDocument(PAGE, URL_OF_PAGE, "light", (document) => {
      if (isLight(document)) throw failure;
      return document.title;
    });
    expect(reading).toEqual({ value: "Mill", used: "jsdom", isTooCostly: false, failure });
  });

  it("is none where both fail", async () => {
    const fail = () => {
      throw new TypeError("no");
    };
    const reading = await readDocument(PAGE, URL_OF_PAGE, "light", fail);
    expect(reading).toMatchObject({ value: null, used: "jsdom", failure: expect.any(TypeError) });
  });

  it("is none for a page whose budget is used up: another DOM would cost more", async () => {
    const reading = await readDocument(PAGE, URL_OF_PAGE, "light", (document) => {
      for (;;) document.querySelectorAll("p");
    });
    expect(reading).toEqual({ value: null, used: "light", isTooCostly: true, failure: null });
  });
});

describe("work within a time", () => {
  it("gives what the work gave, and fails as it failed", () => {
    expect(withinTime(1_000, () => "a")).toBe("a");
    expect(() =>
      withinTime(1_000, () => {
        throw new TypeError("b");
      }),
    ).toThrow(TypeError);
  });

  it("ends a pattern that would take for ever", () => {
    expect(() => withinTime(50, () => /^(?:a|a)*$/.test(`${"a".repeat(40)}b`))).toThrow(TimeSpentError);
  });
});
