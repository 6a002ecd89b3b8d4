/** Owns saying which key the archive signs with: who has it from here can tell the archive's own files from others'. */
import type { SigningKeyView } from "../../shared/api/export-schemas.ts";
import { type HttpResult, json } from "../../shared/api/http-handler.ts";
import type { SigningKeyStore } from "../../shared/index/signing-key-store.ts";

export async function getSigningKey(deps: { readonly signingKey: SigningKeyStore }): Promise<HttpResult> {
  const { publicKey, createdAt } = await deps.signingKey.get();
  const view: SigningKeyView = { algorithm: "ECDSA-P384-SHA256", publicKey, createdAt };
  return json(200, view);
}
