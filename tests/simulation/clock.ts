/** A clock that stands still until it is moved: the crawl's time, apart from the machine's. */
export class VirtualClock {
  #ms: number;

  constructor(start: Date) {
    this.#ms = start.getTime();
  }

  get ms(): number {
    return this.#ms;
  }

  readonly now = (): Date => new Date(this.#ms);

  moveTo(ms: number): void {
    if (ms < this.#ms) throw new Error("time does not go back");
    this.#ms = ms;
  }
}
