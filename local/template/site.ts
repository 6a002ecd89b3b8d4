/** Owns where a template value stands, and how a problem with it is said. Pure. */
import { CloudError } from "../cloud-error.ts";
import type { Json } from "./json.ts";
import type { Stack } from "./load.ts";

/** `owner` is a logical id, or "Outputs". */
export interface Site {
  readonly stack: Stack;
  readonly owner: string;
}

/** `AWS::NoValue`: the property is left out. */
export const NO_VALUE = Symbol("AWS::NoValue");

/** A value without functions in it. */
export type Resolved = Json | typeof NO_VALUE;

export function problemAt(site: Site, message: string): CloudError {
  return new CloudError(`stack ${site.stack.name}, ${site.owner}: ${message}`);
}
