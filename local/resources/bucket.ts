/** Owns AWS::S3::Bucket. Versions and lifecycle rules have no counterpart: fauxqs keeps the last version for ever. */
import type { CorsRule } from "./model.ts";
import type { Properties } from "./properties.ts";
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
    properties.refuse("NotificationConfiguration", "WebsiteConfiguration");
    model.buckets.add(identity.ref);
    const rules = properties.record("CorsConfiguration").records("CorsRules");
    model.corsRules.set(identity.ref, rules.map(toCorsRule));
  },
};

function toCorsRule(rule: Properties): CorsRule {
  const origins = rule.list("AllowedOrigins").map(String);
  if (!origins.every((origin) => origin === "*")) throw rule.problem("the embedded cloud knows no origin but *");
  const exposed = rule.list("ExposedHeaders").map(String);
  return { methods: rule.list("AllowedMethods").map(String), origins, exposed };
}
