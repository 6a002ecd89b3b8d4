/** The HTTP API as the stacks declare it, against the one table of routes. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DEFAULT_ROUTE, ROUTES, routeKey } from "../../shared/api/routes.ts";
import { at, type Resource, type StageName, shortName, synthesize } from "./synth.ts";

const FUNCTIONS = join(import.meta.dirname, "../../functions");

/** What API Gateway lets pass: anybody may call it, or the function itself asks who calls. */
const UNASKED = [
  "GET /v1/signing-key",
  "GET /v1/openapi.json",
  "POST /save",
  "POST /save/status",
  "GET /save/status/system",
  "GET /save/status/user",
  "POST /save/status/user",
  "GET /save/status/{id}",
  "GET /save/{proxy+}",
  "HEAD /save/{proxy+}",
  "POST /save/{proxy+}",
  "POST /{proxy+}",
  "$default",
];

/** What asks by itself, where the archive is not open to all: programs for web archives know no 401 of ours. */
const ARCHIVE = [
  "GET /cdx/search/cdx",
  "GET /wayback/available",
  "GET /web/timemap/{format}",
  "GET /web/timemap/{format}/{proxy+}",
  "GET /web/{proxy+}",
  "HEAD /web/{proxy+}",
];

describe("the table of routes", () => {
  it("names no route twice", () => {
    const keys = ROUTES.map(routeKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each([...ROUTES, DEFAULT_ROUTE].map((route) => route.function))(
    "sends a route to %s, whose handler exists",
    (name) => {
      expect(existsSync(join(FUNCTIONS, name, "handler.ts"))).toBe(true);
    },
  );
});

describe.each<StageName>(["dev", "prod"])("the API of %s", (stage) => {
  const synthesized = synthesize(stage);
  const routes = synthesized.ofType("AWS::ApiGatewayV2::Route");

  it("has the routes of the table and a default, each on its function", () => {
    const declared = [
      ...ROUTES.map((route) => [routeKey(route), route.function]),
      [DEFAULT_ROUTE.key, DEFAULT_ROUTE.function],
    ];
    expect(routes.map((route) => [at(route, "RouteKey"), functionOf(route)])).toEqual(declared);
  });

  it("asks the authorizer before every route but those that need no token, or look it up themselves", () => {
    const authorizer = synthesized.one("AWS::ApiGatewayV2::Authorizer");
    for (const route of routes) {
      const isUnasked = [...UNASKED, ...ARCHIVE].includes(String(at(route, "RouteKey")));
      expect(at(route, "AuthorizationType")).toBe(isUnasked ? "NONE" : "CUSTOM");
      if (!isUnasked) expect(synthesized.follow(route, at(route, "AuthorizerId"))).toBe(authorizer);
    }
  });

  it("looks tokens up with authorize, and remembers an answer for five minutes", () => {
    const authorizer = synthesized.one("AWS::ApiGatewayV2::Authorizer");
    expect(authorizer.Properties).toMatchObject({
      AuthorizerType: "REQUEST",
      AuthorizerPayloadFormatVersion: "2.0",
      EnableSimpleResponses: true,
      IdentitySource: ["$request.header.Authorization"],
      AuthorizerResultTtlInSeconds: 300,
    });
    const asked = synthesized.follow(authorizer, at(authorizer, "AuthorizerUri.Fn::Join.1.5"));
    expect(shortName(at(asked, "FunctionName"))).toBe("authorize");
  });

  it("may call the function behind the default route, whose ARN is one part shorter than a route's with a path", () => {
    const sources = synthesized
      .ofType("AWS::Lambda::Permission")
      .filter((its) => shortName(at(synthesized.follow(its, at(its, "FunctionName")), "FunctionName")) === "retrieve")
      .map((its) => (at(its, "SourceArn.Fn::Join.1") as unknown[]).at(-1));
    expect(sources).toContain("/*/*");
  });

  it("lets no caller, or loop, use up the account's Lambda instances", () => {
    expect(at(synthesized.one("AWS::ApiGatewayV2::Stage"), "DefaultRouteSettings")).toEqual({
      ThrottlingRateLimit: 30,
      ThrottlingBurstLimit: 60,
    });
  });

  it("logs every request, but not what was read or searched, nor who with", () => {
    const format = String(at(synthesized.one("AWS::ApiGatewayV2::Stage"), "AccessLogSettings.Format"));
    expect(JSON.parse(format)).toMatchObject({ routeKey: "$context.routeKey", status: "$context.status" });
    expect(format).not.toMatch(/\$context\.path|\$context\.authorizer\.(token|scopes)|\$request|authorization/i);
  });

  function functionOf(route: Resource): string {
    const [, integration] = at(route, "Target.Fn::Join.1") as unknown[];
    const target = synthesized.follow(route, integration);
    expect(at(target, "PayloadFormatVersion")).toBe("2.0");
    return shortName(at(synthesized.follow(target, at(target, "IntegrationUri")), "FunctionName"));
  }
});
