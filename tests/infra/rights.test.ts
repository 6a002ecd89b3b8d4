/** What each function may do, as one table to read: a change of rights is a change here, on purpose. */
import { describe, expect, it } from "vitest";
import { at, type Resource, type StageName, shortName, synthesize } from "./synth.ts";

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, Record<string, string[]>>;
}

const RIGHTS: Record<string, string[]> = {
  submit: [
    "dynamodb:GetItem table of JOB#* CAPTURE#*",
    "dynamodb:GetItem table of PAGE#*",
    "dynamodb:GetItem table of SAVES#*",
    "dynamodb:GetItem table of TOKEN#*",
    "dynamodb:PutItem table of JOB#* CAPTURE#*",
    "dynamodb:Query table of PAGE#*",
    "dynamodb:Query table of RESTRICTIONS#*",
    "dynamodb:Query table/index/site",
    "dynamodb:UpdateItem table of SAVES#*",
    "sqs:SendMessage frontier.fifo",
  ],
  sources: [
    "dynamodb:DeleteItem table of SOURCES",
    "dynamodb:GetItem table of SITE-SEARCH#*",
    "dynamodb:GetItem table of SOURCES",
    "dynamodb:PutItem table of SITE-SEARCH#*",
    "dynamodb:PutItem table of SOURCES",
    "dynamodb:Query table of SOURCES",
    "s3:PutObject bucket/lists/*",
    "sqs:SendMessage polls.fifo",
  ],
  discover: [
    "dynamodb:GetItem table of SOURCES ITEM#* RUNS#*",
    "dynamodb:PutItem table of SOURCES ITEM#* RUNS#*",
    "dynamodb:Query table of RUN#*",
    "dynamodb:Query table/index/agenda",
    "sqs:SendMessage frontier.fifo",
    "sqs:SendMessage polls.fifo",
  ],
  poll: [
    "dynamodb:BatchGetItem table of ITEM#*",
    "dynamodb:GetItem table of ITEM#*",
    "dynamodb:GetItem table of SOURCES HOST#* RUNS#* SITE-SEARCH#*",
    "dynamodb:PutItem table of ITEM#*",
    "dynamodb:PutItem table of SOURCES HOST#* RUNS#* SITE-SEARCH#*",
    "s3:GetObject bucket/lists/*",
    "sqs:ChangeMessageVisibility polls.fifo",
    "sqs:DeleteMessage polls.fifo",
    "sqs:GetQueueAttributes polls.fifo",
    "sqs:ReceiveMessage polls.fifo",
    "sqs:SendMessage frontier.fifo",
    "sqs:SendMessage polls.fifo",
  ],
  capture: [
    "dynamodb:GetItem table of HOST#* ITEM#*",
    "dynamodb:GetItem table of JOB#* CAPTURE#*",
    "dynamodb:PutItem table of HOST#* ITEM#*",
    "dynamodb:PutItem table of JOB#* CAPTURE#*",
    "dynamodb:PutItem table of RUN#*",
    "dynamodb:Query table/index/digest",
    "dynamodb:Query table/index/site",
    "dynamodb:UpdateItem table of JOB#* CAPTURE#*",
    "dynamodb:UpdateItem table of PAGE#*",
    "s3:PutObject bucket/captures/*",
    "sqs:ChangeMessageVisibility frontier.fifo",
    "sqs:DeleteMessage frontier.fifo",
    "sqs:GetQueueAttributes frontier.fifo",
    "sqs:ReceiveMessage frontier.fifo",
    "sqs:SendMessage extract",
    "sqs:SendMessage frontier.fifo",
  ],
  extract: [
    "dynamodb:GetItem table of JOB#* CAPTURE#*",
    "dynamodb:PutItem table of DAYS",
    "dynamodb:UpdateItem table of JOB#* CAPTURE#*",
    "events:PutEvents bus",
    "s3:GetObject bucket/captures/*",
    "s3:GetObject bucket/imports/*",
    "s3:PutObject bucket/articles/*",
    "sqs:ChangeMessageVisibility extract",
    "sqs:DeleteMessage extract",
    "sqs:GetQueueAttributes extract",
    "sqs:ReceiveMessage extract",
    "sqs:SendMessage requisites",
  ],
  requisites: [
    "dynamodb:GetItem table of CAPTURE#*",
    "dynamodb:PutItem table of PAGE#*",
    "dynamodb:Query table of PAGE#*",
    "dynamodb:Query table/index/site",
    "dynamodb:UpdateItem table of PAGE#*",
    "sqs:DeleteMessage requisites",
    "sqs:GetQueueAttributes requisites",
    "sqs:ReceiveMessage requisites",
    "sqs:SendMessage extract",
    "sqs:SendMessage frontier.fifo",
  ],
  cdx: [
    "dynamodb:GetItem table of CAPTURE#* TOKEN#*",
    "dynamodb:Query table of RESTRICTIONS#*",
    "dynamodb:Query table/index/site",
  ],
  retrieve: [
    "dynamodb:GetItem table of JOB#* CAPTURE#*",
    "dynamodb:GetItem table of RUNS#* SOURCES PAGE#*",
    "dynamodb:Query table of DAYS RUN#* RESTRICTIONS#*",
    "dynamodb:Query table of RUNS#* SOURCES PAGE#*",
    "dynamodb:Query table/index/agenda",
    "dynamodb:Query table/index/day",
    "dynamodb:Query table/index/digest",
    "dynamodb:Query table/index/host",
    "dynamodb:Query table/index/site",
    "dynamodb:Query table/index/source",
    "s3:GetObject bucket/articles/*",
    "s3:GetObject bucket/captures/*",
    "s3:GetObject bucket/downloads/*",
    "s3:GetObject bucket/imports/*",
    "s3:PutObject bucket/downloads/*",
  ],
  restrictions: [
    "dynamodb:GetItem table of CAPTURE#*",
    "dynamodb:GetItem table of RESTRICTIONS#*",
    "dynamodb:PutItem table of RESTRICTIONS#*",
    "dynamodb:Query table of RESTRICTIONS#*",
    "dynamodb:Query table/index/agenda",
    "sqs:SendMessage erasures.fifo",
  ],
  erase: [
    "dynamodb:GetItem table of CAPTURE#*",
    "dynamodb:GetItem table of RESTRICTIONS#*",
    "dynamodb:PutItem table of RESTRICTIONS#*",
    "dynamodb:Query table/index/agenda",
    "dynamodb:Query table/index/site",
    "dynamodb:UpdateItem table of CAPTURE#*",
    "s3:DeleteObjectVersion bucket/articles/*",
    "s3:DeleteObjectVersion bucket/captures/*",
    "s3:DeleteObjectVersion bucket/imports/*",
    "s3:GetObject bucket/articles/*",
    "s3:GetObject bucket/captures/*",
    "s3:GetObject bucket/imports/*",
    's3:ListBucketVersions bucket if {"StringLike":{"s3:prefix":["captures/*","articles/*","imports/*"]}}',
    "s3:PutObject bucket/articles/*",
    "s3:PutObject bucket/captures/*",
    "s3:PutObject bucket/imports/*",
    "sqs:DeleteMessage erasures.fifo",
    "sqs:GetQueueAttributes erasures.fifo",
    "sqs:ReceiveMessage erasures.fifo",
    "sqs:SendMessage erasures.fifo",
  ],
  authorize: ["dynamodb:GetItem table of TOKEN#*"],
  maintain: [
    "dynamodb:GetItem table of JOB#* CAPTURE#*",
    "dynamodb:GetItem table of RESTRICTIONS#* IMPORT#* EXPORTS",
    "dynamodb:GetItem table of SOURCES ITEM#* RUNS#* RUN#* SITE-SEARCH#*",
    "dynamodb:PutItem table of PAGE#*",
    "dynamodb:PutItem table of RESTRICTIONS#* IMPORT#* EXPORTS",
    "dynamodb:PutItem table of SOURCES ITEM#* RUNS#* RUN#* SITE-SEARCH#*",
    "dynamodb:Query table/index/agenda",
    "dynamodb:UpdateItem table of JOB#* CAPTURE#*",
    "dynamodb:UpdateItem table of PAGE#*",
    "sqs:DeleteMessage erasures-dead-letters.fifo",
    "sqs:DeleteMessage exports-dead-letters",
    "sqs:DeleteMessage extract-dead-letters",
    "sqs:DeleteMessage frontier-dead-letters.fifo",
    "sqs:DeleteMessage imports-dead-letters",
    "sqs:DeleteMessage polls-dead-letters.fifo",
    "sqs:DeleteMessage requisites-dead-letters",
    "sqs:ReceiveMessage erasures-dead-letters.fifo",
    "sqs:ReceiveMessage exports-dead-letters",
    "sqs:ReceiveMessage extract-dead-letters",
    "sqs:ReceiveMessage frontier-dead-letters.fifo",
    "sqs:ReceiveMessage imports-dead-letters",
    "sqs:ReceiveMessage polls-dead-letters.fifo",
    "sqs:ReceiveMessage requisites-dead-letters",
  ],
  replay: [
    "dynamodb:GetItem table of CAPTURE#* TOKEN#*",
    "dynamodb:Query table of RESTRICTIONS#*",
    "dynamodb:Query table/index/site",
    "s3:GetObject bucket/captures/*",
    "s3:GetObject bucket/downloads/*",
    "s3:GetObject bucket/imports/*",
    "s3:PutObject bucket/downloads/*",
  ],
  import: [
    "dynamodb:GetItem table of CAPTURE#*",
    "dynamodb:GetItem table of IMPORT#*",
    "dynamodb:PutItem table of CAPTURE#*",
    "dynamodb:PutItem table of IMPORT#*",
    "dynamodb:Query table of IMPORT#*",
    "dynamodb:Query table/index/site",
    "s3:GetObject bucket/imports/*",
    "s3:PutObject bucket/captures/*",
    "sqs:DeleteMessage imports",
    "sqs:GetQueueAttributes imports",
    "sqs:ReceiveMessage imports",
    "sqs:SendMessage extract",
    "sqs:SendMessage imports",
  ],
  transfers: [
    "dynamodb:GetItem table of IMPORT#* EXPORTS",
    "dynamodb:GetItem table of JOB#* CAPTURE#*",
    "dynamodb:GetItem table of SIGNING-KEY",
    "dynamodb:PutItem table of IMPORT#* EXPORTS",
    "dynamodb:PutItem table of SIGNING-KEY",
    "dynamodb:Query table of IMPORT#* EXPORTS",
    "dynamodb:Query table of PAGE#* RESTRICTIONS#*",
    "s3:GetObject bucket/articles/*",
    "s3:GetObject bucket/captures/*",
    "s3:GetObject bucket/downloads/*",
    "s3:GetObject bucket/exports/*",
    "s3:GetObject bucket/imports/*",
    "s3:PutObject bucket/downloads/*",
    "s3:PutObject bucket/imports/*",
    "sqs:SendMessage exports",
    "sqs:SendMessage imports",
  ],
  export: [
    "dynamodb:GetItem table of EXPORTS SIGNING-KEY",
    "dynamodb:GetItem table of JOB#* CAPTURE#*",
    "dynamodb:PutItem table of EXPORTS SIGNING-KEY",
    "dynamodb:Query table of DAYS PAGE#* RESTRICTIONS#*",
    "dynamodb:Query table/index/day",
    "dynamodb:Query table/index/site",
    "dynamodb:Query table/index/source",
    "s3:GetObject bucket/articles/*",
    "s3:GetObject bucket/captures/*",
    "s3:GetObject bucket/exports/*",
    "s3:GetObject bucket/imports/*",
    "s3:PutObject bucket/exports/*",
    "sqs:DeleteMessage exports",
    "sqs:GetQueueAttributes exports",
    "sqs:ReceiveMessage exports",
    "sqs:SendMessage exports",
  ],
};

