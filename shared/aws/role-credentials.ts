/**
 * Owns the credentials of a function: those of its role, which Lambda sets in the environment. It stands in a bundle for
 * the SDK's own chain, which also looks for profiles, single sign-on and instance metadata, and weighs 120 KB.
 */

/** Has the name and the form of `@aws-sdk/credential-provider-node`'s, as the SDK's clients import it. */
export function defaultProvider() {
  return async () => {
    const {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    } = process.env;
    if (!accessKeyId || !secretAccessKey) throw new Error("The environment has no credentials of AWS");
    return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
  };
}
