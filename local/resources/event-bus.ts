/** Owns AWS::Events::EventBus and AWS::Events::Rule. */
import { arnOf, nameOfArn } from "../aws-names.ts";
import { checkPattern } from "../event-bus/pattern.ts";
import { parseRate } from "../schedules/expression.ts";
import type { RuleTarget } from "./model.ts";
import type { Properties } from "./properties.ts";
import type { Provider } from "./provider.ts";
import { generatedName } from "./provider.ts";

export const eventBus: Provider = {
  type: "AWS::Events::EventBus",
  nameProperty: "Name",
  identify(place, ownName) {
    const name = ownName ?? generatedName(place);
    return { ref: name, attributes: { Arn: arnOf("events", `event-bus/${name}`), Name: name } };
  },
  declare({ identity, properties }, model) {
    properties.refuse("EventSourceName");
    model.buses.add(identity.ref);
  },
};

export const eventRule: Provider = {
  type: "AWS::Events::Rule",
  nameProperty: "Name",
  identify(place, ownName) {
    const name = ownName ?? generatedName(place);
    return { ref: name, attributes: { Arn: arnOf("events", `rule/${name}`) } };
  },
  declare({ identity, properties, path }, model) {
    const targets = properties.records("Targets").map(readTarget);
    if ((properties.optionalText("State") ?? "ENABLED") === "DISABLED") return;
    const expression = properties.optionalText("ScheduleExpression");
    if (expression !== undefined) {
      const everyMs = parseRate(expression);
      if (everyMs === undefined) throw properties.problem(`the schedule ${expression} does not run here yet`);
      for (const { id, arn, input } of targets) {
        model.schedules.push({ name: `${identity.ref}-${id}`, everyMs, targetArn: arn, input: input ?? "{}" });
      }
      return;
    }
    const pattern = properties.record("EventPattern");
    checkPattern(pattern);
    const busName = nameOfArn(properties.optionalText("EventBusName") ?? "default");
    model.rules.push({ name: identity.ref, path, busName, pattern: pattern.values, targets });
  },
};

function readTarget(target: Properties): RuleTarget {
  target.refuse("InputPath", "InputTransformer", "EcsParameters", "HttpParameters");
  const arn = target.text("Arn");
  if (!/^arn:aws:(lambda|sqs|logs):/.test(arn)) throw target.problem(`${arn}: events are not delivered to that here`);
  return {
    id: target.text("Id"),
    arn,
    messageGroupId: target.record("SqsParameters").optionalText("MessageGroupId"),
    input: target.optionalText("Input"),
  };
}
