/** Defuddle on jsdom. It may not ask others for what the page lacks. */
import { Defuddle } from "defuddle/node";
import { JSDOM, VirtualConsole } from "jsdom";

export async function extract(html, url) {
  const dom = new JSDOM(html, { url, virtualConsole: new VirtualConsole() });
  try {
    const { title, author, published, content } = await Defuddle(dom.window.document, url, { useAsync: false });
    return { title, author, date: published, html: content };
  } finally {
    dom.window.close();
  }
}
