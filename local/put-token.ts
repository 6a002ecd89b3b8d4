/** Owns putting an API token into the table of a running cloud, as `npm run token` does for one on AWS. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createTokenStore, type TokenHolder } from "../shared/index/token-store.ts";
import { REGION } from "./aws-names.ts";
import type { Cloud } from "./cloud.ts";
import { CloudError } from "./cloud-error.ts";

/**
 * Putting the same token again changes nothing.
 *
 * @returns the table's name.
 * @throws CloudError when the templates declare no table.
 */
export async function putToken(cloud: Cloud, token: string, holder: TokenHolder): Promise<string> {
  const table = cloud.resources.find(({ type }) => type === "AWS::DynamoDB::Table");
  if (!table) throw new CloudError("The templates declare no table");
  const { awsEndpoint: endpoint, credentials } = cloud;
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: REGION, credentials }));
  await createTokenStore({ client, name: table.ref }).put(token, holder);
  client.destroy();
  return table.ref;
}
