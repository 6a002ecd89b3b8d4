/**
 * Owns the embedded cloud's own calls to its gateway, for the JSON services. The SDK clients would take a quarter of a
 * second of the start; the gateway asks for an access key and no more.
 */
import { REGION } from "./aws-names.ts";
import type { Credentials } from "./gateway/callers.ts";
import type { Json, JsonRecord } from "./template/json.ts";

const TARGETS = { sqs: "AmazonSQS", dynamodb: "DynamoDB_20120810" } as const;

/** An error answer of a service; `code` is the part after `#`. */
export class ServiceError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.name = "ServiceError";
    this.code = code;
  }
}

/** Calls one operation. @throws ServiceError for an error answer. */
export type CallService = (service: keyof typeof TARGETS, operation: string, input: JsonRecord) => Promise<JsonRecord>;

/**
 * The `Authorization` header that the gateway knows a caller by. Its signature is made up: the gateway takes the access
 * key, which nobody can guess, for proof enough.
 */
export function authorizationOf({ accessKeyId }: Pick<Credentials, "accessKeyId">, service: string): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll("-", "");
  const credential = `${accessKeyId}/${day}/${REGION}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=unchecked`;
}

/** Calls as the owner of `credentials`. */
export function createServiceClient(endpoint: string, credentials: Credentials): CallService {
  return async (service, operation, input) => {
    const response = await fetch(`${endpoint}/`, {
      method: "POST",
      headers: {
        authorization: authorizationOf(credentials, service),
        "content-type": "application/x-amz-json-1.0",
        "x-amz-date": new Date().toISOString().replaceAll(/[-:]|\.\d+/g, ""),
        "x-amz-target": `${TARGETS[service]}.${operation}`,
      },
      body: JSON.stringify(input),
    });
    const output = JSON.parse((await response.text()) || "{}") as Readonly<Record<string, Json>>;
    if (response.ok) return output;
    const code =
      String(output.__type ?? response.status)
        .split("#")
        .at(-1) ?? "";
    throw new ServiceError(code, String(output.message ?? output.Message ?? "no message"));
  };
}
