/** What the token store must do, against any DynamoDB. */
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { beforeAll, describe, expect, it } from "vitest";
import { tokenKey } from "../../../shared/index/keys.ts";
import type { Table } from "../../../shared/index/table.ts";
import { createToken, createTokenStore, type TokenStore } from "../../../shared/index/token-store.ts";

export function describeTokenStore(tableOf: () => Promise<Table>): void {
  describe("token store", () => {
    let table: Table;
    let tokens: TokenStore;
    beforeAll(async () => {
      table = await tableOf();
      tokens = createTokenStore(table);
    });

    it("finds who holds a token, and nobody for another one", async () => {
      const [token, other] = [createToken(), createToken()];
      await tokens.put(token, { name: "ana", scopes: ["read", "capture"] });
      await expect(tokens.find(token)).resolves.toEqual({ name: "ana", scopes: ["read", "capture"] });
      await expect(tokens.find(other)).resolves.toBeUndefined();
      await expect(tokens.find(token.toLowerCase())).resolves.toBeUndefined();
    });

    it("stores no token by which it could be read", async () => {
      const token = createToken();
      await tokens.put(token, { name: "ben", scopes: [] });
      const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key: tokenKey(token) }));
      expect(Item).toBeUndefined();
    });
  });
}
