/**
 * Owns EventBridge's event patterns: exact values, prefix, suffix, anything-but, exists, equals-ignore-case, numeric.
 * Pure. Another operator stops the start.
 * Source: EventBridge user guide, "Comparison operators for use in event patterns".
 */
import { CloudError } from "../cloud-error.ts";
import type { Properties } from "../resources/properties.ts";
import { isRecord, type Json, type JsonRecord } from "../template/json.ts";

type Operator = (argument: Json, value: Json | undefined) => boolean;

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  "=": (a, b) => a === b,
  ">=": (a, b) => a >= b,
  ">": (a, b) => a > b,
};

const OPERATORS: Readonly<Record<string, Operator>> = {
  prefix: (argument, value) => typeof value === "string" && value.startsWith(String(argument)),
  suffix: (argument, value) => typeof value === "string" && value.endsWith(String(argument)),
  "equals-ignore-case": (argument, value) =>
    typeof value === "string" && value.toLowerCase() === String(argument).toLowerCase(),
  exists: (argument, value) => (value !== undefined) === argument,
  "anything-but": (argument, value) => {
    if (value === undefined) return false;
    if (isRecord(argument)) return !matchesOne(argument, value);
    return !(Array.isArray(argument) ? argument : [argument]).includes(value);
  },
  numeric: (argument, value) => {
    if (typeof value !== "number" || !Array.isArray(argument)) return false;
    const pairs = Array.from({ length: argument.length / 2 }, (_, index) => argument.slice(index * 2, index * 2 + 2));
    return pairs.every(([sign, bound]) => COMPARISONS[String(sign)]?.(value, Number(bound)) ?? false);
  },
};

/** True when every field of the pattern is met by the event. */
export function matchesPattern(pattern: JsonRecord, event: Json | undefined): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    const value = isRecord(event) ? event[name] : undefined;
    if (isRecord(wanted)) return matchesPattern(wanted, value);
    const candidates = Array.isArray(value) ? value : [value];
    return Array.isArray(wanted) && wanted.some((one) => candidates.some((candidate) => matchesOne(one, candidate)));
  });
}

function matchesOne(wanted: Json, value: Json | undefined): boolean {
  if (!isRecord(wanted)) return wanted === value;
  return Object.entries(wanted).every(([name, argument]) => OPERATORS[name]?.(argument, value) ?? false);
}

/** @throws CloudError for an operator that {@link matchesPattern} does not know. */
export function checkPattern(pattern: Properties): void {
  const check = (value: Json, path: string): void => {
    if (Array.isArray(value)) {
      for (const item of value) checkOperators(item, path);
      return;
    }
    if (!isRecord(value)) throw new CloudError(`${pattern.path}, ${path}: a pattern's values stand in a list`);
    for (const [name, nested] of Object.entries(value)) {
      if (name.startsWith("$")) throw new CloudError(`${pattern.path}: the operator ${name} is not known here`);
      check(nested, path === "" ? name : `${path}.${name}`);
    }
  };
  const checkOperators = (wanted: Json, path: string): void => {
    if (!isRecord(wanted)) return;
    for (const [name, argument] of Object.entries(wanted)) {
      const known = OPERATORS[name] !== undefined && (name === "anything-but" || !isRecord(argument));
      if (!known) throw new CloudError(`${pattern.path}, ${path}: the operator ${name} is not known here`);
      checkOperators(argument, path);
    }
  };
  check(pattern.values, "");
}
