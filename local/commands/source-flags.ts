/** Owns the flags of `npm run sources`, and what a source is asked for with them. Pure. */
import type * as z from "zod";
import { isCron } from "../../shared/sources/cron.ts";
import {
  type CreateSource,
  createSourceSchema,
  type PatchSource,
  patchSourceSchema,
  SOURCE_DEFAULTS,
} from "../../shared/sources/source.ts";
import { type Flags, UsageError } from "./settings.ts";

export const SOURCE_FLAGS = {
  type: { type: "string" },
  name: { type: "string" },
  every: { type: "string" },
  cron: { type: "string" },
  zone: { type: "string" },
  label: { type: "string", multiple: true },
  include: { type: "string", multiple: true },
  exclude: { type: "string", multiple: true },
  "max-new": { type: "string" },
  "max-age-days": { type: "string" },
  "same-host": { type: "boolean" },
  "any-host": { type: "boolean" },
  "ignore-robots": { type: "boolean" },
  "obey-noarchive": { type: "boolean" },
  resources: { type: "string" },
  kind: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  limit: { type: "string" },
} as const;

export type SourceFlag = keyof typeof SOURCE_FLAGS;
export type SourceFlags = Flags<typeof SOURCE_FLAGS>;

/** Flags that say what a source is to be; `type` only when it is made. */
export const SETTING_FLAGS = [
  "name",
  "every",
  "cron",
  "zone",
  "label",
  "include",
  "exclude",
  "max-new",
  "max-age-days",
  "same-host",
  "any-host",
  "ignore-robots",
  "obey-noarchive",
  "resources",
] as const satisfies readonly SourceFlag[];

/** Which flag a part of the request comes from, for the sentence about a bad one. */
const FLAG_OF: Readonly<Record<string, string>> = {
  url: "URL",
  schedule: "--every",
  labels: "--label",
  "scope.include": "--include",
  "scope.exclude": "--exclude",
  "scope.maxNewPerRun": "--max-new",
  "scope.maxAgeDays": "--max-age-days",
};

/** @throws UsageError for flags that the API would refuse */
export function toCreateSource(url: string | undefined, flags: SourceFlags): CreateSource {
  return parseFlags(createSourceSchema, { type: flags.type ?? "feed", url, ...toSettings(flags) });
}

/** @throws UsageError for flags that the API would refuse */
export function toPatchSource(flags: SourceFlags): PatchSource {
  return parseFlags(patchSourceSchema, toSettings(flags));
}

/** A whole number from 1 on. @throws UsageError */
export function toCount(flag: SourceFlag, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`--${flag}: ${text} is not a whole number from 1 on`);
  return Number(text);
}

/** What is absent takes its default, or stays. */
function toSettings(flags: SourceFlags): PatchSource {
  if (flags["same-host"] && flags["any-host"]) throw new UsageError("Use --same-host or --any-host, not both");
  const isHostSaid = flags["same-host"] || flags["any-host"];
  const scope = {
    include: flags.include,
    exclude: flags.exclude,
    sameHost: isHostSaid ? flags["same-host"] === true : undefined,
    maxNewPerRun: toCount("max-new", flags["max-new"]),
    maxAgeDays: toCount("max-age-days", flags["max-age-days"]),
  };
  const isScoped = Object.values(scope).some((value) => value !== undefined);
  const settings = {
    name: flags.name,
    schedule: toSchedule(flags),
    labels: flags.label,
    scope: isScoped ? withoutUndefined(scope) : undefined,
    ignoreRobots: flags["ignore-robots"],
    obeyNoarchive: flags["obey-noarchive"],
    // The API's schema, which all of this goes through, refuses what is none.
    resources: flags.resources as PatchSource["resources"],
  };
  return withoutUndefined(settings);
}

function toSchedule({ every, cron, zone }: SourceFlags): CreateSource["schedule"] {
  if (every !== undefined && cron !== undefined) throw new UsageError("Use --every or --cron, not both");
  if (zone !== undefined && cron === undefined) throw new UsageError("--zone is the time zone of a --cron");
  if (every !== undefined) return { every };
  if (cron === undefined) return undefined;
  const timeZone = zone ?? SOURCE_DEFAULTS.timeZone;
  if (!isCron(cron, "UTC")) throw new UsageError(`--cron: ${cron} is not a cron pattern that ever comes due`);
  if (!isCron(cron, timeZone)) throw new UsageError(`--zone: ${timeZone} is not an IANA time zone`);
  return { cron, timeZone };
}

/** Parses what flags ask for, with the API's own schema. @throws UsageError that names the flag */
export function parseFlags<S extends z.ZodType>(schema: S, input: unknown): z.infer<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const { path = [], message = "" } = parsed.error.issues[0] ?? {};
  const [first = "", second = ""] = path.map(String);
  throw new UsageError(`${FLAG_OF[first] ?? FLAG_OF[`${first}.${second}`] ?? `--${first}`}: ${message}`);
}

function withoutUndefined<T extends object>(settings: T): T {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as T;
}
