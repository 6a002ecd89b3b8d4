/** Owns reading schedule expressions. Pure. */

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/**
 * The interval of `rate(5 minutes)`, in milliseconds; undefined for `cron(…)`, `at(…)` and anything malformed
 * (EventBridge Scheduler user guide, "Schedule types").
 */
export function parseRate(expression: string): number | undefined {
  const match = /^rate\(\s*([1-9]\d*)\s+(minute|hour|day)s?\s*\)$/.exec(expression.trim());
  if (match === null) return undefined;
  return Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
}
