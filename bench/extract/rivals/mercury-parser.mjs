/** The living fork of the Mercury parser, on the given HTML alone: it fetches no further pages of an article. */
import Parser from "@jocmp/mercury-parser";

export async function extract(html, url) {
  const { error, message, title, author, date_published, content } = await Parser.parse(url, {
    html,
    fetchAllPages: false,
  });
  if (error) throw new Error(message);
  return { title, author, date: date_published, html: content };
}
