/** `npm run sources` where something is wrong: with what is typed, or with the archive. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "../../../local/commands/api-client.ts";
import { UsageError } from "../../../local/commands/settings.ts";
import { createSourcesClient } from "../../../local/commands/sources-client.ts";
import { startApi } from "./setting.ts";

const FEED = "https://paper.example/feed.xml";

let api: Awaited<ReturnType<typeof startApi>>;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.stop());

describe("what is mistyped", () => {
  it.each<[string[], string]>([
    [[], "Which command?"],
    [["lst"], "There is no command lst: use list, add"],
    [["constructor"], "There is no command constructor"],
    [["add"], "Write: npm run sources -- add URL"],
    [["show", "one", "two"], "Write: npm run sources -- show ID"],
    [["export", "one", "two"], "Write: npm run sources -- export [FILE]"],
    [["list", "--every", "PT5M"], "list takes no --every"],
    [["import", "urls.txt", "--type", "feed"], "import takes no --type"],
    [["add", FEED, "--colour", "red"], "Unknown option"],
    [["add", "paper"], "URL: is not an http(s) URL"],
    [["add", FEED, "--type", "blog"], "--type: "],
    [["add", FEED, "--every", "15m"], "--every: is not an ISO 8601 duration"],
    [["add", FEED, "--every", "PT5M", "--cron", "* * * * *"], "not both"],
    [["add", FEED, "--cron", "daily"], "--cron: daily is not a cron pattern"],
    [["add", FEED, "--cron", "0 6 * * *", "--zone", "Mars"], "--zone: Mars is not an IANA time zone"],
    [["add", FEED, "--zone", "UTC"], "--zone is the time zone of a --cron"],
    [["add", FEED, "--same-host", "--any-host"], "not both"],
    [["add", FEED, "--max-new", "many"], "--max-new: many is not a whole number"],
    [["add", FEED, "--max-new", "99999"], "--max-new: "],
    [["add", FEED, "--include", "a b"], "--include: has a space in it"],
    [["add", FEED, "--label", "a", "--label", "a"], "--label: has a label twice"],
    [["add", FEED, "--name", " "], "--name: "],
    [["runs", "id", "--limit", "0"], "--limit: 0 is not a whole number"],
    [["ends", "id"], "Write: npm run sources -- ends ID RUN"],
    [["ends", "id", "run", "--kind", "late"], "--kind: "],
    [["runs", "id", "--kind", "failed"], "runs takes no --kind"],
    [["coverage", "--from", "yesterday"], "--from: is not a day"],
    [["find", "paper"], "paper: This is not an absolute URL."],
    [["import", "/nowhere/urls.txt"], "cannot be read"],
  ])("is told before anything is asked of the archive: %j", async (args, sentence) => {
    const error = await api.run(...args).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toContain(sentence);
    expect(api.requests).toEqual([]);
  });
});

describe("an archive that does not answer as it should", () => {
  it("is told apart in a sentence when it is gone", async () => {
    await api.stop();
    await expect(api.run("list")).rejects.toThrow(
      new ApiError(`The archive at ${api.running.apiUrl} does not answer.`),
    );
  });

  it("is told apart in a sentence when it does not know the token", async () => {
    const { list } = createSourcesClient({ ...api.running, token: "another" });
    await expect(list()).rejects.toThrow(new ApiError("Send a valid token: Authorization: Bearer …"));
  });

  it("is told apart in a sentence when what answers is no archive", async () => {
    const server = createServer((_, response) => response.writeHead(502).end("<h1>Bad gateway</h1>"));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const { exportOpml } = createSourcesClient({ apiUrl, token: "a-token" });
      await expect(exportOpml()).rejects.toThrow(new ApiError("/v1/sources.opml answered 502"));
    } finally {
      server.close().closeAllConnections();
    }
  });
});
