/** An archive's API for commands to call: the real handlers on loopback, what they keep in memory. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { readCommandLine } from "../../../local/commands/settings.ts";
import { prepareCommand } from "../../../local/commands/source-commands.ts";
import { SOURCE_FLAGS } from "../../../local/commands/source-flags.ts";
import { createSourcesClient } from "../../../local/commands/sources-client.ts";
import { ROUTES, routeKey } from "../../../shared/api/routes.ts";
import { CONTEXT } from "../../support/doubles.ts";
import { httpEvent } from "../../support/http.ts";
import { createLedgerSetting } from "../retrieve/ledger-setting.ts";
import { ADMIN, createSetting as createSourcesSetting } from "../sources-api/setting.ts";

export async function startApi() {
  const sources = createSourcesSetting();
  const ledger = createLedgerSetting(sources);
  /** `METHOD /path?query` of every request, oldest first. */
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const target = `${request.method} ${pathname}`;
    requests.push(`${request.method} ${request.url}`);
    const body = (await buffer(request)).toString();
    const event = httpEvent(target, {
      caller: request.headers.authorization === "Bearer a-token" ? ADMIN : null,
      query: Object.fromEntries(searchParams),
      headers: { prefer: String(request.headers.prefer ?? "") },
      ...(body === "" ? {} : { body }),
    });
    const route = ROUTES.find((each) => routeKey(each) === event.routeKey);
    const handler = route?.function === "sources" ? sources.handler() : ledger.handler();
    const { statusCode = 500, headers, body: answer } = await handler(event, CONTEXT);
    response.writeHead(statusCode, headers as Record<string, string>).end(answer);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const running = { apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: "a-token" };
  return {
    sources,
    ledger,
    requests,
    running,
    /** Runs a command as it is typed. */
    async run(...args: readonly string[]) {
      const { rest, flags } = readCommandLine(args, SOURCE_FLAGS);
      const work = await prepareCommand(rest, flags);
      return work(createSourcesClient(running));
    },
    stop: () => new Promise((closed) => server.close(closed).closeAllConnections()),
  };
}
