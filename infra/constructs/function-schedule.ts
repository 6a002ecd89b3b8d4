/** Owns a schedule that invokes one function, and the role that lets it. Made plain: CDK's target would grant every version. */
import { Stack } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import type { Stage } from "../stages.ts";

export interface FunctionScheduleProps {
  readonly stage: Stage;
  /** The schedule is called `pressmark-<stage>-<name>`. */
  readonly name: string;
  readonly target: IFunction;
  readonly everyMinutes: number;
}

export class FunctionSchedule extends Construct {
  constructor(scope: Construct, id: string, props: FunctionScheduleProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const role = new Role(this, "Role", {
      // The condition keeps another account's schedules from borrowing this role.
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": account } },
      }),
      description: `Lets the schedule pressmark-${props.stage.name}-${props.name} invoke its function`,
      inlinePolicies: {
        rights: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [props.target.functionArn] }),
          ],
        }),
      },
    });
    new CfnSchedule(this, "Schedule", {
      name: `pressmark-${props.stage.name}-${props.name}`,
      // EventBridge wants the singular for one.
      scheduleExpression: `rate(${props.everyMinutes} ${props.everyMinutes === 1 ? "minute" : "minutes"})`,
      flexibleTimeWindow: { mode: "OFF" },
      state: "ENABLED",
      target: {
        arn: props.target.functionArn,
        roleArn: role.roleArn,
        // This is about handing over to Lambda; a run that fails, Lambda itself tries twice more. Where handing over
        // fails, the next time is minutes away and does the same work.
        retryPolicy: { maximumRetryAttempts: 0 },
      },
    });
  }
}
