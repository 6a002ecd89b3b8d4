/** Owns firing schedules: each after its interval, counted from its last run even over a restart. */
import { readFileSync, writeFileSync } from "node:fs";
import { nameOfArn } from "../aws-names.ts";
import type { Functions } from "../lambda/functions.ts";
import type { ScheduleSpec } from "../resources/model.ts";

/** The longest that a timer of Node can wait. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export interface SchedulerOptions {
  readonly schedules: readonly ScheduleSpec[];
  readonly functions: Pick<Functions, "invokeLater">;
  /** JSON file of the last runs. */
  readonly file: string;
  /** Intervals are divided by it; none gets shorter than a second. */
  readonly timeScale: number;
}

/** Starts the timers; the answer stops them. */
export function startScheduler({ schedules, functions, file, timeScale }: SchedulerOptions): () => void {
  const lastRuns = readLastRuns(file);
  const timers = new Map<string, NodeJS.Timeout>();
  const arm = (schedule: ScheduleSpec): void => {
    const everyMs = Math.max(1000, schedule.everyMs / timeScale);
    // A schedule that was never seen starts to count now.
    const last = lastRuns.get(schedule.name) ?? Date.now();
    lastRuns.set(schedule.name, last);
    const waitMs = Math.max(0, last + everyMs - Date.now());
    const run = (): void => {
      if (waitMs <= MAX_TIMER_MS) fire(schedule);
      arm(schedule);
    };
    timers.set(schedule.name, setTimeout(run, Math.min(waitMs, MAX_TIMER_MS)));
  };
  const fire = (schedule: ScheduleSpec): void => {
    lastRuns.set(schedule.name, Date.now());
    writeFileSync(file, JSON.stringify(Object.fromEntries(lastRuns)));
    functions.invokeLater(nameOfArn(schedule.targetArn), schedule.input);
  };
  for (const schedule of schedules) arm(schedule);
  writeFileSync(file, JSON.stringify(Object.fromEntries(lastRuns)));
  return () => {
    for (const timer of timers.values()) clearTimeout(timer);
  };
}

/** A missing or broken file means that nothing has run yet. */
function readLastRuns(file: string): Map<string, number> {
  try {
    const entries = Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>);
    return new Map(entries.filter((entry): entry is [string, number] => typeof entry[1] === "number"));
  } catch {
    return new Map();
  }
}
