/** Owns AWS::IAM::Role and AWS::IAM::Policy: what the functions' roles may do. Who may take a role is not looked at. */
import { ACCOUNT_ID } from "../aws-names.ts";
import { parsePolicy, type Statement } from "../iam/statement.ts";
import type { Model } from "./model.ts";
import type { Properties } from "./properties.ts";
import type { Provider } from "./provider.ts";
import { generatedName } from "./provider.ts";

/** Managed policies that give nothing but what the embedded cloud does by itself. */
const HARMLESS_MANAGED_POLICIES = /\/(AWSLambdaBasicExecutionRole|AWSXRayDaemonWriteAccess)$/;

export const role: Provider = {
  type: "AWS::IAM::Role",
  nameProperty: "RoleName",
  identify(place, ownName) {
    const name = ownName ?? generatedName(place);
    return { ref: name, attributes: { Arn: `arn:aws:iam::${ACCOUNT_ID}:role/${name}`, RoleId: name } };
  },
  declare({ identity, properties }, model) {
    for (const managed of properties.list("ManagedPolicyArns")) {
      if (HARMLESS_MANAGED_POLICIES.test(String(managed))) continue;
      throw properties.problem(`the embedded cloud does not know the managed policy ${String(managed)}`);
    }
    properties.refuse("PermissionsBoundary");
    addStatements(model, identity.ref, properties.records("Policies").flatMap(readDocument));
  },
};

export const policy: Provider = {
  type: "AWS::IAM::Policy",
  identify: (place) => ({ ref: generatedName(place), attributes: { Id: generatedName(place) } }),
  declare({ properties }, model) {
    for (const name of properties.list("Roles")) addStatements(model, String(name), readDocument(properties));
  },
};

function readDocument(owner: Properties): readonly Statement[] {
  return parsePolicy(owner.record("PolicyDocument"));
}

function addStatements(model: Model, roleName: string, statements: readonly Statement[]): void {
  model.roles.set(roleName, [...(model.roles.get(roleName) ?? []), ...statements]);
}
