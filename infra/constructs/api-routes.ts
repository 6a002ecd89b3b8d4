/** Owns the routes of the HTTP API, and who is asked before them. The route list is shared/api/'s. */
import { Duration, Validations } from "aws-cdk-lib";
import { HttpApi, HttpMethod, HttpRoute, HttpRouteKey, type IHttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import {
  type Access,
  DEFAULT_ROUTE,
  ROUTES,
  type Route,
  type RouteFunction,
  routeKey,
} from "../../shared/api/routes.ts";

export interface ApiRoutesProps {
  readonly api: IHttpApi;
  /** Which function answers which routes. */
  readonly functions: { readonly [F in RouteFunction]: IFunction };
  /** Looks the caller's token up. */
  readonly authorizer: IFunction;
}

export class ApiRoutes extends Construct {
  constructor(scope: Construct, id: string, props: ApiRoutesProps) {
    super(scope, id);
    // By its id: CDK would put integrations and authorizer into the API's own stack, which must not know our functions.
    const api = HttpApi.fromHttpApiAttributes(this, "Api", { httpApiId: props.api.apiId });
    this.addRoutes({ ...props, api });
  }

  private addRoutes({ api, functions, authorizer }: ApiRoutesProps): void {
    // One permission for each route, CDK's default, because the one for a whole API (`/*/*/*`) does not match `$default`:
    // that route's ARN is one part shorter (github.com/aws/serverless-application-model/issues/1860).
    const integrations = {
      submit: new HttpLambdaIntegration("Submit", functions.submit),
      sources: new HttpLambdaIntegration("Sources", functions.sources),
      retrieve: new HttpLambdaIntegration("Retrieve", functions.retrieve),
      transfers: new HttpLambdaIntegration("Transfers", functions.transfers),
    };
    // It looks a token up and lets every call pass with what it found: the functions answer 401 and 403 themselves,
    // with our own body. A revoked token therefore works for up to the cache's five minutes.
    const tokens = new HttpLambdaAuthorizer("Tokens", authorizer, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ["$request.header.Authorization"],
      resultsCacheTtl: Duration.minutes(5),
    });
    for (const route of ROUTES as readonly Route[]) {
      const made = new HttpRoute(this, routeKey(route), {
        httpApi: api,
        routeKey: HttpRouteKey.with(route.path, HttpMethod[route.method]),
        integration: integrations[route.function],
        ...(OPEN[route.access] ? {} : { authorizer: tokens }),
      });
      const reason = OPEN[route.access];
      if (reason) acknowledgePublic(made, reason);
    }
    const rest = new HttpRoute(this, "Default", {
      httpApi: api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: integrations[DEFAULT_ROUTE.function],
    });
    acknowledgePublic(rest, "It answers 404 to what is no route, and holds nothing of the archive.");
  }
}

/** Routes that API Gateway lets pass without asking, and why. */
const OPEN: Readonly<Partial<Record<Access, string>>> = {
  public: "It says how to use the API, and holds nothing of the archive.",
  archive: "Who may read is a setting; where it is not anyone, the function itself asks, in a way that browsers know.",
};

function acknowledgePublic(route: HttpRoute, reason: string): void {
  Validations.of(route).acknowledge({ id: "AwsSolutions-APIG4", reason });
}
