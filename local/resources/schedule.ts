/** Owns AWS::Scheduler::Schedule with a Lambda function as its target. */
import { arnOf } from "../aws-names.ts";
import { parseRate } from "../schedules/expression.ts";
import type { Provider } from "./provider.ts";
import { generatedName } from "./provider.ts";

export const schedule: Provider = {
  type: "AWS::Scheduler::Schedule",
  nameProperty: "Name",
  identify(place, ownName) {
    const name = ownName ?? generatedName(place);
    return { ref: name, attributes: { Arn: arnOf("scheduler", `schedule/default/${name}`) } };
  },
  declare({ identity, properties }, model) {
    const expression = properties.text("ScheduleExpression");
    const everyMs = parseRate(expression);
    if (everyMs === undefined) {
      throw properties.problem(`the schedule ${expression} does not run here yet: only rate(…) does`);
    }
    const target = properties.record("Target");
    const targetArn = target.text("Arn");
    if (!targetArn.startsWith(arnOf("lambda", ""))) throw target.problem(`${targetArn} is no function`);
    if ((properties.optionalText("State") ?? "ENABLED") !== "ENABLED") return;
    model.schedules.push({ name: identity.ref, everyMs, targetArn, input: target.optionalText("Input") ?? "{}" });
  },
};
