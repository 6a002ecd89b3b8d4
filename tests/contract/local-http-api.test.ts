/** The HTTP API on loopback: routes, events, authorizer, answers and limits. */
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonRecord } from "../../local/template/json.ts";
import { lambda, type Started, startTiny } from "./local-support.ts";

/** Says what it was sent, or answers what the query asks for. */
const ECHO = `
export const handler = async (event) => {
  switch (event.queryStringParameters?.answer) {
    case "plain": return { hello: "world" };
    case "text": return "only text";
    case "full": return { statusCode: 201, headers: { "X-One": 1 }, cookies: ["a=1", "b=2"], body: "made" };
    case "binary": return { statusCode: 200, headers: { "content-type": "image/png" }, body: "AAH/", isBase64Encoded: true };
    case "wrong": return { statusCode: "many" };
    case "throw": throw new Error("broken");
    case "hang": await new Promise((resolve) => setTimeout(resolve, 3000));
  }
  return { statusCode: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(event) };
};`;

/** Lets "Bearer good…" pass, with a count of how often it was asked. */
const GUARD = `
let asked = 0;
export const handler = async (event) => {
  asked += 1;
  if (event.identitySource[0] === "broken") throw new Error("no idea");
  return { isAuthorized: event.identitySource[0].startsWith("Bearer good"), context: { asked, type: event.type, arn: event.routeArn } };
};`;

const API = { Ref: "Api" };

function route(key: string, extra: JsonRecord = {}): JsonRecord {
  const Target = { "Fn::Join": ["", ["integrations/", { Ref: "Echo" }]] };
  return { Type: "AWS::ApiGatewayV2::Route", Properties: { ApiId: API, RouteKey: key, Target, ...extra } };
}

function integration(name: string, extra: JsonRecord = {}): JsonRecord {
  const IntegrationUri = { "Fn::GetAtt": [name, "Arn"] };
  const common = { ApiId: API, IntegrationType: "AWS_PROXY", PayloadFormatVersion: "2.0", IntegrationUri };
  return { Type: "AWS::ApiGatewayV2::Integration", Properties: { ...common, ...extra } };
}

const RESOURCES = {
  Api: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "tiny", ProtocolType: "HTTP" } },
  Stage: {
    Type: "AWS::ApiGatewayV2::Stage",
    Properties: {
      ApiId: API,
      StageName: "$default",
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingBurstLimit: 1000, ThrottlingRateLimit: 1000 },
      RouteSettings: { "GET /busy": { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 1 } },
    },
  },
  Guard: {
    Type: "AWS::ApiGatewayV2::Authorizer",
    Properties: {
      ApiId: API,
      AuthorizerType: "REQUEST",
      AuthorizerPayloadFormatVersion: "2.0",
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 300,
      IdentitySource: ["$request.header.Authorization"],
      AuthorizerUri: {
        "Fn::Join": [
          "",
          [
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/",
            { "Fn::GetAtt": ["guard", "Arn"] },
            "/invocations",
          ],
        ],
      },
    },
  },
  Echo: integration("echo", { TimeoutInMillis: 1500 }),
  One: route("GET /things/{id}"),
  Special: route("GET /things/special"),
  All: route("ANY /things/{proxy+}"),
  Post: route("POST /things"),
  Busy: route("GET /busy"),
  Guarded: route("GET /guarded", { AuthorizationType: "CUSTOM", AuthorizerId: { Ref: "Guard" } }),
  ...lambda("echo"),
  ...lambda("guard"),
};

interface ApiEvent extends JsonRecord {
  readonly routeKey: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: JsonRecord;
}

let started: Started;

beforeAll(async () => {
  started = await startTiny({ resources: RESOURCES, handlers: { echo: ECHO, guard: GUARD } });
});

afterAll(() => started.end());

const call = (path: string, init: RequestInit = {}) => fetch(`${started.cloud.apiUrl}${path}`, init);
const eventOf = async (path: string, init: RequestInit = {}) => (await (await call(path, init)).json()) as ApiEvent;

/** fetch tidies paths; this sends them as they are. */
function sendRaw(path: string, headers: Readonly<Record<string, string | string[]>> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(`${started.cloud.apiUrl}`, { path, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => resolve(`${response.statusCode} ${text}`));
    });
    sent.on("error", reject).end();
  });
}

describe("routes", { timeout: 20_000 }, () => {
  it.each([
    ["GET", "/things/special", "GET /things/special", undefined],
    ["GET", "/things/a%20b%2Fc", "GET /things/{id}", { id: "a b/c" }],
    ["GET", "/things/a/b%20c", "ANY /things/{proxy+}", { proxy: "a/b c" }],
    ["DELETE", "/things/special", "ANY /things/{proxy+}", { proxy: "special" }],
    ["POST", "/things", "POST /things", undefined],
  ])("%s %s goes to %s", async (method, path, routeKey, pathParameters) => {
    expect(await eventOf(path, { method })).toMatchObject({ routeKey, ...(pathParameters && { pathParameters }) });
  });

  it("answers 404 where nothing fits, and 400 to a path that cannot be decoded", async () => {
    const response = await call("/elsewhere");
    expect([response.status, await response.json()]).toEqual([404, { message: "Not Found" }]);
    expect(await sendRaw("/things/%zz")).toBe('400 {"message":"Bad Request"}');
  });
});

