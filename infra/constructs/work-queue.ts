/**
 * Owns a queue of work, its dead-letter queue and the alarm on it. Sizes that follow from the function that consumes
 * the queue are worked out here, so that they cannot drift from it.
 */
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, MathExpression, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import {
  DeduplicationScope,
  FifoThroughputLimit,
  type IQueue,
  Queue,
  QueueEncryption,
  type QueueProps,
} from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Stage } from "../stages.ts";

/** SQS's own maximum, in days: a message that waits for a slow host or a broken deployment is not lost meanwhile. */
const RETENTION_DAYS = 14;

/**
 * Lambda's guidance: six times the function's timeout, so that the poller can retry a throttled invocation without the
 * messages turning up a second time (docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html).
 */
const VISIBILITY_TIMEOUTS = 6;

export interface WorkQueueProps {
  readonly stage: Stage;
  /** Queue is called `pressmark-<stage>-<name>`; its alarm links the runbook heading `Dead letters: <name>`. */
  readonly name: string;
  /** True for a FIFO queue whose message groups are independent of each other. */
  readonly fifo: boolean;
  /** Timeout of the function that consumes it. */
  readonly consumerTimeoutSeconds: number;
  /** Receives after which a message goes to the dead-letter queue. */
  readonly maxReceiveCount: number;
}

export class WorkQueue extends Construct {
  readonly queue: IQueue;
  readonly deadLetters: IQueue;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const name = `pressmark-${props.stage.name}-${props.name}`;
    this.deadLetters = new Queue(this, "DeadLetters", toQueueProps(`${name}-dead-letters`, props));
    this.queue = new Queue(this, "Queue", {
      ...toQueueProps(name, props),
      visibilityTimeout: Duration.seconds(props.consumerTimeoutSeconds * VISIBILITY_TIMEOUTS),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.maxReceiveCount },
    });
    this.addAlarm(name, props.name);
  }

  /** maintain empties the dead-letter queue, so what it took is counted too: depth alone could be missed. */
  private addAlarm(fullName: string, name: string): void {
    const period = Duration.minutes(5);
    new Alarm(this, "DeadLettersAlarm", {
      alarmName: `${fullName}-dead-letters`,
      alarmDescription: `Messages of ${name} ended as dead letters. Runbook: docs/runbook.md#dead-letters-${name}`,
      metric: new MathExpression({
        expression: "FILL(depth, 0) + FILL(taken, 0)",
        label: "dead letters",
        period,
        usingMetrics: {
          depth: this.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: "max", period }),
          taken: this.deadLetters.metricNumberOfMessagesReceived({ statistic: "sum", period }),
        },
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

function toQueueProps(name: string, { fifo, stage }: WorkQueueProps): QueueProps {
  const common = {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(RETENTION_DAYS),
    // What waits in a queue was asked for and is kept nowhere else but on its job.
    removalPolicy: stage.mayDeleteData ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  };
  if (!fifo) return { ...common, queueName: name };
  return {
    ...common,
    queueName: `${name}.fifo`,
    fifo: true,
    // Both together are high throughput mode: the limits then hold for each host and not for the whole queue.
    deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
    fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
  };
}
