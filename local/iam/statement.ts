/**
 * Owns IAM policy statements: reading them, and deciding whether they allow a call. Pure. An operator or a condition
 * key that it does not know stops the start, so that no policy is taken for stricter or looser than it is.
 * Source: IAM user guide, "Policy evaluation logic" and "IAM JSON policy elements: Condition operators".
 */
import type { Properties } from "../resources/properties.ts";
import type { Json } from "../template/json.ts";

export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly actions: Matcher;
  readonly resources: Matcher;
  readonly conditions: readonly Condition[];
}

/** What is asked for; `context` holds the values of condition keys. */
export interface Call {
  /** `s3:GetObject` and the like. */
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
}

export type Verdict = "allowed" | "denied-by-statement" | "not-allowed";

type Matcher = (value: string) => boolean;

interface Condition {
  readonly key: string;
  readonly holds: (values: readonly string[] | undefined) => boolean;
}

/** Condition keys that the gateway can fill. */
const KNOWN_KEYS = new Set(["dynamodb:LeadingKeys", "s3:prefix"]);

/** An explicit Deny wins, then any Allow; with neither, a call is not allowed. */
export function decide(statements: readonly Statement[], call: Call): Verdict {
  const matching = statements.filter((statement) => applies(statement, call));
  if (matching.some((statement) => statement.effect === "Deny")) return "denied-by-statement";
  return matching.length > 0 ? "allowed" : "not-allowed";
}

function applies(statement: Statement, { action, resource, context }: Call): boolean {
  if (!statement.actions(action.toLowerCase()) || !statement.resources(resource)) return false;
  return statement.conditions.every((condition) => condition.holds(context[condition.key]));
}

/** @throws CloudError for an element, operator or key that is not known. */
export function parsePolicy(document: Properties): readonly Statement[] {
  const statements = Array.isArray(document.values.Statement)
    ? document.records("Statement")
    : [document.record("Statement")];
  return statements.map(parseStatement);
}

function parseStatement(statement: Properties): Statement {
  const effect = statement.text("Effect");
  if (effect !== "Allow" && effect !== "Deny") throw statement.problem(`Effect is ${effect}`);
  const lowerCase = (patterns: readonly string[]) => patterns.map((pattern) => pattern.toLowerCase());
  return {
    effect,
    actions: statement.has("NotAction")
      ? not(anyOf(lowerCase(texts(statement.values.NotAction))))
      : anyOf(lowerCase(texts(statement.values.Action))),
    resources: statement.has("NotResource")
      ? not(anyOf(texts(statement.values.NotResource)))
      : anyOf(texts(statement.values.Resource)),
    conditions: parseConditions(statement),
  };
}

function parseConditions(statement: Properties): readonly Condition[] {
  const block = statement.record("Condition");
  return Object.keys(block.values).flatMap((operator) => {
    const keys = block.record(operator);
    return Object.entries(keys.values).map(([key, values]) => {
      if (!KNOWN_KEYS.has(key)) throw keys.problem(`the embedded cloud does not know the condition key ${key}`);
      const holds = parseOperator(operator, texts(values));
      if (holds === undefined)
        throw keys.problem(`the embedded cloud does not know the condition operator ${operator}`);
      return { key, holds };
    });
  });
}

function parseOperator(operator: string, patterns: readonly string[]): Condition["holds"] | undefined {
  const match = /^(?:(ForAllValues|ForAnyValue):)?String(Not)?(Equals|Like)(IfExists)?$/.exec(operator);
  if (match === null) return undefined;
  const [, quantifier, negated, kind, ifExists] = match;
  const positive = kind === "Like" ? anyOf(patterns) : (value: string) => patterns.includes(value);
  const accepts = negated === undefined ? positive : not(positive);
  return (values) => {
    if (values === undefined || values.length === 0) {
      // A missing key passes ForAllValues, IfExists and the negated operators, and fails the others.
      return (
        quantifier === "ForAllValues" || ifExists !== undefined || (negated !== undefined && quantifier === undefined)
      );
    }
    return quantifier === "ForAllValues" ? values.every(accepts) : values.some(accepts);
  };
}

function texts(value: Json | undefined): readonly string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

function not(matcher: Matcher): Matcher {
  return (value) => !matcher(value);
}

/** `*` stands for any run of characters, `?` for one. */
function anyOf(patterns: readonly string[]): Matcher {
  const expressions = patterns.map((pattern) => {
    const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
  });
  return (value) => expressions.some((expression) => expression.test(value));
}
