/**
 * Owns weighing: what a page has of each feature, times what the feature weighs, summed. The tables are kind-weights.ts
 * and wall-weights.ts. Pure.
 */

/** How much a page has of something, from 0 to 1, and what it was seen by. */
export interface Measure {
  readonly value: number;
  /** Short, stable, and safe to show: a number, a type, a name. */
  readonly evidence?: string;
}

export type Measures<Feature extends string> = { readonly [feature in Feature]: Measure };

/** One reason for a verdict, and how much it weighed. */
export interface Reason {
  readonly code: string;
  readonly weight: number;
}

/** Points for one verdict, with what made them. */
export interface Points {
  readonly sum: number;
  readonly reasons: readonly Reason[];
}

/** @param weights - What each feature weighs for the verdict; those not named weigh nothing. */
export function weigh<Feature extends string>(
  measures: Measures<Feature>,
  weights: { readonly [feature in Feature]?: number },
  bias: number,
): Points {
  let sum = bias;
  const reasons: Reason[] = [];
  for (const feature of Object.keys(weights) as Feature[]) {
    const { value, evidence } = measures[feature];
    const weight = value * (weights[feature] ?? 0);
    if (weight === 0) continue;
    sum += weight;
    reasons.push({ code: evidence === undefined ? feature : `${feature}=${evidence}`, weight });
  }
  return { sum, reasons };
}

/** From points to a probability: 0 points are even odds. */
export function likelihood(points: number): number {
  return 1 / (1 + Math.exp(-points));
}

/** Yes or no, with what was seen. */
export function yes(is: boolean, evidence?: string): Measure {
  return measure(is ? 1 : 0, evidence);
}

export function measure(value: number, evidence?: string | number): Measure {
  return value === 0 || evidence === undefined ? { value } : { value, evidence: String(evidence) };
}

/** 0 up to `from`, 1 from `to` on, straight between. */
export function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/** As {@link ramp}, by the order of magnitude. */
export function logRamp(value: number, from: number, to: number): number {
  return value <= from ? 0 : ramp(Math.log(value), Math.log(from), Math.log(to));
}

export function share(part: number, whole: number): number {
  return whole <= 0 ? 0 : part / whole;
}
