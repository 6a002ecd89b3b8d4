/**
 * Owns judging many captures of one site at once. A verdict makes the keys of each restriction anew: over ten thousand
 * rows and a hundred restrictions that takes ten seconds, and almost no row is touched by any. Pure.
 */
import { toUrlkey } from "../url/urlkey.ts";
import type { Restriction } from "./restriction.ts";
import { type Restrictable, type Verdict, verdictOn } from "./verdict.ts";

/** Judges captures of one site. */
export type Screen = (capture: Restrictable) => Verdict;

/** Says of each capture what {@link verdictOn} says. */
export function createScreen(restrictions: readonly Restriction[], now: Date): Screen {
  const scopes = restrictions.map(({ scope }) => scope);
  const ids = new Set(scopes.flatMap((scope) => (scope.kind === "capture" ? [scope.captureId] : [])));
  const keys = new Set(scopes.flatMap((scope) => (scope.kind === "url" ? [toUrlkey(scope.url)] : [])));
  const prefixes = scopes.flatMap((scope) => (scope.kind === "prefix" ? [toUrlkey(scope.url)] : []));
  const isTouched = ({ id, url }: Restrictable) => {
    if (ids.has(id)) return true;
    if (keys.size === 0 && prefixes.length === 0) return false;
    const key = toUrlkey(url);
    return keys.has(key) || prefixes.some((prefix) => key.startsWith(prefix));
  };
  return (capture) => verdictOn(capture, isTouched(capture) ? restrictions : [], now);
}
