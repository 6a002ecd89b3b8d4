/** Owns reading the environment: the one place that touches `process.env`. Names come from shared/names.ts. */
import { ARCHIVE_ACCESS, ENV, ENV_ALLOW_PRIVATE, ENV_DOM } from "./names.ts";

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
  return readList(source[ENV_ALLOW_PRIVATE]);
}

/** Hosts of the archive's own API, which are never fetched; the stacks know the first, an operator may name others. */
export function readOwnHosts(source: Readonly<Record<string, string | undefined>> = process.env): string[] {
  return readList(source[ENV.ownHosts]);
}

/**
 * Least gap between two requests to a host, in milliseconds; undefined where none is set, and the rules' own applies.
 *
 * @throws RangeError when it is set and no whole number.
 */
export function readMinGapMs(source: Readonly<Record<string, string | undefined>> = process.env): number | undefined {
  const text = source[ENV.minGapMs] ?? "";
  if (text === "") return undefined;
  if (!/^\d+$/.test(text))
    throw new RangeError(`${ENV.minGapMs}: ${JSON.stringify(text)} is no number of milliseconds`);
  return Number(text);
}

/**
 * The DOM that pages are read with; the light one where none is set.
 *
 * @throws RangeError for the name of another.
 */
export function readDom(source: Readonly<Record<string, string | undefined>> = process.env): "light" | "jsdom" {
  const name = source[ENV_DOM] || "light";
  if (name !== "light" && name !== "jsdom") throw new RangeError(`${ENV_DOM}: ${JSON.stringify(name)} is no DOM`);
  return name;
}

/**
 * Who may read by the protocols of web archives.
 *
 * @throws RangeError for anything but the two that there are; MissingEnvironmentError where it is not set.
 */
export function readArchiveAccess(
  source: Readonly<Record<string, string | undefined>> = process.env,
): (typeof ARCHIVE_ACCESS)[number] {
  const { archiveAccess } = readEnv(["archiveAccess"], source);
  const found = ARCHIVE_ACCESS.find((name) => name === archiveAccess);
  if (!found) throw new RangeError(`${ENV.archiveAccess}: ${JSON.stringify(archiveAccess)} is no way of access`);
  return found;
}

function readList(text = ""): string[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
