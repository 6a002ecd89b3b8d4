/**
 * Owns choosing a route as HTTP APIs do: the full match, then the one with variables, then the greedy one, then
 * $default. Pure. Source: API Gateway developer guide, "Develop routes for HTTP APIs".
 */
import type { RouteSpec } from "../resources/model.ts";

export interface RouteMatch {
  readonly route: RouteSpec;
  /** Decoded; undefined values never occur. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface CompiledRoute {
  readonly route: RouteSpec;
  readonly method: string;
  readonly segments: readonly Segment[];
}

type Segment = { readonly kind: "text" | "variable" | "greedy"; readonly name: string };

/** More specific kinds first. */
const RANK = { text: 0, variable: 1, greedy: 2 } as const;

export type FindRoute = (method: string, encodedPath: string) => RouteMatch | undefined;

/** Undefined is a 404: no route fits and there is no $default. */
export function createRouteFinder(routes: readonly RouteSpec[]): FindRoute {
  const compiled = routes
    .filter((route) => route.key !== "$default")
    .map(compile)
    .sort(bySpecificity);
  const rest = routes.find((route) => route.key === "$default");
  return (method, encodedPath) => {
    const parts = splitPath(encodedPath);
    for (const candidate of compiled) {
      if (candidate.method !== "ANY" && candidate.method !== method) continue;
      const pathParameters = match(candidate.segments, parts);
      if (pathParameters !== undefined) return { route: candidate.route, pathParameters };
    }
    return rest === undefined ? undefined : { route: rest, pathParameters: {} };
  };
}

function compile(route: RouteSpec): CompiledRoute {
  const [method = "ANY", path = "/"] = route.key.split(" ");
  const segments = splitPath(path).map((part): Segment => {
    const name = /^\{(.+?)(\+?)\}$/.exec(part);
    if (name === null) return { kind: "text", name: part };
    return { kind: name[2] === "+" ? "greedy" : "variable", name: name[1] ?? "" };
  });
  return { route, method, segments };
}

function bySpecificity(a: CompiledRoute, b: CompiledRoute): number {
  for (let index = 0; index < Math.max(a.segments.length, b.segments.length); index += 1) {
    const [left, right] = [a.segments[index], b.segments[index]];
    if (left === undefined || right === undefined) break;
    if (left.kind !== right.kind) return RANK[left.kind] - RANK[right.kind];
  }
  return Number(a.method === "ANY") - Number(b.method === "ANY");
}

function match(segments: readonly Segment[], parts: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index];
    if (part === undefined || (segment.kind !== "text" && part === "")) return undefined;
    if (segment.kind === "greedy") {
      parameters[segment.name] = decodeURIComponent(parts.slice(index).join("/"));
      return parameters;
    }
    if (segment.kind === "variable") parameters[segment.name] = decodeURIComponent(part);
    else if (segment.name !== decodeURIComponent(part)) return undefined;
  }
  return segments.length === parts.length ? parameters : undefined;
}

function splitPath(path: string): readonly string[] {
  return path.slice(1).split("/");
}
