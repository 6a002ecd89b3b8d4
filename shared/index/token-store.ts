/** Owns API tokens. Only a token's hash is stored: whoever reads the table learns no token. */
import { createHash, randomBytes } from "node:crypto";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { SCOPES } from "../names.ts";
import { tokenKey } from "./keys.ts";
import type { Table } from "./table.ts";

const tokenSchema = z.object({ name: z.string().min(1), scopes: z.array(z.enum(SCOPES)) });

/** Who a token belongs to and what it may do. */
export type TokenHolder = z.infer<typeof tokenSchema>;

export interface TokenStore {
  find(token: string): Promise<TokenHolder | undefined>;
  put(token: string, holder: TokenHolder): Promise<void>;
}

/** 256 random bits, so that hashing once without salt is enough. */
export const createToken = (): string => `pm_${randomBytes(32).toString("base64url")}`;

export function createTokenStore({ client, name }: Table): TokenStore {
  return {
    async find(token) {
      const { Item } = await client.send(new GetCommand({ TableName: name, Key: tokenKey(hash(token)) }));
      return Item ? tokenSchema.parse(Item) : undefined;
    },
    async put(token, holder) {
      await client.send(new PutCommand({ TableName: name, Item: { ...tokenKey(hash(token)), ...holder } }));
    },
  };
}

const hash = (token: string): string => createHash("sha256").update(token).digest("hex");
