import { describe, expect, it } from "vitest";
import {
  articleIdentity,
  MAYBE_SESSION_PARAMETERS,
  SESSION_PARAMETERS,
  TRACKING_PARAMETERS,
} from "../../../shared/url/article-identity.ts";
import { MAX_URL_LENGTH } from "../../../shared/url/check-url.ts";

const SESSION = "0123456789abcdef0123456789abcdef";

/** A URL of the paper: `at("/a")`. */
const at = (rest: string): string => `https://paper.example${rest}`;

describe("one article", () => {
  it.each([
    ["a fragment", at("/a#comments"), at("/a")],
    ["an empty fragment", at("/a#"), at("/a")],
    ["a fragment that a script reads, since it is never sent", at("/#!/a"), at("/")],
    ["a text fragment", at("/a#:~:text=ferry"), at("/a")],
    ["the scheme", "http://paper.example/a", at("/a")],
    ["the default port of https", "https://paper.example:443/a", at("/a")],
    ["the default port of http", "http://paper.example:80/a", at("/a")],
    ["www", "https://www.paper.example/a", at("/a")],
    ["the host's case", "https://PAPER.Example/a", at("/a")],
    ["the root's dot", "https://paper.example./a", at("/a")],
    ["a host in Unicode", "https://bücher.example/a", "https://xn--bcher-kva.example/a"],
    ["credentials", "https://ana@paper.example/a", at("/a")],
    ["no path", "https://paper.example", at("/")],
    ["a slash at the end", at("/a/"), at("/a")],
    ["a slash before arguments", at("/a/?p=1"), at("/a?p=1")],
    ["index.html", at("/a/index.html"), at("/a/")],
    ["index.htm, without the slash", at("/a/index.htm"), at("/a")],
    ["index.html of the root", at("/index.html"), at("/")],
    ["dot segments", at("/b/../a"), at("/a")],
    ["an encoded letter", at("/%61rticle"), at("/article")],
    ["an encoded tilde", at("/%7Eana"), at("/~ana")],
    ["the case of percent-encoding", at("/caf%c3%a9"), at("/caf%C3%A9")],
    ["a letter outside ASCII", at("/café"), at("/caf%C3%A9")],
    ["a space", at("/a b"), at("/a%20b")],
    ["a bar, which may not stand in a path", at("/a|b"), at("/a%7Cb")],
    ["brackets in a path", at("/a[1]"), at("/a%5B1%5D")],
    ["an empty query", at("/a?"), at("/a")],
    ["empty arguments", at("/a?&&p=1&"), at("/a?p=1")],
    ["the arguments' order", at("/a?q=2&p=1"), at("/a?p=1&q=2")],
    ["the order of three", at("/a?c=3&a=1&b=2"), at("/a?b=2&c=3&a=1")],
    ["plus and space", at("/a?q=long+ferry"), at("/a?q=long%20ferry")],
    ["brackets in a name", at("/a?tag[]=x"), at("/a?tag%5B%5D=x")],
    ["an encoded comma in a value", at("/a?q=1,2"), at("/a?q=1%2C2")],
    ["an encoded letter in a value", at("/a?q=%66erry"), at("/a?q=ferry")],
    ["an apostrophe", at("/a?q=it's"), at("/a?q=it%27s")],
    ["an ampersand escaped twice", at("/a?p=1&amp;q=2"), at("/a?p=1&q=2")],
    ["a tracking argument escaped twice", at("/a?p=1&amp;utm_source=feed"), at("/a?p=1")],
    ["utm of a feed", at("/a?utm_source=feed&utm_medium=rss&utm_campaign=2026-03-14"), at("/a")],
    ["utm in capitals", at("/a?UTM_Source=feed"), at("/a")],
    ["utm without a value", at("/a?utm_source"), at("/a")],
    ["utm with an encoded name", at("/a?utm%5Fsource=feed"), at("/a")],
    ["utm among arguments that count", at("/a?p=1&utm_content=x&q=2"), at("/a?p=1&q=2")],
    ["a click of two networks", at("/a?gclid=x.y-z&fbclid=IwAR0"), at("/a")],
    ["jsessionid in the path", at(`/a;jsessionid=${SESSION}.node1`), at("/a")],
    ["jsessionid in capitals, mid-path", at("/shop;JSESSIONID=12AB/a"), at("/shop/a")],
    ["jsessionid before arguments", at("/a.do;jsessionid=1?p=1"), at("/a.do?p=1")],
    ["jsessionid as an argument", at("/a?jsessionid=1"), at("/a")],
    ["PHPSESSID", at("/a.php?p=1&PHPSESSID=qk2v"), at("/a.php?p=1")],
    ["ASP's session", at("/a.asp?ASPSESSIONIDQQABCDEF=X"), at("/a.asp")],
    ["ASP.NET's session in the path", at("/(S(lit3py55t21z5v55vlm25s55))/a.aspx"), at("/a.aspx")],
    ["ColdFusion's pair", at("/a.cfm?id=4&CFID=1&CFTOKEN=2"), at("/a.cfm?id=4")],
    ["phpBB's sid", at(`/viewtopic.php?t=5&sid=${SESSION}`), at("/viewtopic.php?t=5")],
    ["another sid", at(`/viewtopic.php?t=5&sid=${SESSION}`), at(`/viewtopic.php?sid=${SESSION.replace("0", "9")}&t=5`)],
    ["all of it at once", "http://www.paper.example:80/a/?q=2&utm_id=4&p=1#x", at("/a?p=1&q=2")],
  ])("whatever %s: %s is %s", (_, one, other) => {
    expect(articleIdentity(one)).toBe(articleIdentity(other));
  });

  it.each([...TRACKING_PARAMETERS, ...SESSION_PARAMETERS])("whatever $name says ($what)", ({ name }) => {
    const spelled = name.replace("*", "anything");
    expect(articleIdentity(at(`/a?p=1&${spelled}=x`))).toBe(articleIdentity(at("/a?p=1")));
    expect(articleIdentity(at(`/a?${spelled.toUpperCase()}=x`))).toBe(articleIdentity(at("/a")));
    expect(articleIdentity(at(`/a?x${spelled}=x`))).not.toBe(articleIdentity(at("/a")));
  });

  it.each(MAYBE_SESSION_PARAMETERS)(
    "whatever $name says beside another argument, if it has a session's form",
    ({ name }) => {
      expect(articleIdentity(at(`/a?p=1&${name}=${SESSION}`))).toBe(articleIdentity(at("/a?p=1")));
      expect(articleIdentity(at(`/a?p=1&${name}=77`))).not.toBe(articleIdentity(at("/a?p=1")));
    },
  );
});

