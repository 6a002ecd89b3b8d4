import { describe, expect, it } from "vitest";
import { alignBlocks } from "../../../../shared/article/content/align-blocks.ts";
import type { Block } from "../../../../shared/article/content/outline.ts";

const blocks = (...keys: string[]): Block[] => keys.map((key) => ({ key, size: key.length, linked: 0, part: 0 }));

describe("aligning kept blocks with the page's", () => {
  it("finds a text that the page has once wherever it stands", () => {
    expect(alignBlocks(blocks("c", "a"), blocks("a", "b", "c"))).toEqual([2, 0]);
  });

  it("takes of a repeated text the one between its neighbours", () => {
    expect(alignBlocks(blocks("a", "x", "b"), blocks("x", "a", "x", "b", "x"))).toEqual([1, 2, 3]);
  });

  it("counts a repeated text up where it was kept repeatedly", () => {
    expect(alignBlocks(blocks("a", "x", "x", "b"), blocks("a", "x", "x", "x", "b"))).toEqual([0, 1, 2, 4]);
  });

  it("leaves open what is not there, or not between its neighbours", () => {
    expect(alignBlocks(blocks("a", "x", "b", "y"), blocks("x", "a", "b", "x"))).toEqual([1, -1, 2, -1]);
  });

  it("is quick with a hundred thousand equal texts", () => {
    const many = blocks(...new Array<string>(100_000).fill("x"));
    expect(alignBlocks(many, many).at(-1)).toBe(99_999);
  });
});
