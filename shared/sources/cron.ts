/** Owns cron: the one place that knows the library. Five fields, a time zone, nothing read from the clock. Pure. */
import { Cron } from "croner";

/** A moment from which every pattern that can ever match does so within the library's reach. */
const ANY_MOMENT = new Date("2024-01-01T00:00:00.000Z");

/**
 * The first moment after `after` that a cron pattern names in a time zone. A time that a clock change leaves out is made
 * up for right after it, one that comes twice counts once. Undefined when there is none.
 *
 * @throws when {@link isCron} is false of them
 */
export function nextCronAt(cron: string, timeZone: string, after: Date): Date | undefined {
  return new Cron(cron, { timezone: timeZone, mode: "5-part" }).nextRun(after) ?? undefined;
}

/** Whether it is a pattern of five fields that names some moment, and an IANA time zone. */
export function isCron(cron: string, timeZone: string): boolean {
  // `?` stands for the moment at which the pattern is read.
  if (cron.includes("?")) return false;
  try {
    return nextCronAt(cron, timeZone, ANY_MOMENT) !== undefined;
  } catch {
    return false;
  }
}
