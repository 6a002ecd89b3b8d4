/** Owns what outlives everything else: the bucket and the table. Holds no functions, so that deploying code never touches it. */
import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { ArchiveBucket } from "./constructs/archive-bucket.ts";
import { ArchiveTable } from "./constructs/archive-table.ts";
import type { Stage } from "./stages.ts";

export interface StorageStackProps extends StackProps {
  readonly stage: Stage;
}

export class StorageStack extends Stack {
  readonly bucket: IBucket;
  readonly table: ITable;

  constructor(scope: Construct, id: string, props: StorageStackProps) {
    super(scope, id, props);
    this.bucket = new ArchiveBucket(this, "Archive", props).bucket;
    this.table = new ArchiveTable(this, "Index", props).table;
    // Both names are CloudFormation's choice, so that a stack made anew never collides with what an old one left.
    new CfnOutput(this, "BucketName", { value: this.bucket.bucketName, description: "The WARC files" });
    new CfnOutput(this, "TableName", { value: this.table.tableName, description: "The index" });
  }
}
