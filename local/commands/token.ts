/** `npm run token -- create NAME [SCOPE…]`: makes an API token in the table of a deployed archive and prints it once. */

import { parseArgs } from "node:util";
import { createDocumentClient } from "../../shared/aws/clients.ts";
import { createToken, createTokenStore } from "../../shared/index/token-store.ts";
import { SCOPES, type Scope } from "../../shared/names.ts";
import { runMain } from "./main.ts";
import { UsageError } from "./settings.ts";

const HELP = `npm run token -- create NAME [--table TABLE] [--scope SCOPE]...

Makes a token for NAME and prints it: it is stored as a hash only and cannot be shown again. The table's name is an
output of the storage stack; AWS credentials and region come from the environment, as for the AWS CLI.

  --table TABLE    default: $PRESSMARK_TABLE_NAME
  --scope SCOPE    ${SCOPES.join(", ")}; repeatable (default: read and capture)
`;

await runMain(async () => {
  const { values, positionals } = parseArgs({
    options: {
      table: { type: "string", default: process.env.PRESSMARK_TABLE_NAME },
      scope: { type: "string", multiple: true, default: ["read", "capture"] },
      help: { type: "boolean" },
    },
    allowPositionals: true,
  });
  const [action, name, ...more] = positionals;
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (action !== "create" || name === undefined || more.length > 0 || values.table === undefined) {
    throw new UsageError(HELP);
  }
  const token = createToken();
  await createTokenStore({ client: createDocumentClient(), name: values.table }).put(token, {
    name,
    scopes: values.scope.map(toScope),
  });
  process.stdout.write(`${token}\n`);
  return 0;
});

function toScope(word: string): Scope {
  const scope = SCOPES.find((candidate) => candidate === word);
  if (!scope) throw new UsageError(`There is no scope ${word}: use ${SCOPES.join(", ")}`);
  return scope;
}
