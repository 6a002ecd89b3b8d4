/** Owns seeded HTML for the property tests: any elements in any order, with text that is special somewhere. Tests only. */
import { seededRandom } from "../../../support/random.ts";

export type Random = (below: number) => number;

export function seeded(seed: number): Random {
  const random = seededRandom(seed + 1);
  return (below) => Math.floor(random() * below);
}

const INLINE = ["b", "i", "em", "strong", "code", "a", "span", "sup", "sub", "q", "u", "cite", "del"];
const BLOCK = [
  "p",
  "p",
  "div",
  "h2",
  "blockquote",
  "ul",
  "ol",
  "pre",
  "section",
  "figure",
  "figcaption",
  "dl",
  "table",
];

const TEXTS = [
  ..."abc|ferry|The mill| |  \n |*|**|_|__|`|``|~|#|# a|-|- a|+ b|1. c|12) d|>|> e|=|===|---|***|!|[|]|[f](g)|![h]|\\|\\\\".split(
    "|",
  ),
  ..."&lt;b&gt;|&lt;!--|&amp;amp;|&amp;copy;|&amp;#35;|&amp;|&lt;|:|:-|&#124;|a_b_c|a*b*c|snake_case_|https://a.example/_b_|“|”|「|」".split(
    "|",
  ),
  ..."語|漢字、|語\n語|한국|é|.|,|(|)|…|—|\u00a0|x\u200by|\u3000|x\u00ady|😀|x\ufeff|x|y z|3.5|2|\ta|$|^|{|}|'|&quot;|@|%|/|;".split(
    "|",
  ),
];

const pick = <T>(random: Random, from: readonly T[]): T => from[random(from.length)] as T;

/** HTML of about ten to sixty nodes. */
export function randomHtml(random: Random): string {
  const blocks = Array.from({ length: 1 + random(4) }, () => randomBlock(random, 0));
  return blocks.join(random(2) === 0 ? "" : "\n");
}

function randomBlock(random: Random, depth: number): string {
  if (depth > 3 || random(8) === 0) return randomLine(random, 0);
  const name = pick(random, BLOCK);
  const inside = () =>
    Array.from({ length: 1 + random(3) }, () =>
      random(3) === 0 ? randomBlock(random, depth + 1) : randomLine(random, 0),
    ).join("");
  if (name === "ul" || name === "ol") {
    return `<${name}>${Array.from({ length: 1 + random(3) }, () => `<li>${inside()}</li>`).join("")}</${name}>`;
  }
  if (name === "table") {
    const cell = random(2) === 0 ? "td" : "th";
    const row = () =>
      `<tr>${Array.from({ length: 1 + random(3) }, () => `<${cell}>${inside()}</${cell}>`).join("")}</tr>`;
    return `<table>${Array.from({ length: 1 + random(3) }, row).join("")}</table>`;
  }
  if (name === "dl") return `<dl><dt>${randomLine(random, 0)}</dt><dd>${inside()}</dd></dl>`;
  // Markdown's headings are one line.
  if (name === "h2") return `<h2>${randomLine(random, 0).replaceAll("<br>", " ")}</h2>`;
  if (name === "p" || name === "pre") return `<${name}>${randomLine(random, 0)}</${name}>`;
  return `<${name}>${inside()}</${name}>`;
}

function randomLine(random: Random, depth: number): string {
  return Array.from({ length: 1 + random(5) }, () => randomInline(random, depth)).join("");
}

function randomInline(random: Random, depth: number): string {
  const kind = random(10);
  if (kind === 0) return "<br>";
  if (kind === 1) return '<img src="/p.jpg" alt="a [b] *c*">';
  if (kind < 6 || depth > 3) return pick(random, TEXTS);
  const name = pick(random, INLINE);
  const href = name === "a" ? ` href="${pick(random, ["/a", "/b_(c)", "/d?e=*f*&amp;g", "#h"])}"` : "";
  const line = randomLine(random, depth + 1);
  const inside = name === "a" ? line.trim() : line;
  // Two links in a row are parted, but not in code.
  return `<${name}${href}>${name === "code" ? inside.replace(/<\/?a\b[^>]*>/g, "") : inside}</${name}>`;
}
