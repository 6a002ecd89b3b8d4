import { describe, expect, it } from "vitest";
import { comparePath, matchesPath, readPattern } from "../../../shared/robots/path-pattern.ts";

function matches(pattern: string, path: string): boolean {
  return matchesPath(readPattern(pattern), comparePath(path));
}

/** A backtracking matcher, right but slow: what the fast one must agree with. */
function slowlyMatches(pattern: string, path: string): boolean {
  if (pattern === "") return true;
  if (pattern === "$") return path === "";
  if (pattern[0] === "*") {
    return Array.from({ length: path.length + 1 }, (_, at) => at).some((at) =>
      slowlyMatches(pattern.slice(1), path.slice(at)),
    );
  }
  return pattern[0] === path[0] && slowlyMatches(pattern.slice(1), path.slice(1));
}

describe("matchesPath", () => {
  it("agrees with a plain backtracking matcher on thousands of small patterns", () => {
    let seed = 20;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const word = (letters: string, length: number) =>
      Array.from({ length }, () => letters[random(letters.length)]).join("");
    const seen = { yes: 0, no: 0 };
    for (let round = 0; round < 5000; round++) {
      // Two letters and long pieces: many near misses, and pieces on both sides of the search's threshold.
      const pattern = `/${word("ab*ab", random(14))}${random(3) === 0 ? "$" : ""}`;
      const path = `/${word("ab", random(24))}`;
      const expected = slowlyMatches(pattern, path);
      expect(matches(pattern, path), `${pattern} on ${path}`).toBe(expected);
      seen[expected ? "yes" : "no"] += 1;
    }
    expect(Math.min(seen.yes, seen.no)).toBeGreaterThan(500);
  });

  const longPath = `/${"a".repeat(400_000)}`;
  it.each([
    ["thousands of stars", `/${"*".repeat(200_000)}b`],
    ["thousands of stars and letters", `/${"*a".repeat(200_000)}b`],
    ["stars, letters and an end mark", `/${"a*".repeat(200_000)}b$`],
    ["a long piece that nearly matches everywhere", `/*${"a".repeat(100_000)}b${"a".repeat(100_000)}`],
    ["a short piece that nearly matches everywhere", "/*aaaaaaab"],
  ])("is done at once with %s", (_, pattern) => {
    const startedMs = performance.now();
    expect(matches(pattern, longPath)).toBe(false);
    // Linear is some milliseconds; a quadratic search takes 40,000 million steps, a backtracking one never ends.
    expect(performance.now() - startedMs).toBeLessThan(2000);
  });
});