describe("the event", { timeout: 20_000 }, () => {
  it("has payload format 2.0", async () => {
    const text = await sendRaw("/things/caf%C3%A9?b=2&a=1&b=%2F3&flag", { Cookie: "x=1; y=2", "X-Many": ["p", "q"] });
    const event = JSON.parse(text.slice("200 ".length)) as ApiEvent;
    const { port } = new URL(started.cloud.apiUrl);
    expect(event).toMatchObject({
      version: "2.0",
      routeKey: "GET /things/{id}",
      rawPath: "/things/café",
      rawQueryString: "b=2&a=1&b=%2F3&flag",
      cookies: ["x=1", "y=2"],
      queryStringParameters: { a: "1", b: "2,/3", flag: "" },
      pathParameters: { id: "café" },
      isBase64Encoded: false,
      headers: { host: `127.0.0.1:${port}`, "x-forwarded-proto": "http", "x-forwarded-port": port, "x-many": "p,q" },
      requestContext: {
        accountId: "000000000000",
        domainName: "127.0.0.1",
        http: { method: "GET", path: "/things/café", protocol: "HTTP/1.1", sourceIp: "127.0.0.1" },
        routeKey: "GET /things/{id}",
        stage: "$default",
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
    });
    expect(event.headers).not.toHaveProperty("cookie");
    expect(event).not.toHaveProperty("body");
  });

  it.each([
    ["application/json; charset=utf-8", '{"a":"é"}', '{"a":"é"}', false],
    ["application/problem+json", "{}", "{}", false],
    ["application/x-www-form-urlencoded", "a=1", "YT0x", true],
    ["application/octet-stream", new Uint8Array([0, 255]), "AP8=", true],
  ])("carries a body of %s", async (type, sent, body, isBase64Encoded) => {
    const event = await eventOf("/things", { method: "POST", body: sent, headers: { "content-type": type } });
    expect(event).toMatchObject({ body, isBase64Encoded });
  });
});

describe("the authorizer", { timeout: 20_000 }, () => {
  const guarded = (authorization: string) => call("/guarded", { headers: { authorization } });

  it("answers 401 without what identifies the caller, and 403 to whom it does not let pass", async () => {
    const anonymous = await call("/guarded");
    expect([anonymous.status, await anonymous.json()]).toEqual([401, { message: "Unauthorized" }]);
    const bad = await guarded("Bearer bad");
    expect([bad.status, await bad.json()]).toEqual([403, { message: "Forbidden" }]);
    expect((await guarded("broken")).status).toBe(500);
  });

  it("is asked once for a caller, and hands its context on", async () => {
    const contextOf = async (token: string) => {
      const { requestContext } = (await (await guarded(token)).json()) as ApiEvent;
      return (requestContext.authorizer as { lambda: JsonRecord }).lambda;
    };
    const first = await contextOf("Bearer good 1");
    expect(first).toMatchObject({ type: "REQUEST", arn: expect.stringMatching(/\/\$default\/GET\/guarded$/) });
    expect(await contextOf("Bearer good 1")).toEqual(first);
    expect((await contextOf("Bearer good 2")).asked).not.toBe(first.asked);
  });
});

describe("the answer", { timeout: 20_000 }, () => {
  const answer = (kind: string) => call(`/things/1?answer=${kind}`);

  it("is what the function says, with status, headers, cookies and bytes", async () => {
    const full = await answer("full");
    expect([full.status, full.headers.get("x-one"), full.headers.getSetCookie(), await full.text()]).toEqual([
      201,
      "1",
      ["a=1", "b=2"],
      "made",
    ]);
    expect(new Uint8Array(await (await answer("binary")).arrayBuffer())).toEqual(new Uint8Array([0, 1, 255]));
  });

  it("is JSON with status 200 for a result without a status", async () => {
    const plain = await answer("plain");
    expect([plain.status, plain.headers.get("content-type"), await plain.json()]).toEqual([
      200,
      "application/json",
      { hello: "world" },
    ]);
    expect(await (await answer("text")).text()).toBe("only text");
  });

  it.each([
    ["throw", 500, "Internal Server Error"],
    ["wrong", 500, "Internal Server Error"],
    ["hang", 503, "Service Unavailable"],
  ])("to %s is %i", async (kind, status, message) => {
    const response = await answer(kind);
    expect([response.status, await response.json()]).toEqual([status, { message }]);
  });

  it("has no body for HEAD", async () => {
    const response = await call("/things/1", { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
    expect(Number(response.headers.get("content-length"))).toBeGreaterThan(0);
  });
});

describe("limits", { timeout: 20_000 }, () => {
  it("refuse a body of more than 10 MB", async () => {
    const response = await call("/things", { method: "POST", body: Buffer.alloc(10 * 1024 * 1024 + 1) });
    expect([response.status, await response.json()]).toEqual([413, { message: "Request Entity Too Large" }]);
  });

  it("let a burst through and refuse what comes on top", async () => {
    const responses = await Promise.all([1, 2, 3, 4, 5].map(() => call("/busy")));
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429, 429]);
  });
});