describe.each<StageName>(["dev", "prod"])("rights in %s", (stage) => {
  const synthesized = synthesize(stage);
  const functions = synthesized.ofType("AWS::Lambda::Function");

  it("are written down for every function, and for no other", () => {
    const names = functions.map((made) => shortName(at(made, "FunctionName")));
    expect(names.sort()).toEqual(Object.keys(RIGHTS).sort());
  });

  it.each(Object.entries(RIGHTS))("%s may do exactly this, and write its own log", (name, rights) => {
    const role = synthesized.follow(
      ...toFollow(
        synthesized.one("AWS::Lambda::Function", (its) => shortName(its.FunctionName) === name),
        "Role",
      ),
    );
    const log = `/aws/lambda/pressmark-${stage}-${name}`;
    expect(rightsOf(role)).toEqual([...rights, `logs:CreateLogStream ${log}`, `logs:PutLogEvents ${log}`].sort());
  });

  it("come from one inline policy each: nothing is added beside it, and no managed policy is used", () => {
    expect(synthesized.ofType("AWS::IAM::Policy")).toEqual([]);
    for (const role of synthesized.ofType("AWS::IAM::Role")) {
      expect(at(role, "Policies")).toHaveLength(1);
      expect(at(role, "ManagedPolicyArns")).toBeUndefined();
    }
  });

  it("are not shared: every function has a role of its own", () => {
    const roles = functions.map((made) => synthesized.follow(...toFollow(made, "Role")).logicalId);
    expect(new Set(roles).size).toBe(functions.length);
  });

  it.each(["discover", "maintain"])("let the schedule of %s invoke it and nothing else", (name) => {
    const full = `pressmark-${stage}-${name}`;
    const schedule = synthesized.one("AWS::Scheduler::Schedule", (its) => its.Name === full);
    const role = synthesized.follow(schedule, at(schedule, "Target.RoleArn"));
    expect(rightsOf(role)).toEqual([`lambda:InvokeFunction ${name}`]);
    expect(at(synthesized.follow(schedule, at(schedule, "Target.Arn")), "FunctionName")).toBe(full);
  });

  function toFollow(resource: Resource, property: string): [Resource, unknown] {
    return [resource, at(resource, property)];
  }

  function rightsOf(role: Resource): string[] {
    const statements = at(role, "Policies.0.PolicyDocument.Statement") as Statement[];
    const rights = statements.flatMap((statement) => {
      expect(statement.Effect).toBe("Allow");
      return toList(statement.Action).flatMap((action) =>
        toList(statement.Resource).map((resource) => `${action} ${nameOf(role, resource)}${conditionOf(statement)}`),
      );
    });
    return rights.sort();
  }

  /** A short name of what an ARN means; whatever has none shows up as it is, and fails the test. */
  function nameOf(role: Resource, arn: unknown): string {
    const parts = (arn as { "Fn::Join"?: [string, unknown[]] })["Fn::Join"]?.[1];
    if (!parts) return toShortName(synthesized.follow(role, arn));
    const last = String(parts.at(-1));
    const log = /^:log-group:(.+):\*$/.exec(last);
    return log?.[1] ?? `${toShortName(synthesized.follow(role, parts[0]))}${last}`;
  }
});

function toShortName({ Type, Properties }: Resource): string {
  const names: Record<string, string> = {
    "AWS::DynamoDB::Table": "table",
    "AWS::S3::Bucket": "bucket",
    "AWS::Events::EventBus": "bus",
    "AWS::SQS::Queue": shortName(Properties.QueueName),
    "AWS::Lambda::Function": shortName(Properties.FunctionName),
  };
  return names[Type] ?? Type;
}

function conditionOf({ Condition: condition }: Statement): string {
  if (condition === undefined) return "";
  const keys = condition["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"];
  return Object.keys(condition).length === 1 && keys ? ` of ${keys.join(" ")}` : ` if ${JSON.stringify(condition)}`;
}

function toList<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}
