/** The embedded cloud's pure rules where the contract tests show only a case or two. */
import { describe, expect, it } from "vitest";
import { checkPattern, matchesPattern } from "../../local/event-bus/pattern.ts";
import { failedMessages } from "../../local/event-sources/sqs-event.ts";
import { createTokenBucket } from "../../local/http-api/throttle.ts";
import { decide, parsePolicy } from "../../local/iam/statement.ts";
import { Properties } from "../../local/resources/properties.ts";
import { parseRate } from "../../local/schedules/expression.ts";
import type { JsonRecord } from "../../local/template/json.ts";

describe("rate expressions", () => {
  it.each([
    ["rate(1 minute)", 60_000],
    ["rate(5 minutes)", 300_000],
    ["rate(2 hours)", 7_200_000],
    ["rate(30 days)", 2_592_000_000],
    ["rate(0 minutes)", undefined],
    ["rate(5)", undefined],
    ["cron(0 * * * ? *)", undefined],
  ])("%s is %s ms", (expression, ms) => expect(parseRate(expression)).toBe(ms));
});

describe("event patterns", () => {
  const event = { source: "a.b", detail: { n: 5, tags: ["x", "y"], gone: null } };

  it.each<[JsonRecord, boolean]>([
    [{ source: ["a.b"] }, true],
    [{ source: ["a"] }, false],
    [{ source: [{ prefix: "a." }] }, true],
    [{ source: [{ suffix: ".c" }, "a.b"] }, true],
    [{ source: [{ "anything-but": ["a.b", "c"] }] }, false],
    [{ source: [{ "anything-but": { prefix: "z" } }] }, true],
    [{ source: [{ "equals-ignore-case": "A.B" }] }, true],
    [{ detail: { n: [{ numeric: [">", 3, "<=", 5] }] } }, true],
    [{ detail: { n: [{ numeric: [">", 5] }] } }, false],
    [{ detail: { n: ["5"] } }, false],
    [{ detail: { tags: ["y"] } }, true],
    [{ detail: { gone: [null] } }, true],
    [{ detail: { missing: [{ exists: false }] } }, true],
    [{ detail: { n: [{ exists: false }] } }, false],
    [{ detail: { missing: [{ "anything-but": "x" }] } }, false],
    [{ source: ["a.b"], detail: { n: [6] } }, false],
  ])("%j: %s", (pattern, matches) => {
    expect(() => checkPattern(new Properties("rule", pattern))).not.toThrow();
    expect(matchesPattern(pattern, event)).toBe(matches);
  });
});

describe("policies", () => {
  const verdict = (statement: JsonRecord, action: string, resource: string, context = {}) =>
    decide(parsePolicy(new Properties("role", { Statement: [statement] })), { action, resource, context });
  const allow = { Effect: "Allow", Action: "*", Resource: "*" };

  it.each<[JsonRecord, string, string, string]>([
    [{ ...allow, Action: ["S3:Get*"] }, "s3:GetObject", "arn:x", "allowed"],
    [{ ...allow, Action: "s3:Get?bject" }, "s3:GetObject", "arn:x", "allowed"],
    [{ ...allow, Action: "s3:Get" }, "s3:GetObject", "arn:x", "not-allowed"],
    [{ ...allow, Resource: "arn:b/*" }, "s3:GetObject", "arn:b/c/d", "allowed"],
    [{ ...allow, Resource: "arn:b.c" }, "s3:GetObject", "arn:bxc", "not-allowed"],
    [{ Effect: "Allow", NotAction: "s3:*", Resource: "*" }, "s3:GetObject", "arn:x", "not-allowed"],
    [{ Effect: "Allow", Action: "*", NotResource: "arn:x" }, "s3:GetObject", "arn:y", "allowed"],
    [{ ...allow, Effect: "Deny" }, "s3:GetObject", "arn:x", "denied-by-statement"],
  ])("%j on %s %s: %s", (statement, action, resource, expected) => {
    expect(verdict(statement, action, resource)).toBe(expected);
  });

  it.each<[string, readonly string[] | undefined, string]>([
    ["ForAllValues:StringLike", ["JOB#1", "JOB#2"], "allowed"],
    ["ForAllValues:StringLike", ["JOB#1", "TOKEN#2"], "not-allowed"],
    ["ForAllValues:StringLike", undefined, "allowed"],
    ["ForAnyValue:StringLike", ["JOB#1", "TOKEN#2"], "allowed"],
    ["ForAnyValue:StringLike", undefined, "not-allowed"],
    ["StringLike", undefined, "not-allowed"],
    ["StringLikeIfExists", undefined, "allowed"],
    ["StringNotLike", ["TOKEN#1"], "allowed"],
    ["StringEquals", ["JOB#1"], "not-allowed"],
  ])("%s of %j: %s", (operator, values, expected) => {
    const Condition = { [operator]: { "dynamodb:LeadingKeys": "JOB#*" } };
    const context = values === undefined ? {} : { "dynamodb:LeadingKeys": values };
    expect(verdict({ ...allow, Condition }, "dynamodb:GetItem", "arn:t", context)).toBe(expected);
  });
});

describe("partial batch responses", () => {
  const messages = ["1", "2", "3"].map((id) => ({ MessageId: id, ReceiptHandle: id, Body: "", MD5OfBody: "" }));

  it.each([
    ["null", []],
    ["{}", []],
    ['{"batchItemFailures":[]}', []],
    ['{"batchItemFailures":[{"itemIdentifier":"2"}]}', ["2"]],
    ['{"batchItemFailures":[{"itemIdentifier":"9"}]}', ["1", "2", "3"]],
    ['{"batchItemFailures":[{"itemIdentifier":""}]}', ["1", "2", "3"]],
    ['{"batchItemFailures":[{}]}', ["1", "2", "3"]],
    ['{"batchItemFailures":"2"}', ["1", "2", "3"]],
    ["[1]", ["1", "2", "3"]],
  ])("%s fails %j", (payload, failed) => expect([...failedMessages(payload, messages)]).toEqual(failed));
});

it("a token bucket lets a burst through, then its rate", () => {
  const admit = createTokenBucket({ burst: 2, ratePerSecond: 10 });
  expect([
    admit(0),
    admit(0),
    admit(0),
    admit(99),
    admit(101),
    admit(150),
    admit(10_000),
    admit(10_000),
    admit(10_000),
  ]).toEqual([true, true, false, false, true, false, true, true, false]);
});
