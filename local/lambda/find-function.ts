/** Owns finding a function by what a person calls it. Pure. */
import { CloudError } from "../cloud-error.ts";
import type { FunctionSpec } from "../resources/model.ts";

/**
 * The full name of a function, from that, from its last part (`capture` for `pressmark-dev-capture`), or from a part of
 * its construct path.
 * @throws CloudError when none or several fit.
 */
export function findFunctionName(functions: ReadonlyMap<string, FunctionSpec>, name: string): string {
  if (functions.has(name)) return name;
  const fitting = [...functions.values()].filter(
    (spec) => spec.name.endsWith(`-${name}`) || spec.path.toLowerCase().split("/").includes(name.toLowerCase()),
  );
  const [only, ...others] = fitting;
  if (only !== undefined && others.length === 0) return only.name;
  const names = [...functions.keys()].join(", ");
  throw new CloudError(
    `${only === undefined ? "no" : "more than one"} function is called ${name}; there are: ${names}`,
  );
}
