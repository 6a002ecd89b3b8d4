/**
 * Owns what names mean across a set of stacks: resources, parameters, pseudo parameters, exports. It creates nothing:
 * what `Ref` and `Fn::GetAtt` give comes from a resource's identity, which is known before the resource exists.
 */
import { ACCOUNT_ID, REGION } from "../aws-names.ts";
import { conditionHolds, resolveValue, type Scope, textOf } from "./intrinsics.ts";
import { isRecord, type Json, type JsonRecord } from "./json.ts";
import type { Stack, TemplateResource } from "./load.ts";
import { NO_VALUE, problemAt, type Resolved, type Site } from "./site.ts";

/** What `Ref` and `Fn::GetAtt` give for a resource. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Names a resource; `property` resolves one of its own properties. */
export type Identify = (
  place: { readonly stack: Stack; readonly logicalId: string; readonly resource: TemplateResource },
  property: (name: string) => Json | undefined,
) => Identity;

/** Every method throws a CloudError for a reference or function that cannot be resolved. */
export class Resolver implements Scope {
  readonly #stacks: readonly Stack[];
  readonly #identify: Identify;
  readonly #identities = new Map<TemplateResource, Identity>();
  readonly #underway = new Set<TemplateResource>();

  constructor(stacks: readonly Stack[], identify: Identify) {
    this.#stacks = stacks;
    this.#identify = identify;
  }

  identity(stack: Stack, logicalId: string): Identity {
    const site = { stack, owner: logicalId };
    const resource = this.#resource(site, logicalId, logicalId);
    const known = this.#identities.get(resource);
    if (known !== undefined) return known;
    if (this.#underway.has(resource)) throw problemAt(site, "its name depends on itself");
    this.#underway.add(resource);
    const made = this.#identify({ stack, logicalId, resource }, (name) => {
      const value = resource.properties[name];
      const resolved = value === undefined ? NO_VALUE : resolveValue(value, site, this);
      return resolved === NO_VALUE ? undefined : resolved;
    });
    this.#underway.delete(resource);
    this.#identities.set(resource, made);
    return made;
  }

  /** A resource's properties with every function resolved. */
  properties(stack: Stack, logicalId: string): JsonRecord {
    const site = { stack, owner: logicalId };
    const resolved = resolveValue(this.#resource(site, logicalId, logicalId).properties, site, this);
    return isRecord(resolved) ? resolved : {};
  }

  /** True for a resource without a condition, or whose condition holds. */
  exists(stack: Stack, logicalId: string): boolean {
    const condition = stack.resources.get(logicalId)?.condition;
    return condition === undefined || conditionHolds(condition, { stack, owner: logicalId }, this);
  }

  /** Output values by their logical id. */
  outputs(stack: Stack): JsonRecord {
    const values: Record<string, Json> = {};
    for (const [name, output] of Object.entries(stack.outputs)) {
      if (!isRecord(output) || output.Value === undefined) continue;
      const value = resolveValue(output.Value, { stack, owner: "Outputs" }, this);
      if (value !== NO_VALUE) values[name] = value;
    }
    return values;
  }

  refer(name: string, site: Site): Resolved {
    if (name === "AWS::NoValue") return NO_VALUE;
    const pseudo = pseudoParameter(name, site.stack);
    if (pseudo !== undefined) return pseudo;
    const parameter = site.stack.parameters[name];
    if (isRecord(parameter)) {
      if (parameter.Default !== undefined) return parameter.Default;
      throw problemAt(site, `the parameter ${name} has no default, and nobody to ask`);
    }
    this.#resource(site, name, `Ref ${name}`);
    return this.identity(site.stack, name).ref;
  }

  getAttribute(logicalId: string, attribute: string, site: Site): string {
    const asked = `Fn::GetAtt ${logicalId}.${attribute}`;
    const resource = this.#resource(site, logicalId, asked);
    const value = this.identity(site.stack, logicalId).attributes[attribute];
    if (value !== undefined) return value;
    throw problemAt(site, `${asked}: the embedded cloud's ${resource.type} has no such attribute`);
  }

  importValue(name: string, site: Site): string {
    for (const stack of this.#stacks) {
      const there = { stack, owner: "Outputs" };
      for (const output of Object.values(stack.outputs)) {
        if (!isRecord(output) || !isRecord(output.Export)) continue;
        if (textOf(output.Export.Name, there, this, "Export") === name) return textOf(output.Value, there, this, name);
      }
    }
    throw problemAt(site, `Fn::ImportValue: no stack exports ${name}`);
  }

  #resource(site: Site, logicalId: string, asked: string): TemplateResource {
    const resource = site.stack.resources.get(logicalId);
    if (resource === undefined) throw problemAt(site, `${asked} names no resource of this stack`);
    return resource;
  }
}

function pseudoParameter(name: string, stack: Stack): string | undefined {
  switch (name) {
    case "AWS::AccountId":
      return ACCOUNT_ID;
    case "AWS::Region":
      return REGION;
    case "AWS::Partition":
      return "aws";
    case "AWS::URLSuffix":
      return "amazonaws.com";
    case "AWS::StackName":
      return stack.name;
    case "AWS::StackId":
      return `arn:aws:cloudformation:${REGION}:${ACCOUNT_ID}:stack/${stack.name}/local`;
    default:
      return undefined;
  }
}
