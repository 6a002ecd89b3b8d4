/** Owns AWS::ApiGatewayV2: Api, Stage, Route, Integration and Authorizer, of HTTP APIs with Lambda behind them. */
import { arnOf, nameOfArn } from "../aws-names.ts";
import type { Throttle } from "./model.ts";
import type { Properties } from "./properties.ts";
import type { Place, Provider } from "./provider.ts";
import { generatedName } from "./provider.ts";

/** API Gateway's own maximum and default for HTTP APIs. */
const MAX_INTEGRATION_MS = 30_000;

/** API Gateway's default for Lambda authorizers of HTTP APIs made with the API: no caching. */
const DEFAULT_CACHE_SECONDS = 0;

export const api: Provider = {
  type: "AWS::ApiGatewayV2::Api",
  identify(place, _ownName, { apiUrl }) {
    const id = generatedName(place);
    return { ref: id, attributes: { ApiEndpoint: apiUrl, ApiId: id } };
  },
  declare({ identity, properties }, model) {
    properties.refuse("CorsConfiguration", "Body", "BodyS3Location", "Target");
    if (properties.text("ProtocolType") !== "HTTP") throw properties.problem("only HTTP APIs run here");
    model.apis.set(identity.ref, { name: properties.text("Name") });
  },
};

export const stage: Provider = {
  type: "AWS::ApiGatewayV2::Stage",
  identify: simpleIdentity,
  declare({ properties }, model) {
    const name = properties.text("StageName");
    if (name !== "$default") throw properties.problem(`the embedded cloud serves the stage $default, not ${name}`);
    const routeThrottles = new Map<string, Throttle>();
    const settings = properties.record("RouteSettings");
    for (const key of Object.keys(settings.values)) {
      const throttle = readThrottle(settings.record(key));
      if (throttle !== undefined) routeThrottles.set(key, throttle);
    }
    const throttle = readThrottle(properties.record("DefaultRouteSettings"));
    model.stages.push({ apiId: properties.text("ApiId"), name, throttle, routeThrottles });
  },
};

export const route: Provider = {
  type: "AWS::ApiGatewayV2::Route",
  identify: (place) => ({ ...simpleIdentity(place), attributes: { RouteId: generatedName(place) } }),
  declare({ properties }, model) {
    const kind = properties.optionalText("AuthorizationType") ?? "NONE";
    if (kind !== "NONE" && kind !== "CUSTOM")
      throw properties.problem(`the authorization type ${kind} is not known here`);
    const target = properties.text("Target");
    if (!target.startsWith("integrations/")) throw properties.problem(`the target ${target} is no integration`);
    model.routes.push({
      apiId: properties.text("ApiId"),
      key: properties.text("RouteKey"),
      integrationId: target.slice("integrations/".length),
      authorizerId: kind === "CUSTOM" ? properties.text("AuthorizerId") : undefined,
    });
  },
};

export const integration: Provider = {
  type: "AWS::ApiGatewayV2::Integration",
  identify: (place) => ({ ...simpleIdentity(place), attributes: { IntegrationId: generatedName(place) } }),
  declare({ identity, properties }, model) {
    properties.refuse("RequestParameters", "ResponseParameters");
    if (properties.text("IntegrationType") !== "AWS_PROXY") throw properties.problem("only AWS_PROXY runs here");
    const version = properties.optionalText("PayloadFormatVersion");
    if (version !== "2.0") throw properties.problem(`the payload format ${version} is not known here`);
    model.integrations.set(identity.ref, {
      functionName: functionOfUri(properties.text("IntegrationUri")),
      timeoutMs: properties.optionalNumber("TimeoutInMillis") ?? MAX_INTEGRATION_MS,
    });
  },
};

export const authorizer: Provider = {
  type: "AWS::ApiGatewayV2::Authorizer",
  identify: (place) => ({ ...simpleIdentity(place), attributes: { AuthorizerId: generatedName(place) } }),
  declare({ identity, properties }, model) {
    if (properties.text("AuthorizerType") !== "REQUEST") throw properties.problem("only REQUEST authorizers run here");
    if (!properties.flag("EnableSimpleResponses")) throw properties.problem("only simple responses are known here");
    const identitySources = properties.list("IdentitySource").map(String);
    for (const source of identitySources) {
      if (!/^\$request\.(header|querystring)\../.test(source)) {
        throw properties.problem(`the identity source ${source} is not known here`);
      }
    }
    model.authorizers.set(identity.ref, {
      functionName: functionOfUri(properties.text("AuthorizerUri")),
      identitySources,
      cacheSeconds: properties.optionalNumber("AuthorizerResultTtlInSeconds") ?? DEFAULT_CACHE_SECONDS,
    });
  },
};

function simpleIdentity(place: Place) {
  return { ref: generatedName(place), attributes: {} };
}

/** A function's ARN, alone or within API Gateway's `…:path/2015-03-31/functions/<arn>/invocations`. */
function functionOfUri(uri: string): string {
  const within = /functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;
  return within.startsWith(arnOf("lambda", "function:")) ? nameOfArn(within) : within;
}

function readThrottle(settings: Properties): Throttle | undefined {
  const ratePerSecond = settings.optionalNumber("ThrottlingRateLimit");
  const burst = settings.optionalNumber("ThrottlingBurstLimit");
  if (ratePerSecond === undefined && burst === undefined) return undefined;
  return { ratePerSecond: ratePerSecond ?? burst ?? 0, burst: burst ?? ratePerSecond ?? 0 };
}
