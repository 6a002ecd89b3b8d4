/**
 * Owns what a page was shown with: under the page's own capture one row for each of its requisites, and one for the page
 * itself. A requisite's row is keyed by the URL that the page names, so that naming it twice changes nothing.
 */
import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Failure } from "../index/job.ts";
import {
  type PageRow,
  pageRowSchema,
  type RequisiteRow,
  type RequisiteSummary,
  requisiteRowSchema,
  summariseRequisites,
} from "../requisites/requisite.ts";
import type { Page } from "./capture-store.ts";
import { pageKey, REQUISITE_PREFIX, requisiteKey } from "./keys.ts";
import { setExpression, type Table, writeIf } from "./table.ts";

/** A capture that a page was shown with. */
export interface Requisite {
  readonly captureId: string;
  /** The URL that the page named; the capture's own may be where that redirected to. */
  readonly url: string;
}

/** How a requisite's job ended. */
export type RequisiteEnd =
  | {
      readonly status: "captured";
      readonly captureId: string;
      readonly redirectIds?: readonly string[] | undefined;
      /** True where it is a stylesheet whose own links are read. */
      readonly isToBeRead: boolean;
    }
  | {
      readonly status: "failed";
      readonly error: Pick<Failure, "code" | "message">;
      readonly captureId?: string | undefined;
      readonly redirectIds?: readonly string[] | undefined;
    };

/** What of a page, or of one of its stylesheets, was read. */
export interface Reading {
  /** The stylesheet's URL as the page named it; absent for the page itself. */
  readonly stylesheet?: string | undefined;
  readonly at: string;
  /** Links that were left out for being too many, or no URLs that can be fetched. */
  readonly leftOut: number;
}

export interface PageStore {
  /** Repeating it changes nothing. */
  addRequisite(pageId: string, requisite: Requisite): Promise<void>;
  /** The captures, those of redirects among them; in no order that means anything. */
  listRequisites(pageId: string): AsyncIterable<Requisite>;
  /**
   * Takes places for so many requisites, of `limit` that a page has in all; answers with how many were left. A crash
   * after it loses places, and never makes any.
   */
  admit(pageId: string, places: number, limit: number): Promise<number>;
  /** Writes that a requisite is waited for, or is there already; false where the page has it, and nothing changes. */
  want(pageId: string, requisite: RequisiteRow): Promise<boolean>;
  /** Keeps how a requisite's job ended; the last to say so is right. */
  end(pageId: string, url: string, end: RequisiteEnd): Promise<void>;
  /** The same, but only of one that is waited for still. */
  endWaiting(pageId: string, url: string, end: RequisiteEnd): Promise<void>;
  /** Keeps that the links of a page or stylesheet were read. */
  markRead(pageId: string, reading: Reading): Promise<void>;
  /** The requisites of a page, in the order of their keys; strongly consistent. */
  list(pageId: string, page: { limit: number; after?: string | undefined }): Promise<Page<RequisiteRow>>;
  /** How complete a page is. */
  summarise(pageId: string): Promise<RequisiteSummary>;
}

/** Rows of one Query: DynamoDB stops at 1 MB, and a page has a few hundred of some 300 bytes. */
const ROWS = 500;

