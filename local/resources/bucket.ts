/** Owns AWS::S3::Bucket. Versions and lifecycle rules have no counterpart: fauxqs keeps the last version for ever. */
import type { Provider } from "./provider.ts";
import { generatedName } from "./provider.ts";

export const bucket: Provider = {
  type: "AWS::S3::Bucket",
  nameProperty: "BucketName",
  identify(place, ownName) {
    const name =
      ownName ??
      generatedName(place, 63)
        .toLowerCase()
        .replaceAll(/[^a-z0-9-]/g, "-");
    return {
      ref: name,
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.us-east-1.amazonaws.com`,
      },
    };
  },
  declare({ identity, properties }, model) {
    properties.refuse("NotificationConfiguration", "WebsiteConfiguration", "CorsConfiguration");
    model.buckets.add(identity.ref);
  },
};
