/** Owns the bucket of WARC files: who may never reach it, what it forgets by itself, and what it never forgets. */
import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  type IBucket,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { EXPORT_DAYS, PREFIX } from "../../shared/names.ts";
import type { Stage } from "../stages.ts";

export interface ArchiveBucketProps {
  readonly stage: Stage;
}

export class ArchiveBucket extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, { stage }: ArchiveBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, "Bucket", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      // An archive's files are written once, under keys that are never used again, so versions cost nothing until
      // something overwrites or deletes by mistake: then they are the way back.
      versioned: true,
      // A WACZ is read in a page of any origin, by Range requests on a link that is good for minutes.
      cors: [
        {
          allowedMethods: [HttpMethods.GET, HttpMethods.HEAD],
          allowedOrigins: ["*"],
          allowedHeaders: ["*"],
          exposedHeaders: ["Accept-Ranges", "Content-Length", "Content-Range", "ETag"],
          maxAge: 3600,
        },
      ],
      lifecycleRules: [
        {
          id: "expire-downloads",
          prefix: PREFIX.downloads,
          expiration: Duration.days(1),
          noncurrentVersionExpiration: Duration.days(1),
        },
        {
          id: "expire-exports",
          prefix: PREFIX.exports,
          expiration: Duration.days(EXPORT_DAYS),
          noncurrentVersionExpiration: Duration.days(1),
        },
        { id: "abort-uploads", abortIncompleteMultipartUploadAfter: Duration.days(1) },
        // What expiry leaves behind in a versioned bucket, once nothing hides behind it.
        { id: "drop-delete-markers", expiredObjectDeleteMarker: true },
      ],
      // No automatic emptying even in dev: it would bring a custom resource whose function may delete every object.
      // An empty dev bucket goes with its stack; a full one is emptied by hand first.
      removalPolicy: stage.mayDeleteData ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    Validations.of(this.bucket).acknowledge({
      id: "AwsSolutions-S1",
      reason:
        "Only this app's functions reach the bucket, each under its own prefix, and each access is in their logs; " +
        "access logs would need a second bucket that costs more requests than the archive itself.",
    });
  }
}
