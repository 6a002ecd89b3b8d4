/**
 * Owns the budget of a document: what reading it may cost, counted in work and not in time, so that the same page always
 * ends the same way. Pure.
 */

/** A document's budget is used up. What asked for too much gets no answer; the page may still be read more cheaply. */
export class FuelSpentError extends Error {
  constructor(capacity: number) {
    super(`light DOM: reading the document costs over ${capacity} units`);
    this.name = "FuelSpentError";
  }
}

/** One unit is about one node visited, some 10 ns; {@link CHARS_PER_UNIT} characters read cost one more. */
export class Fuel {
  readonly capacity: number;
  #left: number;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.#left = capacity;
  }

  /** Units spent so far. */
  get spent(): number {
    return this.capacity - this.#left;
  }

  /** @throws FuelSpentError when less is left. */
  spend(units: number): void {
    this.#left -= units;
    if (this.#left < 0) throw new FuelSpentError(this.capacity);
  }
}

/** Characters that cost about as much to join and search as one node to visit. */
export const CHARS_PER_UNIT = 32;
