/**
 * Defuddle on linkedom, as its Node build parses a string: on jsdom it finds the same and takes three times as long. It
 * may not ask others for what the page lacks.
 */
import { Defuddle } from "defuddle/node";

export async function extract(html, url) {
  const { title, author, published, content } = await Defuddle(html, url, { useAsync: false });
  return { title, author, date: published, html: content };
}
