/** Owns the contract of a resource type: how its resources are named, and what they add to the model. Types, and names. */
import { createHash } from "node:crypto";
import type { Identity } from "../template/resolve.ts";
import type { Model } from "./model.ts";
import type { Properties } from "./properties.ts";

/** Addresses that are known before any resource is named. */
export interface Addresses {
  /** The gateway: the AWS endpoint of functions and operators. */
  readonly awsEndpoint: string;
  /** The HTTP API. */
  readonly apiUrl: string;
}

export interface Place {
  readonly stackName: string;
  readonly logicalId: string;
}

/** A resource with its properties resolved. */
export interface Resource extends Place {
  readonly path: string;
  readonly identity: Identity;
  readonly properties: Properties;
  /** Folder of an asset by its S3 object key. */
  assetFolder(objectKey: string): string | undefined;
}

export interface Provider {
  readonly type: string;
  /** What `Ref` and `Fn::GetAtt` give. `ownName` is the resource's name property, where the template sets one. */
  identify(place: Place, ownName: string | undefined, addresses: Addresses): Identity;
  /** The property that names a resource of this type. */
  readonly nameProperty?: string;
  /** @throws CloudError for a property that has no counterpart here. */
  declare(resource: Resource, model: Model): void;
}

/**
 * A name that stays the same from start to start, so that data is found again, where CloudFormation would make one up.
 * Cut to `maxLength` with a hash of the whole in its end.
 */
export function generatedName({ stackName, logicalId }: Place, maxLength = 64): string {
  const name = `${stackName}-${logicalId}`;
  if (name.length <= maxLength) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 10);
  return `${name.slice(0, maxLength - hash.length - 1)}-${hash}`;
}
