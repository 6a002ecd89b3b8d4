/**
 * Owns what differs between stages, in one typed table. Nothing else in infra/ may ask for a stage's name to decide
 * something: it asks for the setting, so that all differences can be read here.
 */
import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import { ARCHIVE_ACCESS } from "../shared/names.ts";

/** What a stage sets. */
export interface Stage {
  readonly name: StageName;
  /** True where deleting a stack, or replacing a resource, may delete data: in dev and nowhere else. */
  readonly mayDeleteData: boolean;
  /** How long log groups keep their lines, in days. */
  readonly logRetentionDays: RetentionDays;
  /** Captures in flight at once, over all hosts: each is one instance of the capture function. */
  readonly captureConcurrency: number;
  /** Documents of sources that are read at once: each is one instance. */
  readonly pollConcurrency: number;
  /** Extractions in flight at once: each is one instance, with one vCPU. */
  readonly extractConcurrency: number;
  /** Files that are imported at once: each is one instance. SQS allows no fewer than two. */
  readonly importConcurrency: number;
  /** Exports that are made at once: each is one instance. SQS takes no fewer than two. */
  readonly exportConcurrency: number;
  /** Requests a second that the API lets through in the long run, and at once. */
  readonly throttle: { readonly ratePerSecond: number; readonly burst: number };
  /** Names the archive's operator in the User-Agent; `null` where the operator has to say it. */
  readonly defaultContact: string | null;
  /** Who may read by the protocols of web archives, unless the operator says otherwise. */
  readonly archiveAccess: ArchiveAccess;
  /** True where a rule copies every event of the bus into a log group, to be looked at. */
  readonly logsEvents: boolean;
}

/** `public`: anyone; `token`: holders of a token with scope read, which a browser asks for. */
export type ArchiveAccess = (typeof ARCHIVE_ACCESS)[number];

export type StageName = "dev" | "prod";

/**
 * A submit call that waits holds an instance for up to 30 s: at 30 requests a second callers who all wait can hold 900,
 * of the 1,000 that an account may have once its quota is the ordinary one. A new account has fewer and asks for more.
 */
const THROTTLE = { ratePerSecond: 30, burst: 60 } as const;

const STAGES: { readonly [N in StageName]: Stage & { readonly name: N } } = {
  dev: {
    name: "dev",
    mayDeleteData: true,
    logRetentionDays: 7,
    captureConcurrency: 4,
    pollConcurrency: 2,
    extractConcurrency: 2,
    importConcurrency: 2,
    exportConcurrency: 2,
    throttle: THROTTLE,
    defaultContact: "https://pressmark.example/contact",
    archiveAccess: "token",
    logsEvents: true,
  },
  prod: {
    name: "prod",
    mayDeleteData: false,
    logRetentionDays: 90,
    captureConcurrency: 40,
    pollConcurrency: 10,
    extractConcurrency: 20,
    importConcurrency: 4,
    exportConcurrency: 5,
    throttle: THROTTLE,
    defaultContact: null,
    archiveAccess: "token",
    logsEvents: false,
  },
};

/** A wrong or missing setting of the CDK app; `message` says what to type instead. */
export class SettingsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SettingsError";
  }
}

/**
 * The settings of a stage.
 *
 * @throws SettingsError when there is no such stage.
 */
export function findStage(name: unknown): Stage {
  if (name === "dev" || name === "prod") return STAGES[name];
  const given = name === undefined ? "No stage was given" : `There is no stage ${JSON.stringify(name)}`;
  throw new SettingsError(`${given}. Use -c stage=${Object.keys(STAGES).join(" or -c stage=")}.`);
}

/**
 * The contact that the User-Agent will name: an http(s) URL or a mail address.
 *
 * @throws SettingsError when it is neither, or when it is missing and the stage has no default.
 */
export function findContact(stage: Stage, contact: unknown): string {
  const given = contact === undefined || contact === "" ? stage.defaultContact : contact;
  if (given === null) {
    throw new SettingsError(
      `Stage ${stage.name} needs a contact, so that sites can reach you: -c contact=https://your.site/bot or a mail address.`,
    );
  }
  if (typeof given === "string" && (isWebAddress(given) || /^[^\s@()<>;,]+@[^\s@()<>;,]+\.[^\s@()<>;,]+$/.test(given)))
    return given;
  throw new SettingsError(`The contact ${JSON.stringify(given)} is neither an http(s) URL nor a mail address.`);
}

/**
 * Further hosts that the API is reached by, as behind a domain of one's own: they are never fetched.
 *
 * @param hosts - comma-separated `host` or `host:port`; undefined for none
 * @throws SettingsError when one is none.
 */
export function findOwnHosts(hosts: unknown): string[] {
  const given = String(hosts ?? "")
    .split(",")
    .map((host) => host.trim())
    .filter((host) => host !== "");
  const bad = given.find((host) => URL.parse(`http://${host}`)?.href !== `http://${host.toLowerCase()}/`);
  if (bad === undefined) return given;
  throw new SettingsError(`ownHosts: ${JSON.stringify(bad)} is not a host or host:port.`);
}

/**
 * Who may read by the protocols of web archives: what is given, or the stage's own setting.
 *
 * @throws SettingsError when it is neither `public` nor `token`.
 */
export function findArchiveAccess(stage: Stage, access: unknown): ArchiveAccess {
  if (access === undefined || access === "") return stage.archiveAccess;
  const found = ARCHIVE_ACCESS.find((name) => name === access);
  if (found) return found;
  throw new SettingsError(`archiveAccess: ${JSON.stringify(access)} is neither of ${ARCHIVE_ACCESS.join(" and ")}.`);
}

/**
 * Least gap between two requests to a host, in milliseconds; undefined for the archive's own.
 *
 * @throws SettingsError when it is less than a second: that is for nobody's site.
 */
export function findMinGapMs(seconds: unknown): number | undefined {
  if (seconds === undefined || seconds === "") return undefined;
  const gap = Number(seconds);
  if (Number.isFinite(gap) && gap >= 1 && gap <= 60) return Math.round(gap * 1000);
  throw new SettingsError(`gapSeconds: ${JSON.stringify(seconds)} is not a number of seconds from 1 to 60.`);
}

function isWebAddress(text: string): boolean {
  // Parentheses and white space would end the comment of the User-Agent that carries the contact (RFC 9110, 5.6.5).
  if (/[\s()]/.test(text)) return false;
  const url = URL.parse(text);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:");
}
