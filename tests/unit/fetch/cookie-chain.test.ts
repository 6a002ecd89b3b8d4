import { expect, it } from "vitest";
import { createCookieChain } from "../../../shared/fetch/cookie-chain.ts";
import { FETCH_LIMITS } from "../../../shared/fetch/limits.ts";

const PAPER = new URL("https://paper.example/story");

async function sentAfter(lines: readonly string[], limits: Partial<typeof FETCH_LIMITS> = {}, to = PAPER) {
  const chain = await createCookieChain({ ...FETCH_LIMITS, ...limits });
  const responseHeaders = lines.map((line) => ["Set-Cookie", line] as const);
  await chain.keep({ url: PAPER.href, responseHeaders });
  return chain.headerFor(to);
}

it.each([
  ["sends what was set", ["a=1; Path=/", "b=2; Path=/"], "a=1; b=2"],
  ["sends nothing where nothing was set", [], ""],
  ["takes the newer of two of a name", ["a=1; Path=/", "a=2; Path=/"], "a=2"],
  ["forgets what expires", ["a=1; Path=/", "a=; Path=/; Max-Age=0"], ""],
  ["leaves out what is for another host", ["a=1; Domain=other.example", "b=2; Path=/"], "b=2"],
  ["leaves out what is for a whole top-level domain", ["a=1; Domain=com", "b=2; Path=/"], "b=2"],
  ["leaves out what cannot be sent", ["a=\u0001", "b=2; Path=/"], "b=2"],
])("%s", async (_what, lines, sent) => {
  expect(await sentAfter(lines)).toBe(sent);
});

it("takes so many cookies and no more, over all answers of the chain", async () => {
  const chain = await createCookieChain({ ...FETCH_LIMITS, maxCookies: 3 });
  for (const name of ["a", "b", "c", "d"]) {
    await chain.keep({ url: PAPER.href, responseHeaders: [["set-cookie", `${name}=1; Path=/`]] });
  }
  expect(await chain.headerFor(PAPER)).toBe("a=1; b=1; c=1");
});

it("does not take one that is too large, nor count it", async () => {
  const lines = [`a=${"v".repeat(50)}; Path=/`, "b=1; Path=/", "c=1; Path=/"];
  expect(await sentAfter(lines, { maxCookieBytes: 20, maxCookies: 2 })).toBe("b=1; c=1");
});

it("sends whole cookies up to the limit of the header", async () => {
  const lines = ["a=1; Path=/", `b=${"v".repeat(20)}; Path=/`, "c=1; Path=/", "d=1; Path=/"];
  expect(await sentAfter(lines, { maxCookieHeaderBytes: 8 })).toBe("a=1; c=1");
});

it("keeps a secure cookie off plain HTTP and a host's cookie off its neighbours", async () => {
  const lines = ["a=1; Path=/; Secure", "b=2; Path=/"];
  expect(await sentAfter(lines, {}, new URL("http://paper.example/"))).toBe("b=2");
  expect(await sentAfter(lines, {}, new URL("https://www.paper.example/"))).toBe("");
});

it("goes on from what an earlier chain took, up to so many bytes of the newest", async () => {
  const first = await createCookieChain(FETCH_LIMITS);
  await first.keep({ url: PAPER.href, responseHeaders: [["set-cookie", "a=1; Path=/"]] });
  const second = await createCookieChain(FETCH_LIMITS, first.taken());
  expect(await second.headerFor(PAPER)).toBe("a=1");
  const small = await createCookieChain({ ...FETCH_LIMITS, maxChainBytes: 90 });
  for (const name of ["old", "new"]) {
    await small.keep({ url: PAPER.href, responseHeaders: [["set-cookie", `${name}=1; Path=/`]] });
  }
  expect(small.taken()).toEqual([{ url: PAPER.href, line: "new=1; Path=/" }]);
});
