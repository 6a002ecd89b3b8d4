/** Owns the HTTP API: its routes, who is asked before them, its limits and its access log. The route list is shared/api/'s. */
import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  HttpApi as Api,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { DEFAULT_ROUTE, ROUTES, type RouteFunction, routeKey } from "../../shared/api/routes.ts";
import type { Stage } from "../stages.ts";

export interface HttpApiProps {
  readonly stage: Stage;
  /** Which function answers which routes. */
  readonly functions: { readonly [F in RouteFunction]: IFunction };
  /** Looks the caller's token up. */
  readonly authorizer: IFunction;
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
    this.addRoutes(props);
    this.addStage(props.stage, name);
  }

  private addRoutes({ functions, authorizer }: HttpApiProps): void {
    // One permission for each route, CDK's default, because the one for a whole API (`/*/*/*`) does not match `$default`:
    // that route's ARN is one part shorter (github.com/aws/serverless-application-model/issues/1860).
    const integrations = {
      submit: new HttpLambdaIntegration("Submit", functions.submit),
      retrieve: new HttpLambdaIntegration("Retrieve", functions.retrieve),
    };
    // It looks a token up and lets every call pass with what it found: the functions answer 401 and 403 themselves,
    // with our own body. A revoked token therefore works for up to the cache's five minutes.
    const tokens = new HttpLambdaAuthorizer("Tokens", authorizer, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ["$request.header.Authorization"],
      resultsCacheTtl: Duration.minutes(5),
    });
    for (const route of ROUTES) {
      const made = new HttpRoute(this, routeKey(route), {
        httpApi: this.api,
        routeKey: HttpRouteKey.with(route.path, HttpMethod[route.method]),
        integration: integrations[route.function],
        ...(route.access === "public" ? {} : { authorizer: tokens }),
      });
      if (route.access === "public") {
        acknowledgePublic(made, "It says how to use the API, and holds nothing of the archive.");
      }
    }
    const rest = new HttpRoute(this, "Default", {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: integrations[DEFAULT_ROUTE.function],
    });
    acknowledgePublic(rest, "It answers 404 to what is no route, and holds nothing of the archive.");
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

function acknowledgePublic(route: HttpRoute, reason: string): void {
  Validations.of(route).acknowledge({ id: "AwsSolutions-APIG4", reason });
}
