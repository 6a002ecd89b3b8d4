/**
 * Owns one WARC file of a WACZ while it is made: the captures' records byte for byte, each article and its text behind
 * them, and the lines that the index and the list of pages will have of them. The same captures make the same bytes at
 * every attempt, so that an attempt which died may be repeated. Pure.
 */
import { v5 } from "uuid";
import * as z from "zod";
import { SOFTWARE } from "../version.ts";
import { sha1Base32 } from "../warc/digests.ts";
import { writeResourceRecord, writeWarcinfoRecord } from "../warc/other-records.ts";
import { WarcFile } from "../warc/warc-file.ts";
import { cdxjLine, pageLine } from "./index-lines.ts";
import type { PlannedCapture } from "./planned-capture.ts";
import type { ReadCapture } from "./read-planned.ts";

export const partCountsSchema = z.object({
  /** Captures whose records are in it. */
  captures: z.int().min(0),
  pages: z.int().min(0),
  /** Left out because they may not be read. */
  restricted: z.int().min(0),
  /** Left out because the stored bytes are not those that were captured, or because they are too many. */
  damaged: z.int().min(0),
  tooLarge: z.int().min(0),
});

export type PartCounts = Readonly<z.infer<typeof partCountsSchema>>;

export interface WarcPartInput {
  /** UUID of the export: the ids of records made here follow from it. */
  readonly exportId: string;
  /** `data-00001.warc.gz` */
  readonly filename: string;
  readonly createdAt: Date;
  /** Bytes of text that the list of pages may still take. */
  readonly textBudget: number;
}

/**
 * A 304 stands in the WARC and not in the index: wabac 2.27.1 would answer with it, which shows nothing, where without
 * it the capture that it refers to is the nearest.
 */
const NOT_MODIFIED = 304;

/** Text of one page in the list; a client searches it, and loads the list whole. */
const MAX_PAGE_TEXT = 20_000;

export class WarcPart {
  readonly indexLines: string[] = [];
  readonly pageLines: string[] = [];
  readonly #input: WarcPartInput;
  readonly #file: WarcFile;
  #textLeft: number;
  #counts = { captures: 0, pages: 0, restricted: 0, damaged: 0, tooLarge: 0 };

  private constructor(input: WarcPartInput, file: WarcFile) {
    this.#input = input;
    this.#file = file;
    this.#textLeft = input.textBudget;
  }

  static async open(input: WarcPartInput): Promise<WarcPart> {
    const warcinfo = await writeWarcinfoRecord({
      id: v5(input.filename, input.exportId),
      date: input.createdAt,
      software: SOFTWARE,
      description: "Captures of web pages as the archive holds them, with the articles made of them.",
      filename: input.filename,
    });
    return new WarcPart(input, new WarcFile(warcinfo));
  }

  get length(): number {
    return this.#file.length;
  }

  get counts(): PartCounts {
    return this.#counts;
  }

  /** What is left of the budget for text. */
  get textLeft(): number {
    return this.#textLeft;
  }

  /** The whole file. */
  finish(): Uint8Array {
    return this.#file.finish().bytes;
  }

  async append(found: ReadCapture): Promise<void> {
    if (found.kind === "read") return this.#take(found);
    this.#counts[found.kind === "too-large" ? "tooLarge" : found.kind] += 1;
  }

  async #take({ capture, records, article, text }: Extract<ReadCapture, { kind: "read" }>): Promise<void> {
    if (records) this.#appendRecords(capture, records.bytes, records.firstLength);
    if (article) await this.#appendArticle(capture, article);
    if (capture.page) this.#listPage(capture, text);
  }

  #appendRecords(capture: PlannedCapture, bytes: Uint8Array, firstLength: number): void {
    const { offset } = this.#file.append({ type: capture.kind, id: capture.id, bytes });
    this.#counts.captures += 1;
    if (capture.httpStatus === NOT_MODIFIED) return;
    this.indexLines.push(
      cdxjLine({
        url: capture.url,
        capturedAt: capture.capturedAt,
        mime: capture.kind === "revisit" ? "warc/revisit" : (capture.contentType ?? "unk"),
        httpStatus: capture.httpStatus,
        payloadDigest: capture.payloadSha1,
        filename: this.#input.filename,
        offset,
        length: firstLength,
      }),
    );
  }

  /** The `conversion` record as it is stored; and its text for tools that know nothing of our articles. */
  async #appendArticle(capture: PlannedCapture, { record, text }: { record: Uint8Array; text: string }): Promise<void> {
    this.#file.append({ type: "conversion", id: capture.id, bytes: record });
    if (text === "") return;
    const payload = Buffer.from(text);
    const url = `urn:text:${capture.url}`;
    const resource = await writeResourceRecord({
      id: v5(`text ${capture.id}`, this.#input.exportId),
      targetUri: url,
      date: new Date(capture.capturedAt),
      contentType: "text/plain; charset=utf-8",
      payload,
      concurrentTo: capture.id,
      warcinfoId: this.#file.warcinfoId,
    });
    const { offset, length } = this.#file.append(resource);
    const line = { url, capturedAt: capture.capturedAt, mime: "text/plain", httpStatus: 200, offset, length };
    this.indexLines.push(cdxjLine({ ...line, payloadDigest: sha1Base32(payload), filename: this.#input.filename }));
  }

  #listPage(capture: PlannedCapture, text = ""): void {
    const cut = text.slice(0, Math.min(MAX_PAGE_TEXT, this.#textLeft)).toWellFormed();
    this.#textLeft -= cut.length;
    this.#counts.pages += 1;
    const title = capture.page?.title ?? capture.url;
    const { id, url, capturedAt } = capture;
    this.pageLines.push(pageLine({ id, url, capturedAt, title, text: cut }));
  }
}
