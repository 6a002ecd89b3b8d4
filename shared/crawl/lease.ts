/** Owns how long a run holds its source's lease. */

/** Longer than a document takes with all its waits; a run of many documents extends it as it goes. */
export const LEASE_MS = 15 * 60_000;
