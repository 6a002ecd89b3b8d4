/** Owns Lambda at the gateway: Invoke, and no other operation. */
import { arnOf, nameOfArn } from "../aws-names.ts";
import { messageOf } from "../cloud-error.ts";
import type { Functions } from "../lambda/functions.ts";
import type { Service } from "./service.ts";

/** @param findFunction takes short names too, which a person types; it throws a CloudError for a name that fits none. */
export function createLambdaService(functions: Functions, findFunction: (name: string) => string): Service {
  return {
    dialect: "rest-json",
    async handle(request, caller) {
      const path = request.url.split("?")[0] ?? "";
      const named = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path)?.[1];
      if (named === undefined || request.method !== "POST") {
        return {
          code: "UnknownOperationException",
          message: "Only Invoke is known to the embedded cloud",
          status: 404,
        };
      }
      let name: string;
      try {
        name = findFunction(nameOfArn(decodeURIComponent(named).replace(/:\$LATEST$/, "")));
      } catch (error) {
        return { code: "ResourceNotFoundException", message: messageOf(error), status: 404 };
      }
      const resource = arnOf("lambda", `function:${name}`);
      const refusal = caller.refuse({ action: "lambda:InvokeFunction", resource, context: {} });
      if (refusal !== undefined) return { ...refusal, code: "AccessDeniedException" };
      const payload = request.body.length === 0 ? "{}" : request.body.toString("utf8");
      if (request.headers["x-amz-invocation-type"] === "Event") {
        functions.invokeLater(name, payload);
        return { status: 202, headers: {}, body: "" };
      }
      const result = await functions.invoke(name, payload);
      const headers = { "content-type": "application/json", "x-amz-executed-version": "$LATEST" };
      if (result.ok) return { status: 200, headers, body: result.payload };
      return {
        status: 200,
        headers: { ...headers, "x-amz-function-error": "Unhandled" },
        body: JSON.stringify(result.error),
      };
    },
  };
}
