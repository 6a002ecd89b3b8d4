/**
 * Owns CloudFormation's intrinsic and condition functions, as a table: one that is not in it stops the start. What a
 * name refers to is the scope's business. Pure. Source: CloudFormation template reference, "Intrinsic functions".
 */
import { isRecord, type Json } from "./json.ts";
import { NO_VALUE, problemAt, type Resolved, type Site } from "./site.ts";

/** What functions need to know of the stacks around them. */
export interface Scope {
  refer(name: string, site: Site): Resolved;
  getAttribute(logicalId: string, attribute: string, site: Site): string;
  importValue(name: string, site: Site): string;
}

type Intrinsic = (argument: Json, site: Site, scope: Scope) => Resolved;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, site, scope) => scope.refer(String(argument), site),
  "Fn::GetAtt": (argument, site, scope) => {
    const [logicalId, ...attribute] = Array.isArray(argument) ? argument : String(argument).split(".");
    const name = attribute.map((part: Json) => textOf(part, site, scope, "Fn::GetAtt")).join(".");
    return scope.getAttribute(String(logicalId), name, site);
  },
  "Fn::Join": (argument, site, scope) => {
    const [separator, items] = partsOf(argument);
    const texts = listOf(items, site, scope, "Fn::Join").map((item) => textOf(item, site, scope, "Fn::Join"));
    return texts.join(String(separator));
  },
  "Fn::Sub": substitute,
  "Fn::Select": (argument, site, scope) => {
    const [index, items] = partsOf(argument);
    const list = listOf(items, site, scope, "Fn::Select");
    const selected = list[Number(textOf(index, site, scope, "Fn::Select"))];
    if (selected === undefined) throw problemAt(site, "Fn::Select: the list is shorter than that");
    return selected;
  },
  "Fn::Split": (argument, site, scope) => {
    const [separator, text] = partsOf(argument);
    return textOf(text, site, scope, "Fn::Split").split(String(separator));
  },
  "Fn::ImportValue": (argument, site, scope) =>
    scope.importValue(textOf(argument, site, scope, "Fn::ImportValue"), site),
  "Fn::If": (argument, site, scope) => {
    const [condition, then, otherwise] = partsOf(argument);
    return resolveValue((conditionHolds(String(condition), site, scope) ? then : otherwise) ?? null, site, scope);
  },
};

/** Resolves every function within a value. @throws CloudError for one that is not known. */
export function resolveValue(value: Json, site: Site, scope: Scope): Resolved {
  if (Array.isArray(value)) {
    return value.map((item: Json) => resolveValue(item, site, scope)).filter((item) => item !== NO_VALUE);
  }
  if (!isRecord(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0 && (name === "Ref" || name.startsWith("Fn::"))) {
    const intrinsic = INTRINSICS[name];
    if (intrinsic === undefined) throw problemAt(site, `the function ${name} is not known to the embedded cloud`);
    return intrinsic(value[name] ?? null, site, scope);
  }
  const resolved: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    const one = resolveValue(item, site, scope);
    if (one !== NO_VALUE) resolved[key] = one;
  }
  return resolved;
}

/** True when a named condition of the stack holds. @throws CloudError for one that is not declared. */
export function conditionHolds(name: string, site: Site, scope: Scope): boolean {
  const condition = site.stack.conditions[name];
  if (condition === undefined) throw problemAt(site, `there is no condition ${name}`);
  return holds(condition, site, scope);
}

function holds(condition: Json, site: Site, scope: Scope): boolean {
  const [name] = isRecord(condition) ? Object.keys(condition) : [];
  if (name === undefined || !isRecord(condition)) throw problemAt(site, "a condition is no function");
  const argument = condition[name] ?? null;
  const parts = partsOf(argument);
  switch (name) {
    case "Condition":
      return conditionHolds(String(argument), site, scope);
    case "Fn::Equals":
      return textOf(parts[0], site, scope, name) === textOf(parts[1], site, scope, name);
    case "Fn::Not":
      return !holds(parts[0] ?? null, site, scope);
    case "Fn::And":
      return parts.every((part) => holds(part, site, scope));
    case "Fn::Or":
      return parts.some((part) => holds(part, site, scope));
    default:
      throw problemAt(site, `the condition function ${name} is not known to the embedded cloud`);
  }
}

/** `${Name}`, `${Resource.Attribute}`, own variables, and `${!literal}`. */
function substitute(argument: Json, site: Site, scope: Scope): string {
  const [template, variables] = Array.isArray(argument) ? partsOf(argument) : [argument];
  const own = isRecord(variables) ? variables : {};
  const text = textOf(template, site, scope, "Fn::Sub");
  return text.replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal === "!") return `\${${name}}`;
    if (own[name] !== undefined) return textOf(own[name], site, scope, "Fn::Sub");
    const [logicalId = name, ...attribute] = name.split(".");
    if (attribute.length > 0) return scope.getAttribute(logicalId, attribute.join("."), site);
    return textOf({ Ref: name }, site, scope, "Fn::Sub");
  });
}

function partsOf(argument: Json): readonly Json[] {
  return Array.isArray(argument) ? argument : [];
}

/** A value that must resolve to text, or to something that is written as text. */
export function textOf(value: Json | undefined, site: Site, scope: Scope, asked: string): string {
  const resolved = value === undefined ? undefined : resolveValue(value, site, scope);
  if (typeof resolved === "string") return resolved;
  if (typeof resolved === "number" || typeof resolved === "boolean") return String(resolved);
  throw problemAt(site, `${asked} needs text`);
}

function listOf(value: Json | undefined, site: Site, scope: Scope, asked: string): readonly Json[] {
  const resolved = value === undefined ? undefined : resolveValue(value, site, scope);
  if (Array.isArray(resolved)) return resolved;
  throw problemAt(site, `${asked} needs a list`);
}
