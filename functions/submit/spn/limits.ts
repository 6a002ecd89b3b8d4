/**
 * Owns how much one token may save: {@link LIMITS}.open jobs at once, and {@link LIMITS}.daily a day. The Internet Archive
 * lets an account have 12 and 100,000. More at once would bring nothing: a host takes its captures one by one, and the
 * frontier serves many tokens. The list of open jobs is put right when it is full or is asked for, so that a save costs
 * one write.
 */
import { isFinal } from "../../../shared/index/job.ts";
import type { JobStore } from "../../../shared/index/job-store.ts";
import type { SaveStore } from "../../../shared/index/save-store.ts";
import { toDay } from "../../../shared/time.ts";
import { LIMITS, SaveRefusal } from "./errors.ts";

export interface LimitDeps {
  readonly saves: SaveStore;
  readonly jobs: Pick<JobStore, "get">;
  readonly now: () => Date;
}

/** A job whose row is not there after this long never had one: rows follow their message at once. */
const ROW_GRACE_MS = 60_000;

/** Tries to be counted in: the day may have to be started, and then the list be put right. */
const MAX_TRIES = 3;

/** Counts a job in before it is made. @throws SaveRefusal `open-limit`, `daily-limit` */
export async function enter(deps: LimitDeps, token: string, id: string): Promise<void> {
  const at = deps.now().toISOString();
  const day = toDay(at);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    if (await deps.saves.enter(token, day, { id, at }, LIMITS)) return;
    const known = await deps.saves.get(token);
    if (!known || known.day < day) await deps.saves.startDay(token, day);
    else if (known.count >= LIMITS.daily) throw new SaveRefusal("daily-limit");
    else if ((await stillOpen(deps, token)) >= LIMITS.open) throw new SaveRefusal("open-limit");
  }
  // Others of this token were quicker each time.
  throw new SaveRefusal("open-limit");
}

/** Takes a job back that was not made after all. */
export const takeBack = (deps: LimitDeps, token: string, id: string): Promise<void> =>
  deps.saves.takeBack(token, toDay(deps.now().toISOString()), id);

/** As Save Page Now tells a user. */
export async function userStatus(deps: LimitDeps, token: string) {
  const processing = await stillOpen(deps, token);
  const known = await deps.saves.get(token);
  const today = toDay(deps.now().toISOString());
  return {
    available: Math.max(0, LIMITS.open - processing),
    processing,
    daily_captures: known?.day === today ? known.count : 0,
    daily_captures_limit: LIMITS.daily,
  };
}

/** Looks the listed jobs up, at most {@link LIMITS}.open, and takes off those that have ended. */
async function stillOpen({ saves, jobs, now }: LimitDeps, token: string): Promise<number> {
  const listed = Object.entries((await saves.get(token))?.open ?? {});
  const ended = await Promise.all(
    listed.map(async ([id, at]) => {
      const job = await jobs.get(id);
      return job ? isFinal(job) : now().getTime() - Date.parse(at) > ROW_GRACE_MS;
    }),
  );
  const gone = listed.filter((_, index) => ended[index]).map(([id]) => id);
  await saves.leave(token, gone);
  return listed.length - gone.length;
}
