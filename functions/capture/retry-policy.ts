/** Owns how often and when a failed fetch is tried again. Pure. */

/** Attempts of one job before a passing failure counts as lasting. */
export const MAX_ATTEMPTS = 3;

/**
 * Times that a job may be taken up without ending. Each attempt takes it up once; the rest are crashes of capture
 * itself, such as one that runs out of memory over this page.
 */
export const MAX_CLAIMS = 6;

const FIRST_DELAY_SECONDS = 2;
const GROWTH = 4;

/**
 * Whole seconds to wait after the nth failed attempt (1 is the first): about 2, then 8. Jitter of up to half keeps URLs
 * that failed together from coming back together.
 *
 * @param random - in [0, 1)
 */
export function retryDelaySeconds(attempt: number, random: number): number {
  const seconds = FIRST_DELAY_SECONDS * GROWTH ** (attempt - 1);
  return Math.max(1, Math.round(seconds * (1 - random / 2)));
}
