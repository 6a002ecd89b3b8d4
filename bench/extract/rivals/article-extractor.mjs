/** `@extractus/article-extractor`, on the given HTML. */
import { extractFromHtml } from "@extractus/article-extractor";

export async function extract(html, url) {
  const found = await extractFromHtml(html, url);
  if (found === null) return {};
  const { title, author, published, content } = found;
  return { title, author, date: published, html: content };
}
