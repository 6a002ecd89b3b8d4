/** Owns the HTTP API itself: its address, its limits and its access log. Its routes are api-routes.ts's. */
import { RemovalPolicy } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { HttpApi as Api, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Stage } from "../stages.ts";

export interface HttpApiProps {
  readonly stage: Stage;
}

export class HttpApi extends Construct {
  readonly api: Api;

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    const name = `pressmark-${props.stage.name}`;
    this.api = new Api(this, "Api", {
      apiName: name,
      description: "Archives web articles and gives them back",
      createDefaultStage: false,
    });
    this.addStage(props.stage, name);
  }

  private addStage(stage: Stage, name: string): void {
    const accessLog = new LogGroup(this, "AccessLog", {
      logGroupName: `/aws/apigateway/${name}`,
      retention: stage.logRetentionDays,
      removalPolicy: stage.mayDeleteData ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    new HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      throttle: { rateLimit: stage.throttle.ratePerSecond, burstLimit: stage.throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        // The route and not the path: a path can hold what somebody reads, and a query string what they search.
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: "$context.requestId",
            requestTime: "$context.requestTime",
            sourceIp: "$context.identity.sourceIp",
            routeKey: "$context.routeKey",
            status: "$context.status",
            responseLength: "$context.responseLength",
            latencyMs: "$context.responseLatency",
            error: "$context.error.message",
            integrationError: "$context.integrationErrorMessage",
            authorizerError: "$context.authorizer.error",
          }),
        ),
      },
    });
  }
}
