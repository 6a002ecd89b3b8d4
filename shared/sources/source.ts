/**
 * Owns the shapes of a source: as it is stored, as it is asked for, as it is changed; their limits and defaults. What a
 * change does to a source is ./change-source.ts. Pure.
 */
import * as z from "zod";
import { robotsOverrideSchema } from "../../events/capture-requested.ts";
import { resourcesSchema } from "../requisites/requisite.ts";
import { parseDurationMs } from "../time.ts";
import { checkUrl } from "../url/check-url.ts";
import { isCron } from "./cron.ts";

/** What a source is polled as: feed of any kind, sitemap or index, links of a page, one URL a line. */
export const SOURCE_TYPES = ["feed", "sitemap", "page", "list"] as const;
export type SourceType = (typeof SOURCE_TYPES)[number];

/** What a source has unless it is told otherwise. */
export const SOURCE_DEFAULTS = {
  schedule: "auto",
  timeZone: "UTC",
  /** After the first capture. News is edited most in its first hours. */
  revisits: ["PT1H", "PT6H", "P1D", "P7D"],
  maxNewPerRun: 500,
  /** A crawl is after articles; with all that its pages are shown with it would ask a host many times as often. */
  resources: "none",
  /** A site's own pages and sitemaps link elsewhere too; a feed or a list names what its maker chose. */
  sameHost: { feed: false, sitemap: true, page: true, list: false },
} as const satisfies { readonly sameHost: Record<SourceType, boolean>; readonly [name: string]: unknown };

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** Bounds of what can be asked for. */
export const SOURCE_LIMITS = {
  nameLength: 200,
  labels: 20,
  labelLength: 50,
  patterns: 50,
  patternLength: 300,
  revisits: 10,
  /** discover wakes each minute. */
  every: { minMs: MINUTE_MS, maxMs: 30 * DAY_MS },
  revisit: { minMs: 5 * MINUTE_MS, maxMs: 3650 * DAY_MS },
  maxNewPerRun: 10_000,
  maxAgeDays: 36_500,
} as const;

function durationWithin({ minMs, maxMs }: { minMs: number; maxMs: number }, description: string) {
  const isWithin = (text: string): boolean => {
    const ms = parseDurationMs(text);
    return ms !== undefined && ms >= minMs && ms <= maxMs;
  };
  return z.string().max(50).refine(isWithin, `is not ${description}`).meta({ description });
}

const everySchema = z.strictObject({
  every: durationWithin(SOURCE_LIMITS.every, "an ISO 8601 duration from PT1M to P30D"),
});

const cronSchema = z.strictObject({
  cron: z.string().max(100).meta({ description: "Five fields: minute, hour, day of month, month, day of week" }),
  timeZone: z.string().max(50).meta({ description: "IANA name such as Europe/Berlin" }),
});

const isCronSchedule = ({ cron, timeZone }: { cron: string; timeZone: string }): boolean => isCron(cron, timeZone);
const NOT_CRON = "is not a cron pattern that ever comes due, or not an IANA time zone";

/** `auto` adapts to how many unseen items a poll brings: ./schedule.ts. */
const scheduleSchema = z.union([z.literal("auto"), everySchema, cronSchema.refine(isCronSchedule, NOT_CRON)]);
export type Schedule = z.infer<typeof scheduleSchema>;

const scheduleRequestSchema = z.union(
  [
    z.literal("auto"),
    everySchema,
    cronSchema
      .extend({ timeZone: cronSchema.shape.timeZone.default(SOURCE_DEFAULTS.timeZone) })
      .refine(isCronSchedule, NOT_CRON),
  ],
  {
    error: 'is not "auto", {"every": "PT15M"} or {"cron": "0 6 * * *", "timeZone": "Europe/Berlin"}',
  },
);

const isWellFormed = (text: string): boolean => text.isWellFormed();
/** DynamoDB stores UTF-8, which has no half characters. */
const HALF = "has half of a character in it";

const patternsSchema = z
  .array(
    z.string().min(1).max(SOURCE_LIMITS.patternLength).regex(/^\S+$/, "has a space in it").refine(isWellFormed, HALF),
  )
  .max(SOURCE_LIMITS.patterns)
  .meta({ description: "* is any run of characters. From / on: path and query; otherwise host, path and query." });

/** What of a source's items is wanted. */
const scopeSchema = z.strictObject({
  /** Empty: everything. */
  include: patternsSchema,
  /** Wins over `include`. */
  exclude: patternsSchema,
  sameHost: z.boolean(),
  /** Of new items, and again of changed ones; the others wait for later runs. */
  maxNewPerRun: z.int().min(1).max(SOURCE_LIMITS.maxNewPerRun),
  /** Undefined: however old. */
  maxAgeDays: z.int().min(1).max(SOURCE_LIMITS.maxAgeDays).optional(),
});
export type Scope = Readonly<z.infer<typeof scopeSchema>>;

const revisitsSchema = z
  .array(durationWithin(SOURCE_LIMITS.revisit, "an ISO 8601 duration from PT5M to P3650D"))
  .max(SOURCE_LIMITS.revisits)
  .refine((all) => new Set(all.map(parseDurationMs)).size === all.length, "has a duration twice")
  .meta({ description: "How long after the first capture a URL is captured again; [] for never" });

const momentSchema = z.iso.datetime();

/** Why a source is not polled any more. Codes are part of the API. */
export const SUSPENSIONS = ["keeps-failing", "gone"] as const;

