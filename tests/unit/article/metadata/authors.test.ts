import { describe, expect, it } from "vitest";
import { looksLikePerson, splitAuthors } from "../../../../shared/article/metadata/author-names.ts";
import { linked, metadataOf } from "./support.ts";

describe("splitting a byline", () => {
  it.each([
    ["By Jo Bell and Kim Ode", "en", ["Jo Bell", "Kim Ode"]],
    ["Written by: Jo Bell, Kim Ode & Ann Lee | Staff writers", "en", ["Jo Bell", "Kim Ode", "Ann Lee"]],
    ["Jo Bell, MD, PhD", "en", ["Jo Bell, MD, PhD"]],
    ["Von Jo Bell und Kim Ode", "de", ["Jo Bell", "Kim Ode"]],
    ["José y Ana", "en", ["José y Ana"]],
    ["JO BELL, Jo Bell", null, ["Jo Bell"]],
    ["https://courier.example/jo", "en", []],
    ["jo@courier.example", "en", []],
    ["admin", "en", []],
    ["Jo Bell, Senior Political Editor", "en", ["Jo Bell"]],
    ["By Jo Bell 12 March 2024", "en", ["Jo Bell"]],
    ["By Jo Bell and Kim Ode 12 March 2024", "en", ["Jo Bell", "Kim Ode"]],
    ["Par Lucie Aubert, le 1er mars 2024", "fr", ["Lucie Aubert"]],
    ["Jo Bell <jo.bell@courier.example>", "en", ["Jo Bell"]],
    ["desk@courier.example (Kim Ode)", "en", ["Kim Ode"]],
    ["SIOBHÁN O'BRIEN-MCGEE and J.P. LEE", "en", ["Siobhán O'Brien-Mcgee", "J.P. Lee"]],
    ["FIONA MCKAY", "en", ["Fiona McKay"]],
    ["Jo Bell Jo Bell", "en", ["Jo Bell"]],
    ["作者：高田 実", "ja", ["高田 実"]],
    ["文／王小明、李美", "zh", ["王小明", "李美"]],
    ["View all posts by", "en", []],
  ] as const)("reads %j", (raw, language, names) => {
    expect(splitAuthors(raw, language)).toEqual(names);
  });
});

describe("telling people from others", () => {
  it.each([
    "Jo Bell",
    "María de la Cruz",
    "Dr. Jo van der Berg",
    "J. R. Bell",
    "Jo Bell, MD, PhD",
    "高田 実",
    "سلمى حداد",
  ])("takes %j for a person", (name) => {
    expect(looksLikePerson(name)).toBe(true);
  });

  it.each([
    "Courier Staff",
    "jbell7",
    "Read the rules",
    "Bell & Sons",
    "Jo",
    "Marsh Media Group",
    "5 March",
    "Fact Checked",
  ])("takes %j for none", (name) => {
    expect(looksLikePerson(name)).toBe(false);
  });
});

describe("choosing authors", () => {
  const article = (author: unknown) => linked({ "@type": "Article", author });
  const organisation = (name: string) => ({ "@type": "Organization", name });

  it("names people before organisations, and says which they are", () => {
    const both = article([organisation("Courier Trust"), { "@type": "Person", name: "Jo Bell" }]);
    expect(metadataOf(both)).toMatchObject({ authors: ["Jo Bell"], authorKind: "people" });
    const alone = metadataOf(article(organisation("Northern Press Agency")));
    expect(alone).toMatchObject({ authors: ["Northern Press Agency"], authorKind: "organisation" });
  });

  it("takes the site itself for no author, unless a reader sees that it is", () => {
    const site = `<meta property="og:site_name" content="Courier News">${article(organisation("Courier News"))}`;
    expect(metadataOf(site)).toMatchObject({ authors: [], authorKind: null });
    expect(metadataOf(`${site}<h1>Mill</h1><p>By Courier News</p>`).authors).toEqual(["Courier News"]);
  });

  it("believes an account only where a reader sees it", () => {
    const html = '<meta name=author content="jbell7"><h1>Mill</h1>';
    expect(metadataOf(html).authors).toEqual([]);
    expect(metadataOf(`${html}<p>by jbell7</p>`)).toMatchObject({ authors: ["jbell7"], authorKind: "people" });
  });

  it("believes the byline under the headline before the account of whoever put it online", () => {
    const { authors, provenance } = metadataOf(`${article({ name: "Kim Ode" })}<h1>Mill</h1><p>By Jo Bell</p>`);
    expect(authors).toEqual(["Jo Bell"]);
    expect(provenance.authors?.from).toBe("byline near headline");
  });

  it("takes the fuller name where metadata names the same person", () => {
    const html = `${article({ name: "Jo Bell, MD" })}<h1>Mill</h1><p>By Jo Bell</p>`;
    expect(metadataOf(html).authors).toEqual(["Jo Bell, MD"]);
  });

  it.each([
    ["a label on a line of its own", "<h1>Mill</h1><div>Written by</div><div>Jo Bell</div>"],
    ["a line that begins with something else", "<h1>Mill</h1><p>Posted on 5 March 2024 by Jo Bell</p>"],
    ["an element for the author", '<h1>Mill</h1><div class="post_author"><b>Jo Bell</b></div>'],
    ["a line at the end", "<h1>Mill</h1><p>The river rose.</p><p>Written by Jo Bell</p>"],
  ])("finds a name by %s", (_, html) => {
    expect(metadataOf(html).authors).toEqual(["Jo Bell"]);
  });

  it.each([
    ["of a picture", "<h1>Mill</h1><p>Photo by Jo Bell on Unsplash</p>"],
    ["of another article", '<h1>Mill</h1><div class="related-posts"><p>By Jo Bell</p></div>'],
    ["of a sidebar", '<h1>Mill</h1><p>a</p><aside><p class="author">Jo Bell</p></aside>'],
    ["of a commenter", '<h1>Mill</h1><section id="comments"><p class="author">Jo Bell</p></section>'],
  ])("takes no name %s", (_, html) => {
    expect(metadataOf(html).authors).toEqual([]);
  });
});
