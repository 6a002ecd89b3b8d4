/**
 * Owns the AWS endpoint of functions and operators: one HTTP server on loopback that finds out who calls which service.
 * What a service checks and does is in that service's file.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { MAX_BODY_BYTES } from "../emulators/fauxqs.ts";
import type { BufferedRequest } from "../emulators/replay.ts";
import { listen, readBody, toHeaders } from "../http.ts";
import type { Callers } from "./callers.ts";
import { type Dialect, type Refusal, type Reply, toErrorReply } from "./errors.ts";
import type { Service } from "./service.ts";
import { findSigner, refusePresigned } from "./signature.ts";

export interface Gateway {
  readonly url: string;
  /** Requests before this answer 503. */
  open(callers: Callers, services: Readonly<Record<string, Service>>): void;
  close(): Promise<void>;
}

/** One call of a service, for those who count them. */
export interface ServiceCall {
  /** ARN of the caller. */
  readonly caller: string;
  /** `s3`, `sqs`, `dynamodb`… */
  readonly service: string;
  /** `PutItem`, `SendMessageBatch`…; for S3 the HTTP method. */
  readonly operation: string;
}

export interface GatewayListeners {
  /** Told every refusal for want of rights, which is nearly always a missing line in a policy. */
  readonly onRefusal: (message: string) => void;
  /** Told every call of a known caller, before it is answered. */
  readonly onCall: (call: ServiceCall) => void;
}

export async function startGateway(listeners: GatewayListeners): Promise<Gateway> {
  let answer = async (_request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.writeHead(503).end();
  };
  const server: Server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => fail(response, error));
  });
  // Long polls and large uploads take their time; the callers are our own.
  server.requestTimeout = 0;
  const url = await listen(server, 0);
  return {
    url,
    open(callers, services) {
      answer = (request, response) => route(request, response, callers, services, listeners);
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function route(
  incoming: IncomingMessage,
  response: ServerResponse,
  callers: Callers,
  services: Readonly<Record<string, Service>>,
  { onCall, onRefusal }: GatewayListeners,
): Promise<void> {
  const head = { method: incoming.method ?? "GET", url: incoming.url ?? "/", headers: toHeaders(incoming) };
  const signer = findSigner(head);
  const service = services[signer?.service ?? "s3"];
  if (head.method === "OPTIONS" && service?.preflight) {
    incoming.resume();
    return send(response, service.preflight(head));
  }
  const dialect = service?.dialect ?? "json";
  const caller = signer === undefined ? undefined : callers.find(signer.accessKeyId);
  if (caller === undefined || service === undefined || signer === undefined) {
    incoming.resume();
    return send(
      response,
      toErrorReply(dialect, refuseUnknown(dialect, signer?.service, signer !== undefined && caller !== undefined)),
    );
  }
  const operation = head.headers["x-amz-target"]?.split(".").at(-1) ?? head.method;
  onCall({ caller: caller.arn, service: signer.service, operation });
  const body = await readBody(incoming, MAX_BODY_BYTES);
  if (body === undefined) {
    const message = "Your proposed upload exceeds the maximum allowed size";
    return send(response, toErrorReply(dialect, { code: "EntityTooLarge", message, status: 400 }));
  }
  const request: BufferedRequest = { ...head, body };
  const badSignature = signer.presigned
    ? refusePresigned(request, caller.credentials.secretAccessKey, Date.now())
    : undefined;
  const outcome = badSignature ?? (await service.handle(request, caller, response));
  if (outcome === undefined) return;
  if ("code" in outcome && outcome.code.startsWith("AccessDenied")) onRefusal(outcome.message);
  send(response, "code" in outcome ? toErrorReply(dialect, outcome) : outcome);
}

function refuseUnknown(dialect: Dialect, service: string | undefined, isKnownCaller: boolean): Refusal {
  if (isKnownCaller) {
    return {
      code: "UnknownOperationException",
      message: `The service ${service} is not part of the embedded cloud`,
      status: 400,
    };
  }
  if (service === undefined) return { code: "AccessDenied", message: "The request is not signed", status: 403 };
  if (dialect === "xml") {
    const message = "The AWS Access Key Id you provided does not exist in our records.";
    return { code: "InvalidAccessKeyId", message, status: 403 };
  }
  const message = "The security token included in the request is invalid.";
  return { code: "UnrecognizedClientException", message, status: dialect === "json" ? 400 : 403 };
}

function send(response: ServerResponse, reply: Reply): void {
  const length = { "content-length": String(Buffer.byteLength(reply.body)) };
  response.writeHead(reply.status, { ...reply.headers, ...length }).end(reply.body);
}

/** A fault of the gateway itself: the SDKs retry a 500. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  const message = error instanceof Error ? error.message : String(error);
  send(response, toErrorReply("json", { code: "InternalFailure", message, status: 500 }));
}
