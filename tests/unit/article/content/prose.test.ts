import type { Element } from "hast";
import { describe, expect, it } from "vitest";
import { sizeOf } from "../../../../shared/article/content/outline.ts";
import { isHidden, isProse, makeStandingJudge, STANDING } from "../../../../shared/article/content/prose.ts";
import { parseToHast } from "../../../../shared/article/page/to-hast.ts";

const isText = (text: string, linkedShare = 0) => {
  const key = text.replace(/\s+/g, "");
  return isProse({ key, size: sizeOf(key), linked: linkedShare * sizeOf(key), part: 0 });
};
const elementOf = (html: string): Element => {
  const [element] = parseToHast(html).children;
  if (element?.type !== "element") throw new Error("no element");
  return element;
};

describe("running text", () => {
  it.each([
    ["The mill at Thorne Bridge has stopped making paper for good.", true],
    ["“Nobody asked the river what it thought of the bridge,” she said.”", true],
    ["整修最难的不是房子，而是搬书，四十万册旧书要逐本装箱。", true],
    ["הכלל היחיד פשוט: מי שמביא אופניים שבורים מחזיק בעצמו את הכלים.", true],
    ["يقول المهندس إن أصعب ما في العمل كان العثور على حجر؛ فهل يكفي هذا؟", true],
    [
      "ลุงสมหมายช่างไม้ประจำหมู่บ้านเล่าว่าการซ่อมใช้เวลาสี่เดือนเพราะต้องรอไม้ตะเคียนจากบ้านหลังเก่าที่เจ้าของยกให้โดยไม่คิดเงินและเด็กๆก็มาช่วยขัดกระดานทุกวันเสาร์จนเสร็จ",
      true,
    ],
    ["Read more.", false],
    ["A headline of some length about the mill at Thorne Bridge", false],
    ["The mill at Thorne Bridge has stopped making paper and started making…", false],
    ["The mill at Thorne Bridge has stopped making paper and started […]", false],
  ])("%j: %s", (text, expected) => {
    expect(isText(text)).toBe(expected);
  });

  it("is not what leads elsewhere", () => {
    expect(isText("The mill at Thorne Bridge has stopped making paper for good.", 0.5)).toBe(false);
  });
});

describe("what stands apart", () => {
  it.each([
    ["<div class='article-body'>", STANDING.inside],
    ["<div class='overflow-hidden widget-span'>", STANDING.inside],
    ["<div class='has-sidebar with-comments'>", STANDING.inside],
    ["<main class='social'>", STANDING.inside],
    ["<figure>", STANDING.beside],
    ["<nav>", STANDING.apart],
    ["<div role=complementary>", STANDING.apart],
    ["<div class='post-share'>", STANDING.apart],
    ["<div class='relatedPosts'>", STANDING.apart],
    ["<div id='newsletter-box'>", STANDING.apart],
    ["<div class='comments-area'>", STANDING.talk],
    ["<div itemprop=comment>", STANDING.talk],
  ])("%s stands at %d", (html, standing) => {
    expect(makeStandingJudge()(elementOf(html))).toBe(standing);
  });

  it.each([
    ["<div>", false],
    ["<div hidden>", true],
    ["<div hidden=until-found>", true],
    ["<div style='color: red; Display : none'>", true],
    ["<div style='visibility:hidden'>", true],
    ["<div aria-hidden=true>", true],
    ["<div aria-hidden=false>", false],
    ["<div hidden id='S:1a'>", false],
  ])("%s is hidden: %s", (html, hidden) => {
    expect(isHidden(elementOf(html))).toBe(hidden);
  });
});
