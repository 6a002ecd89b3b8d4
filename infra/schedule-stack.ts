/** Owns what runs by the clock: maintain, every five minutes. Later jobs of the kind belong here too. */
import { Stack, type StackProps } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { FunctionSchedule } from "./constructs/function-schedule.ts";
import { PipelineFunction } from "./constructs/pipeline-function.ts";
import { onItems, onMessages } from "./policies.ts";
import type { Stage } from "./stages.ts";

export interface ScheduleStackProps extends StackProps {
  readonly stage: Stage;
  readonly table: ITable;
  readonly frontierDeadLetters: IQueue;
  readonly extractDeadLetters: IQueue;
}

export class ScheduleStack extends Stack {
  constructor(scope: Construct, id: string, props: ScheduleStackProps) {
    super(scope, id, props);
    const { stage, table, frontierDeadLetters, extractDeadLetters } = props;
    const maintain = new PipelineFunction(this, "Maintain", {
      stage,
      name: "maintain",
      description: "Records what ended as a dead letter, so that no job waits for ever",
      // It moves a few small messages; what it does not finish, the next run does.
      memoryMb: 256,
      timeoutSeconds: 60,
      environment: {
        tableName: table.tableName,
        frontierDeadLetterQueueUrl: frontierDeadLetters.queueUrl,
        extractDeadLetterQueueUrl: extractDeadLetters.queueUrl,
      },
      rights: [
        onMessages(frontierDeadLetters, ["ReceiveMessage", "DeleteMessage"]),
        onMessages(extractDeadLetters, ["ReceiveMessage", "DeleteMessage"]),
        onItems(table, ["job", "capture"], ["GetItem", "UpdateItem"]),
      ],
    });
    new FunctionSchedule(this, "MaintainSchedule", {
      stage,
      name: "maintain",
      target: maintain.function,
      everyMinutes: 5,
    });
  }
}
