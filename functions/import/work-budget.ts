/**
 * Owns how much an import may unpack: so much for each byte of the file. Nested and overlapping members, and members that
 * unpack to gigabytes, cost no more than that. Pure.
 */

/** Text packs to a tenth, pages of one word over and over to a hundredth; a whole archive of those is no archive. */
const BYTES_PER_BYTE = 32;
/** What even the smallest file may come to: the largest record, unpacked several times. */
const FREE_BYTES = 1024 * 1024 * 1024;

export class WorkLimitError extends Error {}

export class WorkBudget {
  #spent: number;
  readonly #limit: number;

  constructor(fileBytes: number, spent = 0) {
    this.#limit = FREE_BYTES + BYTES_PER_BYTE * fileBytes;
    this.#spent = spent;
  }

  get spent(): number {
    return this.#spent;
  }

  /** @throws WorkLimitError */
  spend(bytes: number): void {
    this.#spent += bytes;
    if (this.#spent > this.#limit) throw new WorkLimitError();
  }
}
