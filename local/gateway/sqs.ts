/** Owns SQS at the gateway: what the caller may do, scaled times, and then fauxqs. */
import { arnOf } from "../aws-names.ts";
import type { Fauxqs } from "../emulators/fauxqs.ts";
import { toIncomingMessage } from "../emulators/replay.ts";
import { isRecord, type Json, type JsonRecord } from "../template/json.ts";
import { parseBody } from "./json-body.ts";
import type { Service } from "./service.ts";

/** Batch calls are authorised by the single call's name (SQS developer guide, "API permissions"). */
const BATCH = /Batch$/;

/** @param timeScale every time that a call names is divided by it. */
export function createSqsService(fauxqs: Fauxqs, timeScale: number): Service {
  return {
    dialect: "json",
    handle(request, caller, response) {
      const operation = request.headers["x-amz-target"]?.replace("AmazonSQS.", "") ?? "";
      const body = parseBody(request.body);
      if (body === undefined)
        return { code: "SerializationException", message: "The body is not a JSON object", status: 400 };
      const queueName = queueNameOf(body);
      const action = `sqs:${operation.replace(BATCH, "")}`;
      const resource = queueName === undefined ? "*" : arnOf("sqs", queueName);
      const refusal = caller.refuse({ action, resource, context: {} });
      if (refusal !== undefined) return { ...refusal, code: "AccessDeniedException" };
      const translated = Buffer.from(JSON.stringify(translateTimes(operation, body, timeScale)));
      const headers = { ...request.headers, "content-type": "application/x-amz-json-1.0" };
      fauxqs.answer(toIncomingMessage({ ...request, url: "/", headers, body: translated }), response);
      return undefined;
    },
  };
}

function queueNameOf(body: JsonRecord): string | undefined {
  if (typeof body.QueueUrl === "string") return body.QueueUrl.split("/").at(-1);
  return typeof body.QueueName === "string" ? body.QueueName : undefined;
}

/**
 * Divides the times that a call names. fauxqs takes fractions of a second here, so a scaled wait of less than one still
 * is a wait. A visibility timeout of 0 becomes a millisecond: fauxqs 2.4 loses a message that is given back with 0
 * while it persists (its UPDATE breaks a NOT NULL constraint after the message has left the in-flight list).
 */
function translateTimes(operation: string, body: JsonRecord, timeScale: number): JsonRecord {
  const translated: Record<string, Json> = { ...body };
  const { VisibilityTimeout, DelaySeconds, Entries } = body;
  if (typeof DelaySeconds === "number") translated.DelaySeconds = DelaySeconds / timeScale;
  if (typeof VisibilityTimeout === "number" && VisibilityTimeout >= 0) {
    const least = operation.startsWith("ChangeMessageVisibility") ? 0.001 : 0;
    translated.VisibilityTimeout = Math.max(least, VisibilityTimeout / timeScale);
  }
  if (Array.isArray(Entries)) {
    translated.Entries = Entries.map((entry: Json) => {
      return isRecord(entry) ? translateTimes(operation, entry, timeScale) : entry;
    });
  }
  return translated;
}
