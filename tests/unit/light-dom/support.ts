/** Owns what the light DOM's tests share: its guard against silent gaps, the oracle, and the pages. Tests only. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Readability } from "@mozilla/readability";
import { JSDOM, VirtualConsole } from "jsdom";
import { makeSite } from "../../../local/sample-site/routes.ts";
import { parsePage } from "../../../shared/article/page/parse-html.ts";
import { LightAttr } from "../../../shared/light-dom/attributes.ts";
import { type LightDocument, LightNode } from "../../../shared/light-dom/nodes.ts";

export const PAGE_URL = "https://courier.example/2024/03/mill.html?from=feed";

/** From here on, reading or writing what the light DOM does not have throws, as it would go unnoticed otherwise. */
export function guardAgainstGaps(): void {
  for (const prototype of [LightNode.prototype, LightAttr.prototype]) {
    const absent = (key: string | symbol) => {
      throw new Error(`the light DOM has no ${String(key)}`);
    };
    const guard = new Proxy(Object.create(null), {
      get: (_, key, receiver) =>
        typeof key === "symbol" || key in Object.prototype ? Reflect.get(Object.prototype, key, receiver) : absent(key),
      set: (_, key) => absent(key),
    });
    Object.setPrototypeOf(prototype, guard);
  }
}

export function parseLight(html: string, url = PAGE_URL): LightDocument {
  const { tree } = parsePage(html, null);
  tree.url = url;
  return tree;
}

/** The fields of Readability's answer; null where it found nothing, "threw" where it failed, which pages can make it. */
export type Answer = Readonly<Record<string, unknown>> | null | "threw";

export function readLight(html: string, keepClasses = true): Answer {
  return answerOf(() => new Readability(parseLight(html) as unknown as Document, { keepClasses }).parse());
}

/** The oracle: the untouched page on jsdom. */
export function readOnJsdom(html: string, keepClasses = true): Answer {
  const dom = new JSDOM(html, { url: PAGE_URL, virtualConsole: new VirtualConsole() });
  try {
    return answerOf(() => new Readability(dom.window.document, { keepClasses }).parse());
  } finally {
    dom.window.close();
  }
}

/** Only a gap of the light DOM is no fault of the page's. */
function answerOf(read: () => object | null): Answer {
  try {
    const found = read();
    return found === null ? null : { ...found };
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("the light DOM has no")) throw error;
    return "threw";
  }
}

export interface NamedPage {
  readonly name: string;
  readonly html: string;
}

const ROOT = join(import.meta.dirname, "../../..");

/** Every page of the project's own: fixtures and the sample newspaper. */
export function ownPages(): NamedPage[] {
  const fixtures = readdirSync(join(ROOT, "tests/fixtures"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".html") && !path.endsWith("expected.html"))
    .map((path) => ({ name: path, html: readFileSync(join(ROOT, "tests/fixtures", path), "utf8") }));
  const sample = [...makeSite("https://sample.example").routes].flatMap(([path, route]) =>
    route.kind === "resource" && route.resource.contentType.startsWith("text/html")
      ? [{ name: `sample site: ${path}`, html: decode(route.resource.identity().bytes, route.resource.contentType) }]
      : [],
  );
  return [...fixtures, ...sample];
}

function decode(bytes: Uint8Array, contentType: string): string {
  return new TextDecoder(/charset=([\w-]+)/.exec(contentType)?.[1] ?? "utf-8").decode(bytes);
}

/** Real pages, where they are at hand: they are never part of the project. Null without them. */
export function corpusPages(): (readonly [name: string, read: () => string])[] | null {
  const folder = process.env.PRESSMARK_CORPUS ?? join(ROOT, "../shared/corpus");
  if (!existsSync(folder)) return null;
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".html.gz"))
    .sort()
    .map((path) => [path, () => gunzipSync(readFileSync(join(folder, path))).toString("utf8")] as const);
}