describe("two articles", () => {
  it.each([
    ["paths", at("/a"), at("/b")],
    ["the case of a path", at("/A"), at("/a")],
    ["hosts", "https://news.paper.example/a", at("/a")],
    ["a numbered www", "https://www2.paper.example/a", at("/a")],
    ["a mobile host", "https://m.paper.example/a", at("/a")],
    ["an AMP host", "https://amp.paper.example/a", at("/a")],
    ["a name that only begins like www", "https://wwwonder.example/a", "https://onder.example/a"],
    ["www as the name itself", "https://www.example/a", "https://example/a"],
    ["ports", "https://paper.example:8443/a", at("/a")],
    ["http on https's port", "http://paper.example:443/a", at("/a")],
    ["an AMP path", at("/a/amp"), at("/a")],
    ["an AMP argument", at("/a?amp=1"), at("/a")],
    ["an AMP output", at("/a?outputType=amp"), at("/a")],
    ["pages", at("/a?page=2"), at("/a?page=1")],
    ["a page and none", at("/a?page=2"), at("/a")],
    ["the case of a value", at("/a?v=dQw"), at("/a?v=DQW")],
    ["the case of a name", at("/a?P=1"), at("/a?p=1")],
    ["an empty value", at("/a?p="), at("/a?p=1")],
    ["the order of one name's values", at("/a?p=1&p=2"), at("/a?p=2&p=1")],
    ["ref", at("/a?ref=main"), at("/a?ref=dev")],
    ["cid", at("/?cid=1"), at("/?cid=2")],
    ["a story's short sid", at("/article.pl?sid=26/03/14/1"), at("/article.pl?sid=26/03/14/2")],
    ["a sid that is all there is", at(`/s?sid=${SESSION}`), at(`/s?sid=${SESSION.replace("0", "9")}`)],
    ["such a sid beside utm only", at(`/s?sid=${SESSION}&utm_source=a`), at(`/s?sid=${SESSION.replace("0", "9")}`)],
    ["a talk's session", at("/talks?day=1&session_id=17"), at("/talks?day=1&session_id=18")],
    ["a name that only ends in utm_", at("/a?not_utm_source=1"), at("/a")],
    ["gclid inside a value", at("/a?next=gclid"), at("/a")],
    ["an encoded slash", at("/a%2Fb"), at("/a/b")],
    ["an encoded slash at the end", at("/a%2F"), at("/a")],
    ["an encoded question mark", at("/a%3Fp=1"), at("/a?p=1")],
    ["an encoded percent sign", at("/a%2541"), at("/a%41")],
    ["an encoded ampersand", at("/a?p=1%26q=2"), at("/a?p=1&q=2")],
    ["an encoded equals sign", at("/a?p%3D1"), at("/a?p=1")],
    ["an encoded plus", at("/a?q=c%2B"), at("/a?q=c+")],
    ["bytes of another charset", at("/a?q=%E9"), at("/a?q=%C3%A9")],
    ["index.html by another name", at("/a/my-index.html"), at("/a/")],
    ["index.html as a folder", at("/index.html/a"), at("/a")],
    ["index.php", at("/index.php?id=5"), at("/?id=5")],
    ["two slashes", at("//a"), at("/a")],
    ["a short thing in brackets", at("/(S(short))/a"), at("/a")],
    ["other path parameters", at("/a;page=2"), at("/a;page=3")],
    ["a query without names", at("/story.cgi?20260314"), at("/story.cgi?20260315")],
    ["an argument that ends in amp;", at("/a?amp;"), at("/a")],
  ])("for %s: %s is not %s", (_, one, other) => {
    expect(articleIdentity(one)).not.toBe(articleIdentity(other));
  });
});

describe("articleIdentity", () => {
  it("is host, path and arguments", () => {
    expect(articleIdentity("https://www.paper.example:8443/ferry/?b=2&a=1#top")).toBe(
      "paper.example:8443/ferry?a=1&b=2",
    );
  });

  it.each([at("/a/?b=2&a=%c3%a9+x&utm_id=1"), at("/%7e|x/index.html"), "http://[2001:db8::1]:8080/a?sid=1"])(
    "of an identity is itself: %s",
    (url) => {
      const identity = articleIdentity(url);
      expect(articleIdentity(`https://${identity}`)).toBe(identity);
    },
  );

  it("is in ASCII and at most three times as long as the URL", () => {
    const identity = articleIdentity(at(`/?q=${",".repeat(MAX_URL_LENGTH - 40)}`));
    expect(identity).toMatch(/^[!-~]+$/);
    expect(identity.length).toBeLessThanOrEqual(3 * MAX_URL_LENGTH);
  });

  it("refuses what is no absolute URL", () => {
    expect(() => articleIdentity("/a")).toThrow(TypeError);
  });
});
