/**
 * Owns what is made of one message of the requisites queue: places for what is new to the page, a row for each, and the
 * frontier's message, or the note that it was captured lately. Each step may be repeated: a row is written once, a job's
 * id follows from page and URL. The message is not trusted; the page's capture says whether anything is wanted of it.
 */
import type { CaptureRequested } from "../../events/capture-requested.ts";
import type { CaptureStored } from "../../events/capture-stored.ts";
import type { RequisitesFound } from "../../events/requisites-found.ts";
import type { Frontier, Send } from "../../shared/aws/queues.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import { allOf, type PageStore } from "../../shared/index/page-store.ts";
import { requisiteJobId } from "../../shared/requisites/job-id.ts";
import {
  isUnread,
  isWanted,
  mayNameOthers,
  REQUISITE_LIMITS,
  type RequisiteKind,
  type RequisiteRow,
} from "../../shared/requisites/requisite.ts";
import { checkUrl } from "../../shared/url/check-url.ts";
import { findFresh, stylesheetOf } from "./find-fresh.ts";

export interface TakeDeps {
  readonly captures: Pick<CaptureStore, "get" | "listByUrl">;
  readonly pages: Pick<PageStore, "admit" | "want" | "list" | "markRead">;
  readonly frontier: Pick<Frontier, "send">;
  readonly sendToExtract: Send<CaptureStored>;
  readonly now: () => Date;
}

/** What became of a message: how many requisites were asked for, and how many were there already. */
export type Taken =
  | { readonly kind: "not-wanted" }
  | { readonly kind: "taken"; readonly asked: number; readonly fresh: number; readonly leftOut: number };

interface Link {
  readonly url: string;
  readonly as: RequisiteKind;
}

/** Rows and lookups that are under way at once, of one message. */
const AT_ONCE = 20;

/** @throws what keeps it from being done whole: the message stays, and all of it is done again */
export async function takeRequisites(deps: TakeDeps, found: RequisitesFound): Promise<Taken> {
  const { pageId, depth, stylesheet } = found;
  const { captures, pages, now } = deps;
  const page = await captures.get(pageId);
  if (!page?.resources) return { kind: "not-wanted" };
  const { resources } = page;
  const links = checkLinks(found.links.filter(({ as }) => isWanted(as, resources)));
  const known = new Map<string, RequisiteRow>();
  for await (const row of allOf(pages, pageId)) known.set(row.url, row);
  const unknown = links.good.filter(({ url }) => !known.has(url));
  const places = unknown.length > 0 ? await pages.admit(pageId, unknown.length, REQUISITE_LIMITS.perPage) : 0;
  const added = await inPieces(unknown.slice(0, places), async (link) =>
    toRow(link, depth, await findFresh(captures, link.url, now())),
  );
  await inPieces(added, (row) => pages.want(pageId, row));

  // Of those that the page has already, an earlier try of this message may not have come to send.
  const rows = [...added, ...links.good.flatMap(({ url }) => known.get(url) ?? [])];
  const asked = rows.filter(({ status }) => status === "waiting");
  await sendAsked(deps, found, asked);
  await sendToRead(deps, found, rows);
  const leftOut = found.leftOut + links.bad + unknown.length - added.length;
  await pages.markRead(pageId, { stylesheet, at: now().toISOString(), leftOut });
  const fresh = added.filter(({ status }) => status === "captured").length;
  return { kind: "taken", asked: asked.length, fresh, leftOut };
}

/** Each URL once, as it is fetched. */
function checkLinks(links: readonly Link[]): { good: Link[]; bad: number } {
  const good = new Map<string, Link>();
  let bad = 0;
  for (const { url, as } of links) {
    const checked = checkUrl(url);
    if (!checked.ok) bad += 1;
    else if (!good.has(checked.url)) good.set(checked.url, { url: checked.url, as });
  }
  return { good: [...good.values()], bad };
}

function toRow({ url, as }: Link, depth: number, captureId: string | undefined): RequisiteRow {
  return captureId === undefined
    ? { url, as, depth, status: "waiting" }
    : { url, as, depth, status: "captured", captureId, isToBeRead: mayNameOthers({ as, depth }) };
}

async function sendAsked({ frontier, now }: TakeDeps, found: RequisitesFound, rows: readonly RequisiteRow[]) {
  if (rows.length === 0) return;
  const { pageId, obeyNoarchive } = found;
  const requests = rows.map(
    ({ url, as = "image", depth = found.depth }): CaptureRequested => ({
      version: 1,
      jobId: requisiteJobId(pageId, url),
      url,
      requestedAt: now().toISOString(),
      origin: { kind: "requisite", pageId, as, depth },
      ...(obeyNoarchive ? { obeyNoarchive } : {}),
    }),
  );
  for (const reason of (await frontier.send(requests)).values()) throw new Error(`frontier: ${reason}`);
}

/** A stylesheet that was captured for another page has its links read for this one too. */
async function sendToRead(deps: TakeDeps, found: RequisitesFound, rows: readonly RequisiteRow[]): Promise<void> {
  const { pageId, obeyNoarchive } = found;
  const messages = await inPieces(rows.filter(isUnread), async (row): Promise<CaptureStored | undefined> => {
    const { url, depth = found.depth, captureId } = row;
    const stored = captureId === undefined ? undefined : await stylesheetOf(deps.captures, captureId);
    const requisites = { pageId, wanted: "all", depth: depth + 1, stylesheet: url } as const;
    if (stored) return { version: 1, ...stored, redirectIds: [], obeyNoarchive, task: "stylesheet-links", requisites };
    await deps.pages.markRead(pageId, { stylesheet: url, at: deps.now().toISOString(), leftOut: 0 });
    return undefined;
  });
  const toSend = messages.filter((message) => message !== undefined);
  const refused = toSend.length > 0 ? await deps.sendToExtract(toSend) : new Map<CaptureStored, string>();
  for (const reason of refused.values()) throw new Error(`extract queue: ${reason}`);
}

async function inPieces<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let start = 0; start < all.length; start += AT_ONCE) {
    done.push(...(await Promise.all(all.slice(start, start + AT_ONCE).map(work))));
  }
  return done;
}
