/** A clock that stands still until it is moved: the crawl's time, apart from the machine's. */
export class VirtualClock {
  #ms: number;
  readonly #sleepers = new Set<{ readonly untilMs: number; readonly wake: () => void }>();

  constructor(start: Date) {
    this.#ms = start.getTime();
  }

  get ms(): number {
    return this.#ms;
  }

  /** How many wait for a later moment. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  readonly now = (): Date => new Date(this.#ms);

  /** Resolves once the clock was moved by so much. */
  sleep(ms: number): Promise<void> {
    return new Promise((wake) => this.#sleepers.add({ untilMs: this.#ms + ms, wake }));
  }

  /** When the first one wakes; undefined where none sleeps. */
  nextMs(): number | undefined {
    return this.sleeping === 0 ? undefined : Math.min(...[...this.#sleepers].map(({ untilMs }) => untilMs));
  }

  moveTo(ms: number): void {
    if (ms < this.#ms) throw new Error("time does not go back");
    this.#ms = ms;
    for (const sleeper of this.#sleepers) {
      if (sleeper.untilMs > ms) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
  }
}
