/**
 * Owns the DOM that Readability runs on: the light one, and jsdom where the setting says so or the light one fails. It is
 * the one place that knows of jsdom, which is loaded when it is first needed. Nothing runs and nothing is loaded. It must
 * not know what is read from the document.
 */
import { setImmediate } from "node:timers/promises";
import { Fuel, FuelSpentError } from "../../light-dom/fuel.ts";
import { following, LightElement, LightText } from "../../light-dom/nodes.ts";
import type { ParsedPage } from "./parse-html.ts";
import { TimeSpentError, withinTime } from "./time-limit.ts";

export type DomName = "light" | "jsdom";

export interface DomReading<T> {
  /** Null where the page could not be read. */
  readonly value: T | null;
  /** The DOM that was used last. */
  readonly used: DomName;
  /** True where reading the page would have cost too much. */
  readonly isTooCostly: boolean;
  /** What the light DOM failed with, or without one jsdom; a page that is too costly is no failure. */
  readonly failure: unknown;
}

/** Of 748 real pages the costliest takes 2.2 million units, one in a hundred over 1.4. Hostile pages spend all in 1 to 2 s. */
const FUEL_UNITS = 15_000_000;

/** For each DOM. Real pages take 0.4 s at the most in the light one. */
const TIME_LIMIT_MS = 4_000;

/**
 * Reads a page's document, which may be taken apart; the page's own tree stays as it is.
 *
 * @param url - Absolute URL of the page: what relative addresses are resolved against, unless a `<base>` says otherwise.
 * @param dom - The one to begin with.
 * @param read - Must finish with the document before it returns; nothing of it may be kept.
 */
export async function readDocument<T>(
  page: ParsedPage,
  url: string,
  dom: DomName,
  read: (document: Document) => T,
): Promise<DomReading<T>> {
  if (dom === "jsdom") return readOnJsdom(page, url, read, null);
  try {
    const value = withinTime(TIME_LIMIT_MS, () => {
      const document = page.tree.cloneNode(true, new Fuel(FUEL_UNITS));
      document.url = new URL(url).href;
      // It has all that is asked of it, which the tests make sure of, and not all that its name promises.
      return read(document as unknown as Document);
    });
    return { value, used: "light", isTooCostly: false, failure: null };
  } catch (error) {
    if (isTooCostly(error)) return { value: null, used: "light", isTooCostly: true, failure: null };
    return readOnJsdom(page, url, read, error);
  }
}

function isTooCostly(error: unknown): boolean {
  return error instanceof FuelSpentError || error instanceof TimeSpentError;
}

/**
 * No script runs, no stylesheet, frame or picture is loaded, and the page's complaints go nowhere. When it is over, the
 * window is closed and the event loop gets a turn: without that turn jsdom's timers and listeners are never let go, and
 * a process was measured to grow by over 3 GB in 1,000 pages.
 */
async function readOnJsdom<T>(
  page: ParsedPage,
  url: string,
  read: (document: Document) => T,
  failure: unknown,
): Promise<DomReading<T>> {
  if (isTooMuchForJsdom(page)) return { value: null, used: "jsdom", isTooCostly: true, failure };
  const { JSDOM, VirtualConsole } = (await import("jsdom")).default;
  const html = page.isCut ? page.tree.markup.serialise(page.tree) : page.html;
  let window: { close(): void } | null = null;
  try {
    const value = withinTime(TIME_LIMIT_MS, () => {
      const dom = new JSDOM(html, { url, contentType: "text/html", virtualConsole: new VirtualConsole() });
      window = dom.window;
      return read(dom.window.document);
    });
    return { value, used: "jsdom", isTooCostly: false, failure };
  } catch (error) {
    return { value: null, used: "jsdom", isTooCostly: isTooCostly(error), failure: failure ?? error };
  } finally {
    (window as { close(): void } | null)?.close();
    await setImmediate();
  }
}

/** jsdom has no budget of its own: pages over one of these are lists and specifications, or meant to be costly. */
const JSDOM_LIMITS = {
  /** Most of its time goes into stylesheets. The largest of 748 real pages has 1.8 million. */
  chars: 4_000_000,
  /** 40,000 elements, however flat, took 14 s. The largest of 748 real pages has 9,100. */
  nodes: 20_000,
  /**
   * What it costs to read, at every element, all that is inside it: the sum of all nodes' depths, a text counting once
   * more for every 100 characters. 24,000 paragraphs in 90 `<div>` are 4,400,000 and took 103 s. Real: 302,000.
   */
  nesting: 400_000,
  /** Nodes times pictures, `<noscript>` and forms: for each of them that moves it looks through the page. Real: 4.4 million. */
  restless: 20_000_000,
} as const;

const RESTLESS = new Set(["img", "noscript", "form"]);
const CHARS_PER_NODE = 100;

function isTooMuchForJsdom({ html, nodeCount, tree }: ParsedPage): boolean {
  if (html.length > JSDOM_LIMITS.chars || nodeCount > JSDOM_LIMITS.nodes) return true;
  let [nesting, restless] = [0, 0];
  const depths = new WeakMap<object, number>([[tree, 0]]);
  for (let node = tree.firstChild; node !== null; node = following(node, tree)) {
    const depth = (depths.get(node.parentNode ?? tree) ?? 0) + 1;
    nesting += depth;
    if (node instanceof LightText) nesting += isProgram(node) ? 0 : (depth * node.data.length) / CHARS_PER_NODE;
    else if (node instanceof LightElement) {
      depths.set(node, depth);
      if (RESTLESS.has(node.localName)) restless += 1;
    }
  }
  return nesting > JSDOM_LIMITS.nesting || nodeCount * restless > JSDOM_LIMITS.restless;
}

/** Programs and linked data are read once at the most. */
function isProgram({ parentNode }: LightText): boolean {
  return parentNode instanceof LightElement && parentNode.localName === "script";
}
