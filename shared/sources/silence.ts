/**
 * Owns when a source counts as silent: quiet for longer than its own past explains. A newsroom that brings something
 * each hour is missed after a day, a weekly after some weeks, and nobody has to say which it is. Pure.
 */
import type { SourceStatus } from "./source.ts";

export const SILENCE = {
  /** Days with something unseen whose longest gap is kept: four weeks of a daily, half a year of a weekly. */
  daysKept: 28,
  /** Fewer say nothing of a source's habits. */
  daysNeeded: 5,
  /** Silent after so many times the longest gap that is kept. */
  factor: 3,
  /** Never sooner: a night is no silence. */
  minSeconds: 86_400,
} as const;

/**
 * The status after a poll, with what it tells of the source's habits.
 *
 * @param unseen - items in it that were not known; 0 for a poll that failed, or brought nothing
 */
export function withHabits(status: SourceStatus, unseen: number, now: Date): SourceStatus {
  if (unseen === 0) return { ...status, silentSince: isSilent(status, now) ? silentSinceOf(status, now) : undefined };
  const at = now.toISOString();
  if (status.lastUnseenAt === undefined) return { ...status, lastUnseenAt: at, silentSince: undefined };
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(status.lastUnseenAt)) / 1000));
  const longestGaps = keepLongest(status.longestGaps, at.slice(0, 10), seconds);
  return { ...status, lastUnseenAt: at, longestGaps, silentSince: undefined };
}

function isSilent({ lastUnseenAt, longestGaps }: SourceStatus, now: Date): boolean {
  if (lastUnseenAt === undefined || longestGaps.length < SILENCE.daysNeeded) return false;
  const longest = Math.max(...longestGaps.map(({ seconds }) => seconds));
  const quietSeconds = (now.getTime() - Date.parse(lastUnseenAt)) / 1000;
  return quietSeconds > Math.max(SILENCE.minSeconds, SILENCE.factor * longest);
}

const silentSinceOf = ({ silentSince }: SourceStatus, now: Date): string => silentSince ?? now.toISOString();

function keepLongest(gaps: SourceStatus["longestGaps"], day: string, seconds: number): SourceStatus["longestGaps"] {
  const today = gaps.at(-1);
  if (today?.day !== day) return [...gaps, { day, seconds }].slice(-SILENCE.daysKept);
  return [...gaps.slice(0, -1), { day, seconds: Math.max(today.seconds, seconds) }];
}
