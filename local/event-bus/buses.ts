/** Owns event buses: taking an event, matching it against the rules, and delivering it to their targets. */
import { randomUUID } from "node:crypto";
import type { CallService } from "../aws-client.ts";
import { ACCOUNT_ID, nameOfArn, REGION } from "../aws-names.ts";
import { messageOf } from "../cloud-error.ts";
import type { Functions } from "../lambda/functions.ts";
import type { Logs } from "../logs.ts";
import type { Model, RuleTarget } from "../resources/model.ts";
import { isRecord, type Json, type JsonRecord } from "../template/json.ts";
import { matchesPattern } from "./pattern.ts";

/** A result entry of PutEvents. */
export type PutResult = { readonly EventId: string } | { readonly ErrorCode: string; readonly ErrorMessage: string };

export interface EventBuses {
  /** Takes one entry of PutEvents and delivers it in the background. */
  put(entry: JsonRecord): PutResult;
}

export interface EventBusesDeps {
  readonly model: Pick<Model, "buses" | "rules" | "queues">;
  readonly functions: Pick<Functions, "invokeLater">;
  readonly callService: CallService;
  readonly logs: Logs;
}

export function createEventBuses({ model, functions, callService, logs }: EventBusesDeps): EventBuses {
  const deliver = async (event: JsonRecord, { arn, input, messageGroupId }: RuleTarget): Promise<void> => {
    const text = input ?? JSON.stringify(event);
    if (arn.startsWith("arn:aws:lambda:")) return functions.invokeLater(nameOfArn(arn), text);
    if (arn.startsWith("arn:aws:logs:")) return logs.write(`events-${nameOfArn(arn.replace(/:\*$/, ""))}`, text);
    const url = model.queues.get(nameOfArn(arn))?.url ?? "";
    const message = { QueueUrl: url, MessageBody: text };
    const grouped = messageGroupId === undefined ? message : { ...message, MessageGroupId: messageGroupId };
    await callService("sqs", "SendMessage", grouped);
  };
  return {
    put(entry) {
      const busName = nameOfArn(String(entry.EventBusName ?? "default"));
      const event = toEvent(entry);
      if (typeof event === "string") return { ErrorCode: "MalformedDetail", ErrorMessage: event };
      // A bus that does not exist swallows its events on AWS too: PutEvents does not say so.
      for (const rule of model.rules) {
        if (rule.busName !== busName || !matchesPattern(rule.pattern, event)) continue;
        for (const target of rule.targets) {
          deliver(event, target).catch((error: unknown) => {
            logs.write("cloud", `rule ${rule.name}: target ${target.id} was not reached: ${messageOf(error)}`);
          });
        }
      }
      return { EventId: String(event.id) };
    },
  };
}

/** The event as targets get it (EventBridge user guide, "AWS service event metadata"); text says what is wrong. */
function toEvent(entry: JsonRecord): JsonRecord | string {
  for (const name of ["Source", "DetailType", "Detail"]) {
    if (typeof entry[name] !== "string") return `Parameter ${name} is not valid.`;
  }
  let detail: Json;
  try {
    detail = JSON.parse(String(entry.Detail)) as Json;
  } catch {
    return "Detail is malformed.";
  }
  if (!isRecord(detail)) return "Detail is malformed.";
  const time = typeof entry.Time === "number" ? new Date(entry.Time * 1000) : new Date();
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": entry.DetailType ?? "",
    source: entry.Source ?? "",
    account: ACCOUNT_ID,
    time: time.toISOString().replace(/\.\d+Z$/, "Z"),
    region: REGION,
    resources: Array.isArray(entry.Resources) ? entry.Resources : [],
    detail,
  };
}
