/** Owns DynamoDB at the gateway: what the caller may do, and then dynalite. */
import { toIncomingMessage } from "../emulators/replay.ts";
import type { TableStore } from "../emulators/table-store.ts";
import type { TableSpec } from "../resources/model.ts";
import { toDynamoDbCalls } from "./dynamodb-calls.ts";
import { parseBody } from "./json-body.ts";
import type { Service } from "./service.ts";

export function createDynamoDbService(store: TableStore, tables: ReadonlyMap<string, TableSpec>): Service {
  return {
    dialect: "json",
    handle(request, caller, response) {
      const operation = request.headers["x-amz-target"]?.split(".").at(-1) ?? "";
      const body = parseBody(request.body);
      if (body === undefined)
        return { code: "SerializationException", message: "The body is not a JSON object", status: 400 };
      for (const call of toDynamoDbCalls(operation, body, tables)) {
        const refusal = caller.refuse(call);
        if (refusal !== undefined) return { ...refusal, code: "AccessDeniedException", status: 400 };
      }
      store.answer(toIncomingMessage(request), response);
      return undefined;
    },
  };
}
