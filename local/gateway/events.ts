/** Owns EventBridge at the gateway: PutEvents, and no other operation. */
import { arnOf, nameOfArn } from "../aws-names.ts";
import type { EventBuses } from "../event-bus/buses.ts";
import { isRecord, type Json, type JsonRecord } from "../template/json.ts";
import type { Caller } from "./callers.ts";
import { jsonReply, type Refusal } from "./errors.ts";
import { parseBody } from "./json-body.ts";
import type { Service } from "./service.ts";

/** PutEvents takes ten entries (EventBridge API reference). */
const MAX_ENTRIES = 10;

export function createEventsService(buses: EventBuses): Service {
  return {
    dialect: "json",
    handle(request, caller) {
      const operation = request.headers["x-amz-target"]?.split(".").at(-1) ?? "";
      if (operation !== "PutEvents") {
        return {
          code: "UnknownOperationException",
          message: `${operation} is not known to the embedded cloud`,
          status: 400,
        };
      }
      const entries = parseBody(request.body)?.Entries;
      if (!Array.isArray(entries) || entries.length === 0 || entries.length > MAX_ENTRIES) {
        return { code: "ValidationException", message: `Entries must hold 1 to ${MAX_ENTRIES} entries`, status: 400 };
      }
      const records = entries.map((entry: Json): JsonRecord => (isRecord(entry) ? entry : {}));
      const refusal = refuse(records, caller);
      if (refusal !== undefined) return { ...refusal, code: "AccessDeniedException", status: 400 };
      const results = records.map((entry) => buses.put(entry));
      return jsonReply({
        FailedEntryCount: results.filter((result) => "ErrorCode" in result).length,
        Entries: results,
      });
    },
  };
}

function refuse(entries: readonly JsonRecord[], caller: Caller): Refusal | undefined {
  for (const entry of entries) {
    const bus = nameOfArn(String(entry.EventBusName ?? "default"));
    const resource = arnOf("events", `event-bus/${bus}`);
    const refusal = caller.refuse({ action: "events:PutEvents", resource, context: {} });
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
