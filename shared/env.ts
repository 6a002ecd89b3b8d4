/** Owns reading the environment: the one place that touches `process.env`. Names come from shared/names.ts. */
import { ENV, ENV_ALLOW_PRIVATE } from "./names.ts";

/** Thrown at cold start when the environment lacks something; lists every missing name at once. */
export class MissingEnvironmentError extends Error {
  readonly missing: readonly string[];

  constructor(missing: readonly string[]) {
    super(`Missing environment: ${missing.join(", ")}`);
    this.name = "MissingEnvironmentError";
    this.missing = missing;
  }
}

/**
 * Reads the named settings.
 *
 * @throws MissingEnvironmentError when one or more are unset or empty.
 */
export function readEnv<const K extends keyof typeof ENV>(
  keys: readonly K[],
  source: Readonly<Record<string, string | undefined>> = process.env,
): Record<K, string> {
  const missing = keys.filter((key) => !source[ENV[key]]).map((key) => ENV[key]);
  if (missing.length > 0) throw new MissingEnvironmentError(missing);
  return Object.fromEntries(keys.map((key) => [key, source[ENV[key]]])) as Record<K, string>;
}

/** `host:port` pairs on private addresses that may be fetched; empty wherever the stacks run. */
export function readAllowPrivate(source: Readonly<Record<string, string | undefined>> = process.env): string[] {
  return (source[ENV_ALLOW_PRIVATE] ?? "")
    .split(",")
    .map((pair) => pair.trim())
    .filter((pair) => pair !== "");
}
