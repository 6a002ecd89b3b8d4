/** Owns what runs by the clock: discover, each minute, and maintain, every five. Later jobs of the kind belong here too. */
import { Stack, type StackProps } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { CrawlAlarms } from "./constructs/crawl-alarms.ts";
import { FunctionSchedule } from "./constructs/function-schedule.ts";
import { PipelineFunction } from "./constructs/pipeline-function.ts";
import { onIndexes, onItems, onMessages } from "./policies.ts";
import type { Stage } from "./stages.ts";

export interface ScheduleStackProps extends StackProps {
  readonly stage: Stage;
  readonly table: ITable;
  readonly frontierDeadLetters: IQueue;
  readonly extractDeadLetters: IQueue;
  readonly pollsDeadLetters: IQueue;
  readonly erasuresDeadLetters: IQueue;
  readonly requisitesDeadLetters: IQueue;
  readonly importsDeadLetters: IQueue;
  readonly exportsDeadLetters: IQueue;
  readonly frontier: IQueue;
  readonly polls: IQueue;
}

export class ScheduleStack extends Stack {
  constructor(scope: Construct, id: string, props: ScheduleStackProps) {
    super(scope, id, props);
    this.addDiscover(props);
    this.addMaintain(props);
    new CrawlAlarms(this, "CrawlAlarms", { stage: props.stage });
  }

  private addDiscover({ stage, table, frontier, polls }: ScheduleStackProps): void {
    const discover = new PipelineFunction(this, "Discover", {
      stage,
      name: "discover",
      description: "Finds which sources, revisits and runs are due, and puts them on their queues",
      // It moves small rows and messages; what it does not finish is still due a minute later.
      memoryMb: 256,
      timeoutSeconds: 120,
      environment: { tableName: table.tableName, frontierQueueUrl: frontier.queueUrl, pollsQueueUrl: polls.queueUrl },
      rights: [
        onItems(table, ["sources", "item", "runs"], ["GetItem", "PutItem"]),
        onItems(table, ["run"], ["Query"]),
        onIndexes(table, ["agenda"]),
        onMessages(frontier, ["SendMessage"]),
        onMessages(polls, ["SendMessage"]),
      ],
    });
    new FunctionSchedule(this, "DiscoverSchedule", {
      stage,
      name: "discover",
      target: discover.function,
      everyMinutes: 1,
    });
  }

  private addMaintain(props: ScheduleStackProps): void {
    const { stage, table, frontierDeadLetters, extractDeadLetters, pollsDeadLetters } = props;
    const { erasuresDeadLetters, requisitesDeadLetters, importsDeadLetters, exportsDeadLetters } = props;
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
        pollsDeadLetterQueueUrl: pollsDeadLetters.queueUrl,
        erasuresDeadLetterQueueUrl: erasuresDeadLetters.queueUrl,
        requisitesDeadLetterQueueUrl: requisitesDeadLetters.queueUrl,
        importsDeadLetterQueueUrl: importsDeadLetters.queueUrl,
        exportsDeadLetterQueueUrl: exportsDeadLetters.queueUrl,
      },
      rights: [
        onMessages(frontierDeadLetters, ["ReceiveMessage", "DeleteMessage"]),
        onMessages(extractDeadLetters, ["ReceiveMessage", "DeleteMessage"]),
        onMessages(pollsDeadLetters, ["ReceiveMessage", "DeleteMessage"]),
        onMessages(erasuresDeadLetters, ["ReceiveMessage", "DeleteMessage"]),
        onMessages(requisitesDeadLetters, ["ReceiveMessage", "DeleteMessage"]),
        onMessages(importsDeadLetters, ["ReceiveMessage", "DeleteMessage"]),
        onMessages(exportsDeadLetters, ["ReceiveMessage", "DeleteMessage"]),
        onItems(table, ["page"], ["PutItem", "UpdateItem"]),
        onItems(table, ["job", "capture"], ["GetItem", "UpdateItem"]),
        onItems(table, ["sources", "item", "runs", "run", "siteSearch"], ["GetItem", "PutItem"]),
        onItems(table, ["restrictions", "imports", "exports"], ["GetItem", "PutItem"]),
        onIndexes(table, ["agenda"]),
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