export function createPageStore({ client, name }: Table): PageStore {
  const store: PageStore = {
    async addRequisite(pageId, { captureId, url }) {
      await update(requisiteKey(pageId, url), { url, status: "captured", captureId });
    },

    async *listRequisites(pageId) {
      for await (const row of allOf(store, pageId)) yield* capturesOf(row);
    },

    async admit(pageId, places, limit) {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: name,
          Key: pageKey(pageId),
          UpdateExpression: "ADD #admitted :places",
          ExpressionAttributeNames: { "#admitted": "admitted" },
          ExpressionAttributeValues: { ":places": places },
          ReturnValues: "UPDATED_NEW",
        }),
      );
      return placesLeft(Number(Attributes?.admitted), places, limit);
    },

    want(pageId, requisite) {
      const item = { ...requisiteKey(pageId, requisite.url), ...requisite };
      return writeIf(() =>
        client.send(new PutCommand({ TableName: name, Item: item, ConditionExpression: "attribute_not_exists(pk)" })),
      );
    },

    async end(pageId, url, end) {
      await update(requisiteKey(pageId, url), endedRow(url, end));
    },

    async endWaiting(pageId, url, end) {
      const set = setExpression(endedRow(url, end));
      await writeIf(() =>
        client.send(
          new UpdateCommand({
            TableName: name,
            Key: requisiteKey(pageId, url),
            ...set,
            ConditionExpression: "#status = :waiting",
            ExpressionAttributeNames: { ...set.ExpressionAttributeNames, "#status": "status" },
            ExpressionAttributeValues: { ...set.ExpressionAttributeValues, ":waiting": "waiting" },
          }),
        ),
      );
    },

    async markRead(pageId, { stylesheet, at, leftOut }) {
      if (stylesheet === undefined) return update(pageKey(pageId), { readAt: at, leftOut });
      // Of a stylesheet that the page has not: a row would be half of one.
      await writeIf(() => update(requisiteKey(pageId, stylesheet), { readAt: at, leftOut }, "attribute_exists(pk)"));
    },

    async list(pageId, { limit, after }) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: name,
          KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :prefix)",
          ExpressionAttributeNames: { "#pk": "pk", "#sk": "sk" },
          ExpressionAttributeValues: { ":pk": pageKey(pageId).pk, ":prefix": REQUISITE_PREFIX },
          ConsistentRead: true,
          Limit: limit,
          ExclusiveStartKey: after === undefined ? undefined : { pk: pageKey(pageId).pk, sk: after },
        }),
      );
      return {
        rows: Items.map((item) => requisiteRowSchema.parse(item)),
        after: LastEvaluatedKey?.sk as string | undefined,
      };
    },

    async summarise(pageId) {
      const rows: RequisiteRow[] = [];
      for await (const row of allOf(store, pageId)) rows.push(row);
      return summariseRequisites(await getPage(pageId), rows);
    },
  };
  return store;

  async function getPage(pageId: string): Promise<PageRow | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName: name, Key: pageKey(pageId), ConsistentRead: true }));
    return Item && pageRowSchema.parse(Item);
  }

  async function update(key: Record<string, string>, values: Record<string, unknown>, condition?: string) {
    await client.send(
      new UpdateCommand({ TableName: name, Key: key, ...setExpression(values), ConditionExpression: condition }),
    );
  }
}

/** Every requisite of a page. */
export async function* allOf(pages: Pick<PageStore, "list">, pageId: string): AsyncGenerator<RequisiteRow> {
  let after: string | undefined;
  do {
    const page = await pages.list(pageId, { limit: ROWS, after });
    yield* page.rows;
    after = page.after;
  } while (after !== undefined);
}

/** The captures of a requisite that was captured: of the redirects, and of where they led. */
export function capturesOf({ status, url, captureId, redirectIds = [] }: RequisiteRow): Requisite[] {
  if (status !== "captured" || captureId === undefined) return [];
  return [...redirectIds, captureId].map((id) => ({ captureId: id, url }));
}

/** What an end says of its requisite. */
export function endedRow(url: string, end: RequisiteEnd): Partial<RequisiteRow> {
  const { status, captureId } = end;
  const redirectIds = end.redirectIds && end.redirectIds.length > 0 ? [...end.redirectIds] : undefined;
  const error = status === "failed" ? { code: end.error.code, message: end.error.message } : {};
  return {
    ...{ url, status },
    ...(captureId ? { captureId } : {}),
    ...(redirectIds ? { redirectIds } : {}),
    ...(status === "captured" && end.isToBeRead ? { isToBeRead: true } : {}),
    ...error,
  };
}

/** @param taken - with those that are asked for */
export function placesLeft(taken: number, asked: number, limit: number): number {
  return Math.max(0, Math.min(asked, limit - (taken - asked)));
}
