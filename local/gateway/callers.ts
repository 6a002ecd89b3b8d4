/** Owns who may call the gateway: one key pair for the operator and one for each function, made anew at every start. */
import { randomBytes } from "node:crypto";
import { ACCOUNT_ID, nameOfArn } from "../aws-names.ts";
import { type Call, decide, type Statement } from "../iam/statement.ts";
import type { FunctionSpec, Model } from "../resources/model.ts";
import type { Refusal } from "./errors.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface Caller {
  /** As AWS names it in a refusal. */
  readonly arn: string;
  readonly credentials: Credentials;
  /** A sentence when the call is not allowed. */
  refuse(call: Call): Refusal | undefined;
}

export interface Callers {
  readonly operator: Caller;
  /** The caller that owns an access key. */
  find(accessKeyId: string): Caller | undefined;
  /** @throws Error for a function that is not in the model. */
  ofFunction(name: string): Caller;
}

/** Makes credentials for the operator and for every function of the model. */
export function createCallers(model: Model): Callers {
  const operator: Caller = {
    arn: `arn:aws:iam::${ACCOUNT_ID}:user/operator`,
    credentials: createCredentials(),
    refuse: () => undefined,
  };
  const functions = new Map([...model.functions.values()].map((spec) => [spec.name, toCaller(spec, model)]));
  const byKey = new Map([operator, ...functions.values()].map((caller) => [caller.credentials.accessKeyId, caller]));
  return {
    operator,
    find: (accessKeyId) => byKey.get(accessKeyId),
    ofFunction(name) {
      const caller = functions.get(name);
      if (caller === undefined) throw new Error(`no function ${name}`);
      return caller;
    },
  };
}

function toCaller(spec: FunctionSpec, model: Model): Caller {
  const roleName = nameOfArn(spec.roleArn);
  const statements: readonly Statement[] = model.roles.get(roleName) ?? [];
  const arn = `arn:aws:sts::${ACCOUNT_ID}:assumed-role/${roleName}/${spec.name}`;
  return {
    arn,
    credentials: createCredentials(),
    refuse(call) {
      const verdict = decide(statements, call);
      if (verdict === "allowed") return undefined;
      const reason =
        verdict === "denied-by-statement"
          ? `with an explicit deny in an identity-based policy`
          : `because no identity-based policy allows the ${call.action} action`;
      const message = `User: ${arn} is not authorized to perform: ${call.action} on resource: ${call.resource} ${reason}`;
      return { code: "AccessDenied", message, status: 403 };
    },
  };
}

/** Spelled as AWS spells them, for tools that look at the form. */
function createCredentials(): Credentials {
  return {
    accessKeyId: `AKIA${randomBytes(16).toString("hex").toUpperCase().slice(0, 16)}`,
    secretAccessKey: randomBytes(30).toString("base64url"),
  };
}
