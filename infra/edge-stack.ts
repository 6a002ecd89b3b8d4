/**
 * Owns the address that the archive answers under: the HTTP API without its routes. It stands before the pipeline,
 * because what fetches must know the archive's own name to refuse it; the routes come last (api-stack.ts).
 */
import { CfnOutput, Fn, Stack, type StackProps } from "aws-cdk-lib";
import type { IHttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import type { Construct } from "constructs";
import { HttpApi } from "./constructs/http-api.ts";
import type { Stage } from "./stages.ts";

export interface EdgeStackProps extends StackProps {
  readonly stage: Stage;
}

export class EdgeStack extends Stack {
  readonly api: IHttpApi;
  /** The API's own host, and its port where it has one. */
  readonly host: string;

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, props);
    const { api } = new HttpApi(this, "Http", { stage: props.stage });
    this.api = api;
    // `https://host`: the third part between slashes.
    this.host = Fn.select(2, Fn.split("/", api.apiEndpoint));
    new CfnOutput(this, "ApiUrl", { value: api.apiEndpoint, description: "Where the API answers" });
  }
}
