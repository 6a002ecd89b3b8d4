/** Owns the list of a host's captures: one range of the `site` index, in the order of their URLs and then of time. */
import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { INDEXES } from "../names.ts";
import { toUrlkey } from "../url/urlkey.ts";
import { captureSchema } from "./capture.ts";
import type { Page } from "./capture-store.ts";
import { captureKey, sitePartition } from "./keys.ts";
import type { Table } from "./table.ts";

const hostCaptureSchema = captureSchema.pick({ id: true, url: true, capturedAt: true, sourceId: true });

export type HostCapture = Readonly<z.infer<typeof hostCaptureSchema>>;

/** @param host - as lists name it; `after` is the sort key of the last row seen */
export type ListHostCaptures = (
  host: string,
  page: { limit: number; after?: string | undefined },
) => Promise<Page<HostCapture>>;

export function createHostCaptures({ client, name }: Table): ListHostCaptures {
  return async (host, { limit, after }) => {
    const home = `http://${host}/`;
    const partition = sitePartition(home);
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: name,
        IndexName: INDEXES.site.name,
        KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :prefix)",
        ExpressionAttributeNames: { "#pk": INDEXES.site.partition, "#sk": INDEXES.site.sort },
        ExpressionAttributeValues: { ":pk": partition, ":prefix": toUrlkey(home) },
        Limit: limit,
        ExclusiveStartKey: after === undefined ? undefined : startKey(partition, after),
      }),
    );
    return {
      rows: z.array(hostCaptureSchema).parse(Items),
      after: LastEvaluatedKey?.[INDEXES.site.sort] as string | undefined,
    };
  };
}

/** A row's full index key: its sort key ends in the capture's id. */
function startKey(partition: string, sort: string) {
  const id = sort.slice(sort.lastIndexOf(" ") + 1);
  return { ...captureKey(id), [INDEXES.site.partition]: partition, [INDEXES.site.sort]: sort };
}
