/**
 * Owns formulas: of the several copies that a page holds of one (for the eye, for screen readers, as source), its TeX
 * source where it is there, else a line that reads like it. Pure.
 */
import type { Element, ElementContent } from "hast";

/** Elements that formula libraries and encyclopaedias put around all copies of one formula. */
const WRAPPERS = /^(?:katex(?:-display)?|mathjax(?:_\w+)?|mwe-math-element|mjx-container)$/i;

const MAX_FORMULA_CHARS = 4_096;

/** Code, as what it holds is read by programs: in a block of its own where the page shows it so. */
export function settleFormula(element: Element): ElementContent | null {
  const math = element.tagName === "math" ? element : isWrapper(element) ? findMath(element) : null;
  if (math === null) return null;
  const tex = texOf(math);
  if (tex === null) {
    const line = linear(math).replace(/\s+/g, " ").trim().slice(0, MAX_FORMULA_CHARS);
    return { type: "text", value: line };
  }
  const code: Element = make("code", [{ type: "text", value: tex }]);
  const isBlock = math.properties.display === "block" || classesOf(element).includes("katex-display");
  return isBlock ? make("pre", [{ ...code, properties: { className: ["language-math"] } }]) : code;
}

/** Pictures of formulas have their source as the alternative text. */
export function texOfPicture({ properties }: Element): string | null {
  const { alt } = properties;
  if (typeof alt !== "string" || alt.trim() === "" || alt.length > MAX_FORMULA_CHARS) return null;
  const isFormula =
    alt.startsWith("{\\displaystyle") ||
    classesOf({ properties }).some((name) => /^(?:latex|tex|mwe-math)/i.test(name));
  return isFormula ? cleanTex(alt) : null;
}

function make(tagName: string, children: ElementContent[]): Element {
  return { type: "element", tagName, properties: {}, children };
}

function classesOf({ properties }: Pick<Element, "properties">): readonly string[] {
  return Array.isArray(properties.className) ? properties.className.slice(0, 20).map(String) : [];
}

function isWrapper(element: Element): boolean {
  return WRAPPERS.test(element.tagName) || classesOf(element).some((name) => WRAPPERS.test(name));
}

/** Elements looked at inside what may belong to a formula, whose own stands among the first. */
const MAX_ELEMENTS = 50;

function findMath(wrapper: Element): Element | null {
  const open = [wrapper];
  for (let at = 0; at < Math.min(open.length, MAX_ELEMENTS); at += 1) {
    for (const child of open[at]?.children.slice(0, MAX_ELEMENTS) ?? []) {
      if (child.type !== "element") continue;
      if (child.tagName === "math") return child;
      open.push(child);
    }
  }
  return null;
}

function texOf(math: Element): string | null {
  const annotation = findTex(math);
  const alternative = math.properties.altText ?? math.properties.alttext;
  const tex = annotation ?? (typeof alternative === "string" ? alternative : "");
  return tex.trim() === "" || tex.length > MAX_FORMULA_CHARS ? null : cleanTex(tex);
}

function findTex(element: Element): string | null {
  for (const child of element.children) {
    if (child.type !== "element") continue;
    if (child.tagName === "annotation" && /tex/i.test(String(child.properties.encoding ?? ""))) return textOf(child);
    const found = findTex(child);
    if (found !== null) return found;
  }
  return null;
}

function cleanTex(tex: string): string {
  const line = tex.replace(/\s+/g, " ").trim();
  return /^\{\\displaystyle .*\}$/.test(line) ? line.slice("{\\displaystyle ".length, -1).trim() : line;
}

function textOf(element: Element): string {
  return element.children
    .map((child) =>
      child.type === "text"
        ? child.value
        : child.type === "element" && !/^(?:style|script)$/.test(child.tagName)
          ? textOf(child)
          : "",
    )
    .join("");
}

/** MathML as one line: fractions with "/", exponents with "^", indices with "_". */
function linear(element: Element): string {
  const parts = element.children.flatMap((child) =>
    child.type === "element" && !child.tagName.startsWith("annotation") ? [linear(child)] : [],
  );
  const [first = "", second = "", third = ""] = parts;
  switch (element.tagName) {
    case "mi":
    case "mn":
    case "mtext":
    case "ms":
      return textOf(element).trim();
    case "mo": {
      const sign = textOf(element).trim();
      return /^[=<>≤≥≠≈+−±×·→∈-]$/.test(sign) ? ` ${sign} ` : sign;
    }
    case "mfrac":
      return `${grouped(first)}/${grouped(second)}`;
    case "msup":
      return `${first}^${grouped(second)}`;
    case "msub":
      return `${first}_${grouped(second)}`;
    case "msubsup":
    case "munderover":
      return `${first}_${grouped(second)}^${grouped(third)}`;
    case "msqrt":
      return `√${grouped(parts.join(""))}`;
    default:
      return parts.join("");
  }
}

function grouped(text: string): string {
  return /^[\p{L}\p{N}.]*$/u.test(text.trim()) ? text.trim() : `(${text.trim()})`;
}
