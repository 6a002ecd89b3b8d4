/** What the store of the signing key must do, against any DynamoDB. */
import { describe, expect, it } from "vitest";
import { createSigningKeyStore } from "../../../shared/index/signing-key-store.ts";
import type { Table } from "../../../shared/index/table.ts";
import { isSignedBy, signText } from "../../../shared/wacz/signing-key.ts";

export function describeSigningKeyStore(tableOf: () => Promise<Table>): void {
  describe("signing key store", () => {
    it("makes one key at its first use, the same for all who ask at once, and later", async () => {
      const table = await tableOf();
      const stores = Array.from({ length: 8 }, () => createSigningKeyStore(table, () => new Date()));
      const keys = await Promise.all(stores.map((store) => store.get()));
      expect(new Set(keys.map(({ publicKey }) => publicKey)).size).toBe(1);
      const [first] = keys;
      const later = await createSigningKeyStore(table, () => new Date()).get();
      expect(later).toEqual(first);
      expect(isSignedBy(first?.publicKey ?? "", "text", signText(later, "text"))).toBe(true);
    });
  });
}
