/**
 * Owns the alarms on crawling: sources that went silent, and sources that were suspended. What counts as silent is
 * shared/sources/silence.ts's; poll counts a metric at each poll of such a source.
 */
import { Duration } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import { METRICS_NAMESPACE } from "../../shared/names.ts";
import type { Stage } from "../stages.ts";

export interface CrawlAlarmsProps {
  readonly stage: Stage;
}

/** A silent source is polled once a day at the least (`auto`'s longest interval), so a day holds its count. */
const PERIOD = Duration.days(1);

export class CrawlAlarms extends Construct {
  constructor(scope: Construct, id: string, { stage }: CrawlAlarmsProps) {
    super(scope, id);
    this.addAlarm(stage, "source-silent", "Sources bring nothing for longer than their own past explains");
    this.addAlarm(stage, "source-suspended", "Sources are not polled any more, because they keep failing or are gone");
  }

  private addAlarm(stage: Stage, metricName: string, what: string): void {
    new Alarm(this, metricName, {
      alarmName: `pressmark-${stage.name}-${metricName}`,
      alarmDescription: `${what}. Runbook: docs/runbook.md#${metricName}`,
      metric: new Metric({
        namespace: METRICS_NAMESPACE,
        metricName,
        dimensionsMap: { service: "poll" },
        statistic: "sum",
        period: PERIOD,
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
