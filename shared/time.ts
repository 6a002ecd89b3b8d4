/** Owns the archive's time formats. Pure: callers bring the moment. */

/** 17 digits, `YYYYMMDDhhmmssSSS` in UTC: the time in sort keys, in byte order. */
export function toKeyTime(iso: string): string {
  return new Date(iso).toISOString().replace(/\D/g, "").slice(0, 17);
}

/** `YYYY-MM-DD` in UTC. */
export function toDay(iso: string): string {
  return new Date(iso).toISOString().slice(0, 10);
}

const DURATION =
  /^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const DAY_SECONDS = 86_400;
const UNIT_SECONDS = [365 * DAY_SECONDS, 30 * DAY_SECONDS, 7 * DAY_SECONDS, DAY_SECONDS, 3600, 60, 1];

/**
 * Reads an ISO 8601 duration such as `PT1H` or `P1DT12H`, in milliseconds; a year counts 365 days and a month 30.
 * Undefined when it is none.
 */
export function parseDurationMs(text: string): number | undefined {
  const parts = DURATION.exec(text)?.slice(1);
  if (!parts) return undefined;
  return 1000 * parts.reduce((sum, part, unit) => sum + Number(part ?? 0) * (UNIT_SECONDS[unit] ?? 0), 0);
}
