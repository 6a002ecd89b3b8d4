/**
 * Owns a log group that receives every "Article Archived" event, to be looked at while developing. Made of the plain
 * resources: CDK's own target would bring a custom resource, and with it a function that nobody here wrote.
 */
import { ArnFormat, RemovalPolicy, Stack } from "aws-cdk-lib";
import { CfnRule, type IEventBus } from "aws-cdk-lib/aws-events";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup, ResourcePolicy } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { EVENTS } from "../../shared/names.ts";
import type { Stage } from "../stages.ts";

export interface EventLogProps {
  readonly stage: Stage;
  readonly bus: IEventBus;
}

export class EventLog extends Construct {
  constructor(scope: Construct, id: string, { stage, bus }: EventLogProps) {
    super(scope, id);
    const logGroupName = `/aws/events/pressmark-${stage.name}`;
    const logGroup = new LogGroup(this, "LogGroup", {
      logGroupName,
      retention: stage.logRetentionDays,
      removalPolicy: stage.mayDeleteData ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    // EventBridge wants the group's ARN without the `:*` that a log group's own `Arn` attribute ends in.
    const logGroupArn = Stack.of(this).formatArn({
      service: "logs",
      resource: "log-group",
      resourceName: logGroupName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const rule = new CfnRule(this, "Rule", {
      name: `pressmark-${stage.name}-article-archived-log`,
      description: "Copies what was archived into a log group",
      eventBusName: bus.eventBusName,
      eventPattern: { source: [EVENTS.source], "detail-type": [EVENTS.articleArchived] },
      state: "ENABLED",
      targets: [{ id: "log", arn: logGroupArn }],
    });
    // The target names the group without referring to it.
    rule.node.addDependency(logGroup);
    // EventBridge hands its events to the delivery service of CloudWatch Logs.
    const principals = [
      new ServicePrincipal("events.amazonaws.com"),
      new ServicePrincipal("delivery.logs.amazonaws.com"),
    ];
    const resources = [`${logGroupArn}:*`];
    new ResourcePolicy(this, "Policy", {
      // Two statements, because only PutLogEvents comes with the rule's ARN
      // (docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html).
      policyStatements: [
        new PolicyStatement({ principals, actions: ["logs:CreateLogStream"], resources }),
        new PolicyStatement({
          principals,
          actions: ["logs:PutLogEvents"],
          resources,
          conditions: { ArnEquals: { "aws:SourceArn": rule.attrArn } },
        }),
      ],
    });
  }
}
