/**
 * Owns gathering what is fetched side by side into as few flushes as may be: one when nothing is being fetched any
 * more, or earlier when something has lingered too long, so that no page waits for a slow host.
 */

/** Works on many items at once; answers with a result for each, in order. */
export type Flush<Item, Result> = (items: readonly Item[]) => Promise<readonly Result[]>;

export interface CollectorOptions<Item> {
  /** The longest that an item waits for others, in milliseconds. */
  readonly lingerMs: number;
  /** What an item weighs, and how much may wait at once: with that much there is a flush. */
  readonly weigh: (item: Item) => number;
  readonly maxWeight: number;
}

export class Collector<Item, Result> {
  readonly #flush: Flush<Item, Result>;
  readonly #options: CollectorOptions<Item>;
  #weight = 0;
  #waiting: { item: Item; settle: PromiseWithResolvers<Result> }[] = [];
  #running = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(flush: Flush<Item, Result>, options: CollectorOptions<Item>) {
    this.#flush = flush;
    this.#options = options;
  }

  /** Runs work that may add items; while any runs, a flush waits for it, but not longer than the items may linger. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.#release();
    }
  }

  /** The item's own result, once it has been flushed. Call it only within {@link during}. */
  add(item: Item): Promise<Result> {
    const settle = Promise.withResolvers<Result>();
    this.#waiting.push({ item, settle });
    this.#weight += this.#options.weigh(item);
    if (this.#weight >= this.#options.maxWeight) this.#release();
    else this.#timer ??= setTimeout(() => this.#release(), this.#options.lingerMs);
    return settle.promise;
  }

  #release(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting;
    this.#waiting = [];
    this.#weight = 0;
    if (batch.length === 0) return;
    void this.#deliver(batch);
  }

  async #deliver(batch: readonly { item: Item; settle: PromiseWithResolvers<Result> }[]): Promise<void> {
    try {
      const results = await this.#flush(batch.map(({ item }) => item));
      for (const [index, { settle }] of batch.entries()) settle.resolve(results[index] as Result);
    } catch (error) {
      for (const { settle } of batch) settle.reject(error);
    }
  }
}
