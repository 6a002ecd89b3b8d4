/** The encoding of a stylesheet, as browsers find it. */
import { expect, it } from "vitest";
import { decodeStylesheet } from "../../../shared/requisites/decode-stylesheet.ts";

const latin = Buffer.from("a { content: 'f\xe4hre' }", "latin1");

it.each([
  ["UTF-8 where nothing is said", Buffer.from("/* Fähre */"), null, "/* Fähre */"],
  ["what HTTP says", latin, "text/css; charset=iso-8859-1", "a { content: 'fähre' }"],
  ["what @charset says", Buffer.concat([Buffer.from('@charset "latin1";'), latin]), "text/css", /fähre/],
  ["HTTP before @charset", Buffer.from('@charset "latin1"; /* ä */'), "text/css; charset=utf-8", /\/\* ä \*\//],
  ["a byte order mark before all", Buffer.from("\ufeffa { content: 'ä' }"), "text/css; charset=latin1", /^a .*ä/],
  ["UTF-8 for what cannot be", Buffer.from('@charset "utf-16"; /* ä */'), null, /ä/],
  ["UTF-8 for what there is not", Buffer.from("/* ä */"), "text/css; charset=quay", "/* ä */"],
] as const)("is %s", async (_, body, contentType, expected) => {
  const text = await decodeStylesheet(body, contentType);
  if (typeof expected === "string") expect(text).toBe(expected);
  else expect(text).toMatch(expected);
});
