/** Owns the sample newspaper's server: it starts on loopback and stops. What it serves is made in routes.ts. */
import { createServer } from "node:http";
import { CloudError } from "../cloud-error.ts";
import { listen } from "../http.ts";
import { FEATURED } from "./articles/index.ts";
import { respond, type Site } from "./respond.ts";
import { makeSite } from "./routes.ts";

/** Where the paper is served when nobody asks for another port, so that its URLs stay the same from run to run. */
const PREFERRED_PORT = 4401;

export interface SampleSite {
  /** Without a slash at its end. */
  readonly url: string;
  /** As `--allow-private` takes it. */
  readonly hostPort: string;
  /** The article to archive first. */
  readonly firstArticleUrl: string;
  /** Ends the server and all of its connections. */
  stop(): Promise<void>;
}

/**
 * Starts the sample newspaper on 127.0.0.1.
 * @param options `port`: 0 for any free one; when it is left out, 4401, or any free one if that is taken
 * @throws CloudError when the port that was asked for cannot be had.
 */
export async function startSampleSite(options: { readonly port?: number } = {}): Promise<SampleSite> {
  let site: Site | undefined;
  const server = createServer((request, response) => {
    // Pages name the site's own URL, which is known once it listens; no request can come before.
    site ??= makeSite(url);
    respond(site, request, response);
  });
  const url = options.port === undefined ? await listenPreferred(server) : await listen(server, options.port);
  return {
    url,
    hostPort: new URL(url).host,
    firstArticleUrl: `${url}${FEATURED.path}`,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listenPreferred(server: ReturnType<typeof createServer>): Promise<string> {
  try {
    return await listen(server, PREFERRED_PORT);
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    return await listen(server, 0);
  }
}