const suspensionSchema = z.object({
  code: z.enum(SUSPENSIONS),
  message: z.string(),
  at: momentSchema,
});

/** What polling keeps of a source; only it, and a change of the source, write it. */
const sourceStatusSchema = z.object({
  /** `paused` is the operator's doing, `suspended` is discover's, with its reason. */
  state: z.enum(["active", "paused", "suspended"]),
  suspension: suspensionSchema.optional(),
  /** Absent when it is not polled: then it must not stand in the due-time index either. */
  nextPollAt: momentSchema.optional(),
  lastPolledAt: momentSchema.optional(),
  /** Interval that `auto` has come to, in seconds. */
  autoSeconds: z.int(),
  /** Failed polls in a row, the first one's moment, the last one's code. */
  failures: z.int().min(0),
  failingSince: momentSchema.optional(),
  lastFailure: z.string().optional(),
  /** Validators and digest of the last whole answer, and when that came. */
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  bodySha256: z.string().optional(),
  lastWholeAt: momentSchema.optional(),
  /** Start of the last run that left nothing: what a sitemap index says is older need not be read again. */
  readThroughAt: momentSchema.optional(),
  /** The last 304 since then. */
  lastNotModifiedAt: momentSchema.optional(),
  /** False once the validators were seen to lie: every poll is a whole one then. */
  etagTrusted: z.boolean(),
  /** True when the last run left items over its limit: a 304 must not hide them. */
  unfinished: z.boolean(),
  /** When it last brought something unseen, and the longest gap between such moments of each day that had one. */
  lastUnseenAt: momentSchema.optional(),
  longestGaps: z.array(z.object({ day: z.iso.date(), seconds: z.int().min(0) })).default([]),
  /** Since when it brings nothing for longer than its own past explains: ./silence.ts. */
  silentSince: momentSchema.optional(),
});
export type SourceStatus = Readonly<z.infer<typeof sourceStatusSchema>>;

const urlSchema = z
  .string()
  .refine((text) => checkUrl(text).ok, "is not an http(s) URL that can be archived")
  .meta({ description: "http or https, at most 2,048 characters, no credentials" });
const nameSchema = z.string().trim().min(1).max(SOURCE_LIMITS.nameLength).refine(isWellFormed, HALF);
const labelsSchema = z
  .array(z.string().trim().min(1).max(SOURCE_LIMITS.labelLength).refine(isWellFormed, HALF))
  .max(SOURCE_LIMITS.labels)
  .refine((labels) => new Set(labels).size === labels.length, "has a label twice");

/** A source as it is stored. */
export const sourceSchema = z.object({
  id: z.string().min(1).max(100),
  type: z.enum(SOURCE_TYPES),
  /** Where it is polled; a list that was uploaded has none. */
  url: urlSchema.optional(),
  /** When its list was uploaded last; the list itself stands in the bucket. */
  uploadedAt: momentSchema.optional(),
  name: nameSchema,
  schedule: scheduleSchema,
  scope: scopeSchema,
  labels: labelsSchema,
  enabled: z.boolean(),
  revisits: revisitsSchema,
  /** Who decided, and when, that robots.txt does not bind this source. */
  robotsOverride: robotsOverrideSchema.optional(),
  /** True where a page's `noarchive` binds; otherwise it is only recorded. */
  obeyNoarchive: z.boolean().default(false),
  /** What is captured with each page. */
  resources: resourcesSchema.default(SOURCE_DEFAULTS.resources),
  createdAt: momentSchema,
  updatedAt: momentSchema,
  status: sourceStatusSchema,
});
export type Source = Readonly<z.infer<typeof sourceSchema>>;

const scopeRequestSchema = scopeSchema
  .extend({ maxAgeDays: scopeSchema.shape.maxAgeDays.nullable().meta({ description: "null: however old" }) })
  .partial();
const ignoreRobotsSchema = z.boolean().meta({ description: "Recorded with who asked for it; needs the admin scope." });

/** What all but type and url of a source may be set to, when it is made and later. */
const settings = {
  name: nameSchema.optional(),
  schedule: scheduleRequestSchema.optional(),
  scope: scopeRequestSchema.optional(),
  labels: labelsSchema.optional(),
  enabled: z.boolean().optional(),
  revisits: revisitsSchema.optional(),
  ignoreRobots: ignoreRobotsSchema.optional(),
  obeyNoarchive: z.boolean().optional(),
  resources: resourcesSchema.optional().meta({
    description: "What is captured with each page: its images, or all that makes it look like itself. Default none",
  }),
};

/** Body of `POST /v1/sources`. */
export const createSourceSchema = z
  .strictObject({ type: z.enum(SOURCE_TYPES), url: urlSchema.optional(), ...settings })
  .refine(({ type, url }) => url !== undefined || type === "list", {
    path: ["url"],
    message: "is needed, but for a list that is uploaded",
  })
  .refine(({ url, name }) => url !== undefined || name !== undefined, {
    path: ["name"],
    message: "is needed where there is no url",
  })
  .meta({ id: "CreateSource" });
export type CreateSource = z.infer<typeof createSourceSchema>;

/** Body of `PATCH /v1/sources/{id}`: what is absent stays, in `scope` too. A source's type never changes. */
export const patchSourceSchema = z.strictObject({ url: urlSchema.optional(), ...settings }).meta({ id: "PatchSource" });
export type PatchSource = z.infer<typeof patchSourceSchema>;
