/** Owns the event bus: where operators hang their own targets. What is put on it stands in events/. */
import { Stack, type StackProps } from "aws-cdk-lib";
import { EventBus, type IEventBus } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";
import { EventLog } from "./constructs/event-log.ts";
import type { Stage } from "./stages.ts";

export interface EventsStackProps extends StackProps {
  readonly stage: Stage;
}

export class EventsStack extends Stack {
  readonly bus: IEventBus;

  constructor(scope: Construct, id: string, props: EventsStackProps) {
    super(scope, id, props);
    const { stage } = props;
    this.bus = new EventBus(this, "Bus", {
      eventBusName: `pressmark-${stage.name}`,
      description: "Says what Pressmark has archived",
    });
    if (stage.logsEvents) new EventLog(this, "Log", { stage, bus: this.bus });
  }
}
