/** The lock file must serve every platform, also when it was written behind a registry that lacks some of them. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

interface Locked {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

it("has an entry with a version for each optional dependency, or `npm ci` refuses it", () => {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Locked> };
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(packages[`${path}/node_modules/${name}`] ?? packages[`node_modules/${name}`])?.version,
    ),
  );
  expect(missing).toEqual([]);
});
