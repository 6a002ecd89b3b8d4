/** Owns reading and writing what is known of a host: its turn-taking state, and its robots.txt as cached. */
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { TABLE_KEY } from "../names.ts";
import { HOST_AT_REST, type HostState, hostStateSchema } from "../politeness/host-state.ts";
import { type CachedRobots, cachedRobotsSchema } from "../robots/cached-robots.ts";
import { hostKey, robotsKey } from "./keys.ts";
import { type Table, writeIf } from "./table.ts";

/** A host's state and the revision that a write must name; revision 0: there is no row yet. */
export interface KnownHost {
  readonly state: HostState;
  readonly revision: number;
}

export interface HostStore {
  /** A host's state, `HOST_AT_REST` where nothing is kept. Strongly consistent. @param host - `URL.host` */
  get(host: string): Promise<KnownHost>;
  /**
   * Writes a host's state on condition that it is still the revision that was read; false when it is not, and then
   * nothing changes. Forgotten by TTL some days after the last write.
   */
  put(host: string, state: HostState, revision: number, now: Date): Promise<boolean>;
  /** What is cached of an origin's robots.txt (`https://paper.example`); undefined when nothing is. */
  getRobots(origin: string): Promise<CachedRobots | undefined>;
  putRobots(origin: string, robots: CachedRobots, now: Date): Promise<void>;
}

/** Days after which a host that nobody asked is forgotten: longer than any pause or open circuit lasts. */
const HOST_DAYS = 7;
/** robots.txt failures are counted over 30 days (RFC 9309, section 2.3.1.4). */
const ROBOTS_DAYS = 40;

export function createHostStore({ client, name }: Table): HostStore {
  return {
    async get(host) {
      const { Item } = await client.send(new GetCommand({ TableName: name, Key: hostKey(host), ConsistentRead: true }));
      if (!Item) return { state: HOST_AT_REST, revision: 0 };
      return { state: hostStateSchema.parse(Item.state), revision: Number(Item.revision) };
    },

    put(host, state, revision, now) {
      const row = { ...hostKey(host), state, revision: revision + 1, ...expiresAfter(now, HOST_DAYS) };
      return writeIf(() =>
        client.send(
          new PutCommand({
            TableName: name,
            Item: row,
            ...(revision === 0
              ? { ConditionExpression: "attribute_not_exists(pk)" }
              : {
                  ConditionExpression: "#revision = :revision",
                  ExpressionAttributeNames: { "#revision": "revision" },
                  ExpressionAttributeValues: { ":revision": revision },
                }),
          }),
        ),
      );
    },

    async getRobots(origin) {
      const { Item } = await client.send(new GetCommand({ TableName: name, Key: robotsKey(origin) }));
      return Item ? cachedRobotsSchema.parse(Item.robots) : undefined;
    },

    async putRobots(origin, robots, now) {
      const row = { ...robotsKey(origin), robots, ...expiresAfter(now, ROBOTS_DAYS) };
      await client.send(new PutCommand({ TableName: name, Item: row }));
    },
  };
}

function expiresAfter(now: Date, days: number) {
  return { [TABLE_KEY.expires]: Math.floor(now.getTime() / 1000) + days * 86_400 };
}
