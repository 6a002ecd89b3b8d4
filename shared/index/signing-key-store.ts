/**
 * Owns keeping the key that the archive signs with: made at its first use, and the same from then on. A row that only
 * two roles may read, and not AWS KMS: a key there costs a dollar a month, and an archive that nobody uses costs nothing.
 */
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { makeSigningKey, type SigningKey, signingKeySchema } from "../wacz/signing-key.ts";
import { signingKeyKey } from "./keys.ts";
import { type Table, writeIf } from "./table.ts";

export interface SigningKeyStore {
  /** The archive's key. Of two who ask at once for the first time, both get the same. */
  get(): Promise<SigningKey>;
}

export function createSigningKeyStore({ client, name }: Table, now: () => Date): SigningKeyStore {
  const read = async (): Promise<SigningKey | undefined> => {
    const { Item } = await client.send(new GetCommand({ TableName: name, Key: signingKeyKey, ConsistentRead: true }));
    return Item && signingKeySchema.parse(Item);
  };
  return {
    async get() {
      const known = await read();
      if (known) return known;
      const made = makeSigningKey(now());
      const Item = { ...signingKeyKey, ...made };
      const isFirst = await writeIf(() =>
        client.send(new PutCommand({ TableName: name, Item, ConditionExpression: "attribute_not_exists(pk)" })),
      );
      if (isFirst) return made;
      const first = await read();
      if (!first) throw new Error("the signing key is gone");
      return first;
    },
  };
}
