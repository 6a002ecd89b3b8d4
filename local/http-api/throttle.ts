/** Owns the token bucket of a stage's throttling. Pure: the caller brings the clock. */
import type { Throttle } from "../resources/model.ts";

/** True lets a request through. */
export type Admit = (nowMs: number) => boolean;

/** Starts full: `burst` requests at once, and `ratePerSecond` in the long run. */
export function createTokenBucket({ burst, ratePerSecond }: Throttle): Admit {
  let tokens = burst;
  let lastMs: number | undefined;
  return (nowMs) => {
    tokens = Math.min(burst, tokens + ((nowMs - (lastMs ?? nowMs)) / 1000) * ratePerSecond);
    lastMs = nowMs;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
