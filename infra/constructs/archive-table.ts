/** Owns the table that indexes the archive: its keys, its indexes, and what protects it. Key layouts are shared/index/'s. */
import { RemovalPolicy } from "aws-cdk-lib";
import {
  AttributeType,
  BillingMode,
  type ITable,
  ProjectionType,
  Table,
  TableEncryption,
} from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";
import {
  AGENDA_PROJECTION,
  ARTICLE_PROJECTION,
  DIGEST_PROJECTION,
  SITE_PROJECTION,
} from "../../shared/index/projections.ts";
import { INDEXES, TABLE_KEY } from "../../shared/names.ts";
import type { Stage } from "../stages.ts";

/** What each index carries beside its keys. */
const PROJECTIONS: { readonly [I in keyof typeof INDEXES]: readonly string[] } = {
  site: SITE_PROJECTION,
  digest: DIGEST_PROJECTION,
  host: ARTICLE_PROJECTION,
  day: ARTICLE_PROJECTION,
  source: ARTICLE_PROJECTION,
  agenda: AGENDA_PROJECTION,
};

export interface ArchiveTableProps {
  readonly stage: Stage;
}

export class ArchiveTable extends Construct {
  readonly table: ITable;

  constructor(scope: Construct, id: string, { stage }: ArchiveTableProps) {
    super(scope, id);
    const table = new Table(this, "Table", {
      partitionKey: { name: TABLE_KEY.partition, type: AttributeType.STRING },
      sortKey: { name: TABLE_KEY.sort, type: AttributeType.STRING },
      // Crawls come in bursts with nothing between them: on demand costs nothing while nobody uses it.
      billingMode: BillingMode.PAY_PER_REQUEST,
      // Encrypted at rest with DynamoDB's own key: a KMS key would add a request to be paid for and a way to lose all.
      encryption: TableEncryption.DEFAULT,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: TABLE_KEY.expires,
      deletionProtection: !stage.mayDeleteData,
      removalPolicy: stage.mayDeleteData ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    for (const [key, attributes] of Object.entries(PROJECTIONS)) {
      const index = INDEXES[key as keyof typeof INDEXES];
      table.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: { name: index.partition, type: AttributeType.STRING },
        sortKey: { name: index.sort, type: AttributeType.STRING },
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: [...attributes],
      });
    }
    this.table = table;
  }
}
