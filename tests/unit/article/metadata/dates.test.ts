import { describe, expect, it } from "vitest";
import { datePrecision } from "../../../../shared/article/metadata/dates.ts";
import { parseDate } from "../../../../shared/article/metadata/parse-date.ts";
import { linked, metadataOf } from "./support.ts";

describe("reading a date", () => {
  it.each([
    ["2024-03-05", "2024-03-05"],
    ["20240305", "2024-03-05"],
    ["2024/3/5", "2024-03-05"],
    ["2024-03-05T10:00Z", "2024-03-05T10:00Z"],
    ["2024-03-05T10:00:00.000+0100", "2024-03-05T10:00:00+01:00"],
    ["2024-03-05T10:00:00.25-05", "2024-03-05T10:00:00.25-05:00"],
    ["2024-03-05 10:00:00", "2024-03-05T10:00:00"],
    ["2024-03-05 10:00:00 UTC", "2024-03-05T10:00:00Z"],
    ["20240305T100000Z", "2024-03-05T10:00:00Z"],
    ["Tue, 05 Mar 2024 10:00:00 +0100", "2024-03-05T10:00:00+01:00"],
    ["Tue, 5 Mar 2024 10:00:00 EST", "2024-03-05T10:00:00-05:00"],
    ["Tue Mar 05 2024 10:00:00 GMT+0100 (CET)", "2024-03-05T10:00:00+01:00"],
    ["March 5, 2024", "2024-03-05"],
    ["Published Mar. 5th, 2024 at 3:04 p.m. ET", "2024-03-05T15:04"],
    ["March 5, 2024 08:15 PDT", "2024-03-05T08:15-07:00"],
    ["March 5, 2024 08:15 AEST", "2024-03-05T08:15"],
    ["March 5, 2024 8:15pm PST", "2024-03-05T20:15-08:00"],
    ["March 5, 2024 8:15a", "2024-03-05T08:15"],
    ["5 March 2024", "2024-03-05"],
    ["5. März 2024, 10:30 Uhr", "2024-03-05T10:30"],
    ["1er mars 2024", "2024-03-01"],
    ["5 de marzo de 2024", "2024-03-05"],
    ["2024年3月5日", "2024-03-05"],
    ["05.03.2024", "2024-03-05"],
    ["13/03/2024", "2024-03-13"],
    ["03/13/2024", "2024-03-13"],
    ["1709629200", "2024-03-05T09:00:00Z"],
    ["5 марта 2024 г., 10:30", "2024-03-05T10:30"],
    ["15 Φεβρουαρίου 2024", "2024-02-15"],
    ["5 d’octubre de 2024", "2024-10-05"],
    ["04-ago-2021 5:11:10", "2021-08-04T05:11:10"],
    ["2024. március 5.", "2024-03-05"],
    ["2024 m. kovo 5 d.", "2024-03-05"],
    ["2024. 3. 5.", "2024-03-05"],
    ["Ngày 5 tháng 3 năm 2024", "2024-03-05"],
    ["5 במרץ 2024", "2024-03-05"],
    ["١٥ مارس ٢٠٢٤", "2024-03-15"],
    ["5 آذار/مارس 2024", "2024-03-05"],
    ["५ मार्च २०२४", "2024-03-05"],
    ["৫ মার্চ ২০২৪", "2024-03-05"],
    ["２０２４年３月５日", "2024-03-05"],
    ["令和6年3月5日", "2024-03-05"],
    ["平成元年1月8日", "1989-01-08"],
    ["民國113年3月5日", "2024-03-05"],
    ["5 มีนาคม 2567", "2024-03-05"],
    ["5 มี.ค. 2567", "2024-03-05"],
    ["۱۵ اسفند ۱۴۰۲", "2024-03-05"],
    ["1402/12/15", "2024-03-05"],
  ])("reads %j as %s", (raw, iso) => {
    expect(parseDate(raw)).toBe(iso);
  });

  it.each([
    "",
    "yesterday",
    "03/04/2024",
    "2024-02-30",
    "30 February 2024",
    "1970-01-01T00:00:00Z",
    "0001-01-01",
    "2024",
    "12345",
    "5 March 2567",
    "1445/08/24",
    "1402/13/15",
  ])("takes %j for no date", (raw) => {
    expect(parseDate(raw)).toBeNull();
  });

  it("takes the page's order of day and month where numbers leave it open", () => {
    expect(parseDate("03/04/2024", "day-first")).toBe("2024-04-03");
    expect(parseDate("03/04/2024", "month-first")).toBe("2024-03-04");
    expect(parseDate("13/04/2024", "month-first")).toBe("2024-04-13");
    expect(parseDate("04/04/2024")).toBe("2024-04-04");
  });

  it.each([
    ["2024-03-05", "day"],
    ["2024-03-05T10:30", "local-time"],
    ["2024-03-05T10:30:00Z", "instant"],
    ["2024-03-05T10:30+01:00", "instant"],
    [null, null],
  ] as const)("says how exact %j is", (date, precision) => {
    expect(datePrecision(date)).toBe(precision);
  });
});

describe("choosing between dates", () => {
  const article = (dates: object) => linked({ "@type": "Article", ...dates });
  const shown = (line: string) => `<h1>Mill bridge</h1><p>${line}</p>`;

  it("believes no day that comes after the capture while there is another", () => {
    const html = `${article({ datePublished: "2024-03-20" })}<meta name=date content="2024-03-04">`;
    expect(metadataOf(html).published).toBe("2024-03-04");
    expect(metadataOf(article({ datePublished: "2024-03-20" })).published).toBe("2024-03-20");
    expect(metadataOf(article({ datePublished: "2034-03-20" })).published).toBeNull();
  });

  it("believes a day before the web only where a reader sees its year", () => {
    expect(metadataOf(article({ datePublished: "1903-05-04" })).published).toBeNull();
    expect(metadataOf(article({ datePublished: "1903-05-04" }) + shown("May 1903")).published).toBe("1903-05-04");
  });

  it("takes the earlier day by the headline where the declared one is only the last change's", () => {
    const stamped = article({ datePublished: "2024-03-01", dateModified: "2024-03-01" });
    expect(metadataOf(stamped + shown("12 June 2021"))).toMatchObject({
      published: "2021-06-12",
      modified: "2024-03-01",
    });
    const changed = article({ datePublished: "2024-02-01", dateModified: "2024-03-01" });
    expect(metadataOf(changed + shown("12 June 2021")).published).toBe("2024-02-01");
  });

  it("keeps the day of the last change apart", () => {
    const html = `${shown('<time datetime="2024-03-01T08:00Z">1 March</time>')}<p>Updated on 3 March 2024</p>`;
    expect(metadataOf(html)).toMatchObject({ published: "2024-03-01T08:00Z", modified: "2024-03-03" });
    expect(metadataOf(article({ datePublished: "2024-03-05", dateModified: "2024-03-01" })).modified).toBeNull();
  });

  it.each([
    ["en-US", "2024-03-04"],
    ["en-GB", "2024-04-03"],
    ["nl", "2024-04-03"],
    ["en", null],
  ])("reads 03/04/2024 on a page in %s as %j", (lang, published) => {
    // Captured in March, so that the third of April is read but not past: it is all that there is.
    expect(metadataOf(`<html lang="${lang}">${shown("03/04/2024")}`).published).toBe(published);
  });
});
