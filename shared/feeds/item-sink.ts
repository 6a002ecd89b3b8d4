/**
 * Owns the tally of one reading: the items waiting to be handed on, how many there were, and why it ended. The readers
 * of the formats write into it; it must not know their formats.
 */
import {
  failed,
  type IncompleteReason,
  type SourceFailure,
  type SourceFormat,
  type SourceItem,
  type SourceOutcome,
} from "./source-item.ts";

/** What a format's reader is to the loop that feeds it. */
export interface DocumentReader {
  /** Takes the next piece of the text. */
  write(text: string): void;
  /** Says that no more comes: what is still open was cut off. */
  end(): void;
}

export class ItemSink {
  readonly #maxItems: number;
  #waiting: SourceItem[] = [];
  #itemCount = 0;
  #unusableCount = 0;
  #format: SourceFormat | null = null;
  #title: string | null = null;
  #incomplete: IncompleteReason | null = null;
  #failure: SourceFailure | null = null;
  #whole = false;
  #ended = false;

  constructor(maxItems: number) {
    this.#maxItems = maxItems;
  }

  /** True where reading on brings nothing more. */
  get done(): boolean {
    return this.#failure !== null || this.#incomplete !== null;
  }

  /** The first format named counts: a document may hold several roots. */
  setFormat(format: SourceFormat): void {
    this.#format ??= format;
  }

  setTitle(title: string | null): void {
    this.#title ??= title;
  }

  /** @param item null for an entry that names nothing to capture */
  add(item: SourceItem | null): void {
    if (this.done) return;
    if (item === null) this.#unusableCount += 1;
    else if (this.#itemCount === this.#maxItems) this.stop("too-many-items");
    else {
      this.#itemCount += 1;
      this.#waiting.push(item);
    }
  }

  /** Ends the reading early; the first reason counts. */
  stop(reason: IncompleteReason): void {
    if (!this.done) this.#incomplete = reason;
  }

  /** Ends the reading with nothing. */
  fail(code: SourceFailure): void {
    if (!this.done) this.#failure = code;
  }

  /** The document closed everything that it opened: a broken end of its compression took nothing away. */
  markWhole(): void {
    this.#whole = true;
  }

  /** Items since the last call. */
  take(): readonly SourceItem[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }

  /** The reading came to its own end, rather than its caller losing interest. */
  markEnded(): void {
    this.#ended = true;
  }

  outcome(): SourceOutcome {
    if (this.#failure !== null) return failed(this.#failure);
    const incomplete = this.#reasonIncomplete();
    if (this.#itemCount === 0 && isFailure(incomplete)) return failed(incomplete);
    if (this.#format === null) return failed("not-a-feed");
    return {
      kind: "read",
      format: this.#format,
      title: this.#title,
      itemCount: this.#itemCount,
      unusableCount: this.#unusableCount,
      incomplete,
    };
  }

  #reasonIncomplete(): IncompleteReason | null {
    if (this.#incomplete === "broken-gzip" && this.#whole) return null;
    return this.#incomplete ?? (this.#ended ? null : "stopped");
  }
}

function isFailure(reason: IncompleteReason | null): reason is IncompleteReason & SourceFailure {
  return reason === "too-large" || reason === "too-complex" || reason === "broken-gzip";
}
