/**
 * Looks a bearer token up for API Gateway. It lets every request through and only says who calls: the functions answer
 * 401 and 403 themselves, as problem documents (docs/decisions/0003-who-answers-401.md).
 */
import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from "aws-lambda";
import { tokenOf } from "../../shared/api/credentials.ts";
import { createDocumentClient } from "../../shared/aws/clients.ts";
import { readEnv } from "../../shared/env.ts";
import { createTokenStore, type TokenStore } from "../../shared/index/token-store.ts";

interface Identity {
  token: string;
  scopes: string;
}

type Result = APIGatewaySimpleAuthorizerWithContextResult<Identity>;

const UNKNOWN: Identity = { token: "", scopes: "" };

export function createHandler(tokens: Pick<TokenStore, "find">) {
  return async (event: APIGatewayRequestAuthorizerEventV2): Promise<Result> => {
    const token = tokenOf(event.headers?.authorization, ["bearer", "low"]);
    const holder = token && (await tokens.find(token));
    return {
      isAuthorized: true,
      context: holder ? { token: holder.name, scopes: holder.scopes.join(" ") } : UNKNOWN,
    };
  };
}

const env = readEnv(["tableName"]);

export const handler = createHandler(createTokenStore({ client: createDocumentClient(), name: env.tableName }));
