import { describe, expect, it } from "vitest";
import { withoutSiteName } from "../../../../shared/article/metadata/headline.ts";
import { metadataOf, URL_OF_PAGE } from "./support.ts";

describe("cleaning a title", () => {
  const clean = (title: string, names: string[], headings: string[]) =>
    withoutSiteName(title, names, headings, URL_OF_PAGE);

  it("cuts off the site's name where it is known, the host's, or the heading agrees", () => {
    expect(clean("Mill bridge | The Marsh Courier", ["The Marsh Courier"], [])).toBe("Mill bridge");
    expect(clean("The Marsh Courier: Mill bridge", ["The Marsh Courier"], [])).toBe("The Marsh Courier: Mill bridge");
    expect(clean("Mill bridge - Courier", [], [])).toBe("Mill bridge");
    expect(clean("Mill bridge – Valley – Anything", [], ["Mill bridge"])).toBe("Mill bridge");
  });

  it("leaves a title alone whose end is part of it", () => {
    expect(clean("Mill bridge – a history", ["The Marsh Courier"], [])).toBe("Mill bridge – a history");
  });
});

describe("choosing the title", () => {
  it.each([
    ["the heading that says the same, of several", "<h1>Valley</h1><h1>Mill bridge</h1>", "Mill bridge"],
    ["the only heading, in other words", "<h1>Old mill bridge is shut</h1>", "Old mill bridge is shut"],
    ["a second-level heading that says the same", "<h2>Mill bridge</h2>", "Mill bridge"],
    ["a heading without its kicker", "<h1>Blog: Mill bridge</h1>", "Mill bridge"],
    ["no heading that only links to the front page", '<h1><a href="/">Mill bridge news</a></h1>', "Mill bridge"],
  ])("takes %s", (_, html, title) => {
    expect(metadataOf(`<meta property="og:title" content="Mill bridge">${html}`).title).toBe(title);
  });

  it("tells the site's name by what links to its front page", () => {
    const html = "<title>Mill bridge | Crumb and Cinder</title><a href=/>Crumb and Cinder</a><h2>Other</h2>";
    expect(metadataOf(html)).toMatchObject({ title: "Mill bridge", siteName: "Crumb and Cinder" });
  });
});
