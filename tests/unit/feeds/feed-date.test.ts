import { describe, expect, it } from "vitest";
import { parseFeedDate } from "../../../shared/feeds/feed-date.ts";

describe("parseFeedDate", () => {
  it.each([
    ["RFC 2822", "Tue, 05 Mar 2024 08:15:30 +0100", "2024-03-05T07:15:30Z"],
    ["RFC 822, year of two digits", "Tue, 05 Mar 24 08:15:30 GMT", "2024-03-05T08:15:30Z"],
    ["a year of two digits in the last century", "05 Mar 98 08:15 GMT", "1998-03-05T08:15:00Z"],
    ["RFC 850", "Tuesday, 05-Mar-24 08:15:30 GMT", "2024-03-05T08:15:30Z"],
    ["zone by name, American", "Tue, 05 Mar 2024 08:15:30 EST", "2024-03-05T13:15:30Z"],
    ["zone by name, American summer", "Fri, 05 Jul 2024 08:15:30 PDT", "2024-07-05T15:15:30Z"],
    ["zone by name, European", "Tue, 05 Mar 2024 08:15:30 CET", "2024-03-05T07:15:30Z"],
    ["zone by name, European summer", "Fri, 5 Jul 2024 08:15 CEST", "2024-07-05T06:15:00Z"],
    ["zone UT", "Tue, 05 Mar 2024 08:15:30 UT", "2024-03-05T08:15:30Z"],
    ["zone Z", "Tue, 05 Mar 2024 08:15:30 Z", "2024-03-05T08:15:30Z"],
    ["zone -0000", "Tue, 05 Mar 2024 08:15:30 -0000", "2024-03-05T08:15:30Z"],
    ["zone with a comment", "Tue, 05 Mar 2024 08:15:30 -0500 (EST)", "2024-03-05T13:15:30Z"],
    ["zone GMT with an offset", "Tue, 05 Mar 2024 08:15:30 GMT+0100", "2024-03-05T07:15:30Z"],
    ["zone of one digit", "Tue, 05 Mar 2024 08:15:30 GMT+1", "2024-03-05T07:15:30Z"],
    ["zone with a colon", "Tue, 05 Mar 2024 08:15:30 +05:30", "2024-03-05T02:45:30Z"],
    ["no seconds", "Tue, 05 Mar 2024 08:15 +0100", "2024-03-05T07:15:00Z"],
    ["no weekday", "5 Mar 2024 08:15:30 +0000", "2024-03-05T08:15:30Z"],
    ["no comma", "Tue 05 Mar 2024 08:15:30 GMT", "2024-03-05T08:15:30Z"],
    ["the wrong weekday", "Sun, 05 Mar 2024 08:15:30 GMT", "2024-03-05T08:15:30Z"],
    ["names in full", "Tuesday, 5 March 2024 08:15:30 GMT", "2024-03-05T08:15:30Z"],
    ["month first", "March 5, 2024 08:15:30 GMT", "2024-03-05T08:15:30Z"],
    ["month first, 12 hours", "March 5, 2024 8:15 PM GMT", "2024-03-05T20:15:00Z"],
    ["German names", "Di, 5 März 2024 08:15:30 +0100", "2024-03-05T07:15:30Z"],
    ["lower case, more spaces", "  tue,  5  mar  2024   08:15:30  gmt ", "2024-03-05T08:15:30Z"],
    ["ctime", "Tue Mar  5 08:15:30 2024", "2024-03-05"],
    ["Java's Date", "Tue Mar 05 08:15:30 CET 2024", "2024-03-05T07:15:30Z"],
    ["JavaScript's Date", "Tue Mar 05 2024 08:15:30 GMT+0100 (Central European Standard Time)", "2024-03-05T07:15:30Z"],
    ["RFC 3339", "2024-03-05T08:15:30+01:00", "2024-03-05T07:15:30Z"],
    ["RFC 3339 with a fraction", "2024-03-05T08:15:30.250Z", "2024-03-05T08:15:30.250Z"],
    ["nine digits of a fraction", "2024-03-05T08:15:30.123456789Z", "2024-03-05T08:15:30.123Z"],
    ["W3C-DTF without seconds", "2024-03-05T08:15+01:00", "2024-03-05T07:15:00Z"],
    ["an offset without a colon", "2024-03-05T08:15:30+0100", "2024-03-05T07:15:30Z"],
    ["a space for the T", "2024-03-05 08:15 +0100", "2024-03-05T07:15:00Z"],
    ["a space, and UTC in letters", "2024-03-05 08:15:30 UTC", "2024-03-05T08:15:30Z"],
    ["lower-case t and z", "2024-03-05t08:15:30z", "2024-03-05T08:15:30Z"],
    ["ISO basic format", "20240305T081530Z", "2024-03-05T08:15:30Z"],
    ["slashes", "2024/03/05 08:15:30 +0000", "2024-03-05T08:15:30Z"],
    ["Unix time", "1709626530", "2024-03-05T08:15:30Z"],
    ["Unix time in milliseconds", "1709626530250", "2024-03-05T08:15:30.250Z"],
    ["a leap second", "Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59Z"],
    ["over midnight", "Tue, 05 Mar 2024 23:30:00 -0500", "2024-03-06T04:30:00Z"],
  ])("reads %s: %j", (_, text, iso) => {
    expect(parseFeedDate(text)).toBe(iso);
  });

  it.each([
    ["a day alone", "2024-03-05"],
    ["a day alone, written out", "5 March 2024"],
    ["a time without a zone", "2024-03-05T23:15:30"],
    ["a zone that means several", "Tue, 05 Mar 2024 23:15:30 IST"],
    ["a military zone, which RFC 5322 has mean nothing", "Tue, 05 Mar 2024 23:15:30 A"],
    ["an impossible time", "Tue, 05 Mar 2024 25:61:00 GMT"],
  ])("keeps to the day for %s: %j", (_, text) => {
    expect(parseFeedDate(text)).toBe("2024-03-05");
  });

  it.each([
    [null],
    [""],
    ["yesterday"],
    ["2024"],
    ["2024-03"],
    ["31 Feb 2024 08:15:30 GMT"],
    ["2024-13-05T08:15:30Z"],
    ["03/04/2024"],
    ["0000-00-00T00:00:00Z"],
    ["-0001-11-30T00:00:00+00:00"],
    ["Thu, 01 Jan 1970 00:00:00 +0000"],
    ["{{ page.date }}"],
  ])("invents nothing for %j", (text) => {
    expect(parseFeedDate(text)).toBeNull();
  });
});
