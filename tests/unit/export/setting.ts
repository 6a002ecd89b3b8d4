/** What exports are made in: stores, bucket and queue in memory, captures with real records. */
import { v7 } from "uuid";
import type { ExportRequested } from "../../../events/export-requested.ts";
import { createExport, type Export, exportKeys, type Selection } from "../../../shared/exports/export.ts";
import type { ArticleRow } from "../../../shared/index/article-list.ts";
import type { Capture } from "../../../shared/index/capture.ts";
import type { Requisite } from "../../../shared/index/page-store.ts";
import type { Restriction } from "../../../shared/restrictions/restriction.ts";
import { toSite } from "../../../shared/url/site.ts";
import { toListHost } from "../../../shared/url/urlkey.ts";
import { makeSigningKey } from "../../../shared/wacz/signing-key.ts";
import { createObserverDouble, recordOf, setHandlerEnv } from "../../support/doubles.ts";
import { AT, later, requestOf } from "../../support/fixtures.ts";
import { createMemoryExports } from "../../support/memory-exports.ts";
import { createMemoryCaptures, createMemoryJobs } from "../../support/memory-stores.ts";
import { createMemoryUploads } from "../../support/memory-uploads.ts";
import { type Stored, storeCapture } from "../../support/stored-captures.ts";

setHandlerEnv();
const { exportBatch } = await import("../../../functions/export/export-batch.ts");

const KEY = makeSigningKey(new Date(AT));

export function createSetting() {
  const captures = createMemoryCaptures();
  const requisites = new Map<string, Requisite[]>();
  const restrictions: Restriction[] = [];
  const sent: ExportRequested[] = [];
  const observer = createObserverDouble();
  const articles = () => captures.all().filter(({ extraction }) => extraction.status === "done");
  const setting = {
    captures,
    requisites,
    restrictions,
    sent,
    observer,
    exports: createMemoryExports(),
    jobs: createMemoryJobs(),
    objects: createMemoryUploads(),
    signingKey: { get: async () => KEY },
    now: () => new Date(later(3_600_000)),
    send: async (messages: readonly ExportRequested[]) => {
      sent.push(...messages);
      return new Map();
    },
    pages: {
      async *listRequisites(pageId: string) {
        yield* requisites.get(pageId) ?? [];
      },
    },
    async listArticles({
      source,
      limit,
      after,
    }: {
      source?: string | undefined;
      limit: number;
      after?: string | undefined;
    }) {
      const rows = articles().filter((row) => source === undefined || row.sourceId === source);
      const start = Number(after ?? 0);
      const end = start + limit;
      return { rows: rows.slice(start, end) as ArticleRow[], after: end < rows.length ? String(end) : undefined };
    },
    async listHostCaptures(host: string, { limit, after }: { limit: number; after?: string | undefined }) {
      const rows = captures.all().filter(({ url }) => toListHost(url) === host);
      const start = Number(after ?? 0);
      const end = start + limit;
      return { rows: rows.slice(start, end), after: end < rows.length ? String(end) : undefined };
    },
    ofSite: async (url: string) => restrictions.filter(({ scope }) => toSite(scope.url) === toSite(url)),
    /** A capture with its records and, where it has a text, its article. */
    async add(stored: Stored = {}): Promise<Capture> {
      const capture = await storeCapture(setting.objects, stored);
      await captures.put(capture);
      return capture;
    },
    /** A page that was shown with these. */
    show(page: Capture, ...parts: readonly Capture[]) {
      requisites.set(
        page.id,
        parts.map(({ id, url }) => ({ captureId: id, url })),
      );
    },
    /** A job whose redirects led to a capture. */
    async redirect(capture: Capture, ...redirects: readonly Capture[]) {
      await setting.jobs.create(requestOf({ jobId: capture.jobId }));
      const redirectIds = redirects.map(({ id }) => id);
      await setting.jobs.settle(capture.jobId, { status: "archived", captureId: capture.id, redirectIds }, AT);
    },
    restrict(capture: Capture, effect: Restriction["effect"] = "block", at = AT) {
      const scope = { kind: "capture", captureId: capture.id, url: capture.url } as const;
      restrictions.push({ id: v7(), effect, scope, reason: "asked for", by: "ada", at });
    },
    /** Asks for an export without making it. */
    async ask(selection: Selection, withRequisites = true): Promise<string> {
      const id = v7();
      const request = { id, createdAt: later(3_600_000), by: "ana", title: "Ferries", selection, withRequisites };
      await setting.exports.create(createExport(request));
      sent.push({ version: 1, exportId: id });
      return id;
    },
    /** Delivers messages until there are none. @param remainingMs - what each invocation has left after its first step */
    async work(remainingMs = 300_000, deps: Partial<Parameters<typeof exportBatch>[0]> = {}): Promise<number> {
      let invocations = 0;
      for (let message = sent.shift(); message; message = sent.shift()) {
        invocations += 1;
        const [fate] = await exportBatch({ ...all(), ...deps }, [recordOf(message)], () => remainingMs);
        if (fate?.status === "rejected") throw fate.reason;
      }
      return invocations;
    },
    async made(id: string): Promise<Export> {
      const stored = await setting.exports.get(id);
      if (!stored) throw new Error(`no export ${id}`);
      return stored.export;
    },
    /** Makes an export at once, and gives back its row and its file. */
    async make(selection: Selection, withRequisites = true) {
      const id = await setting.ask(selection, withRequisites);
      await setting.work();
      return { made: await setting.made(id), bytes: setting.file(id) };
    },
    file: (id: string): Uint8Array => setting.objects.stored.get(exportKeys(id).wacz) ?? new Uint8Array(),
  };
  const all = () => ({ ...setting, restrictions: { ofSite: setting.ofSite } });
  return setting;
}

export type Setting = ReturnType<typeof createSetting>;
