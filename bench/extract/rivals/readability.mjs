/** Plain jsdom and Readability, of the versions that the project itself uses, as most programs put them together. */
import { Readability } from "@mozilla/readability";
import { JSDOM, VirtualConsole } from "jsdom";

export async function extract(html, url) {
  const dom = new JSDOM(html, { url, virtualConsole: new VirtualConsole() });
  try {
    const found = new Readability(dom.window.document).parse();
    if (found === null) return {};
    const { title, byline, publishedTime, content, textContent } = found;
    return { title, author: byline, date: publishedTime, html: content, text: textContent };
  } finally {
    dom.window.close();
  }
}
