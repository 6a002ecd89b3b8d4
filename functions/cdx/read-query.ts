/** Owns reading a CDX query from its parameters, and what of it is refused. Pure. */
import { badRequestOf, ProblemError } from "../../shared/api/problems.ts";
import { decodeCursor } from "../../shared/index/cursor.ts";
import {
  MATCH_TYPES,
  type MatchType,
  type Period,
  rangesAfter,
  rangesOfMatch,
  type SiteRange,
} from "../../shared/index/site-range.ts";
import { withScheme } from "../../shared/memento/memento-urls.ts";
import { firstMoment, lastMoment } from "../../shared/memento/timestamp.ts";
import { checkUrl } from "../../shared/url/check-url.ts";
import { CDXJ_FIELDS, type CdxField, DEFAULT_FIELDS, findField } from "./cdx-fields.ts";
import { type Filter, readFilters } from "./filters.ts";

export const OUTPUTS = ["text", "json", "cdxj"] as const;
export type Output = (typeof OUTPUTS)[number];

/** Most rows of one answer. With URLs of common length that is some 2 MB, and read in a second. */
export const MAX_ROWS = 10_000;

/** Rows of a page block, and blocks of the largest page: `pageSize` counts blocks, as the Wayback server's does. */
export const BLOCK_ROWS = 1000;
const MAX_PAGE_BLOCKS = 5;

/** `fastLatest` without a limit gives "some number" of the latest; this is ours. */
const LATEST_ROWS = 10;

export interface Collapse {
  readonly field: CdxField;
  /** Characters of the field that are compared; undefined for all. */
  readonly length: number | undefined;
}

export interface CdxQuery {
  /** Absolute, as checked. */
  readonly url: string;
  readonly matchType: MatchType;
  /** In order; after the resume key, where there is one. */
  readonly ranges: readonly SiteRange[];
  readonly period: Period;
  readonly fields: readonly CdxField[];
  readonly output: Output;
  /** Undefined: by the caller's Accept-Encoding. */
  readonly gzip: boolean | undefined;
  readonly offset: number;
  /** Rows from the beginning, or with `latest` from the end. */
  readonly limit: number;
  readonly latest: boolean;
  /** Whether the limit is the caller's, and not ours. */
  readonly hasLimit: boolean;
  readonly filters: readonly Filter[];
  readonly collapses: readonly Collapse[];
  readonly showResumeKey: boolean;
  /** From 0; undefined where the answer is not a page. */
  readonly page: number | undefined;
  /** Rows of a page, before filters. */
  readonly pageRows: number;
  readonly showNumPages: boolean;
  readonly showDupeCount: boolean;
  readonly showSkipCount: boolean;
  readonly lastSkipTimestamp: boolean;
  readonly resolveRevisits: boolean;
}

/**
 * Parameters that nobody knows are let pass, as the Wayback server does: clients send them.
 *
 * @throws ProblemError for a parameter that cannot be what it says; BadCursorError for a resume key of another query
 */
export function readQuery(params: URLSearchParams): CdxQuery {
  const { url, matchType } = readTarget(params);
  const period = readPeriod(params);
  const all = rangesOfMatch(url, matchType, period);
  if (!all) throw badRequestOf("url: a public suffix is nobody's domain; name one below it");
  const resumeKey = params.get("resumeKey");
  const after = resumeKey ? decodeCursor(resumeKeyQuery({ url, matchType }), resumeKey) : undefined;
  const limit = readInteger(params, "limit") ?? 0;
  const latest = limit < 0 || readFlag(params, "fastLatest");
  const blocks = Math.min(Math.max(readInteger(params, "pageSize") || 1, 1), MAX_PAGE_BLOCKS);
  const page = readInteger(params, "page");
  return {
    url,
    matchType,
    ranges: after === undefined ? all : rangesAfter(all, after),
    period,
    fields: readFields(params),
    output: readOutput(params),
    gzip: params.has("gzip") ? readFlag(params, "gzip") : undefined,
    offset: Math.max(readInteger(params, "offset") ?? 0, 0),
    limit: Math.min(Math.abs(limit) || (latest ? LATEST_ROWS : MAX_ROWS), MAX_ROWS),
    latest,
    hasLimit: limit !== 0 && Math.abs(limit) <= MAX_ROWS,
    filters: readFilters(params.getAll("filter").filter(Boolean)),
    collapses: params.getAll("collapse").filter(Boolean).map(readCollapse),
    showResumeKey: readFlag(params, "showResumeKey"),
    page: page === undefined || page < 0 ? undefined : page,
    pageRows: blocks * BLOCK_ROWS,
    showNumPages: readFlag(params, "showNumPages"),
    showDupeCount: readFlag(params, "showDupeCount"),
    showSkipCount: readFlag(params, "showSkipCount"),
    lastSkipTimestamp: readFlag(params, "lastSkipTimestamp"),
    resolveRevisits: readFlag(params, "resolveRevisits"),
  };
}

/** What a resume key belongs to: other parameters may change from one call to the next. */
export const resumeKeyQuery = ({ url, matchType }: Pick<CdxQuery, "url" | "matchType">) => ["cdx", url, matchType];

/** `host/*` is a prefix and `*.host` a domain, where no match type says otherwise. */
function readTarget(params: URLSearchParams): Pick<CdxQuery, "url" | "matchType"> {
  const text = params.get("url")?.trim();
  if (!text) throw badRequestOf("url: this parameter is required");
  const named = params.get("matchType")?.toLowerCase();
  const asked = MATCH_TYPES.find((type) => type === named);
  if (named && !asked) throw badRequestOf(`matchType: one of ${MATCH_TYPES.join(", ")}`);
  const isDomain = text.startsWith("*.");
  const isPrefix = !isDomain && text.endsWith("*") && (!asked || asked === "prefix");
  const bare = isDomain ? text.slice("*.".length).replace(/\/?\*?$/, "") : isPrefix ? text.slice(0, -1) : text;
  const checked = checkUrl(withScheme(bare));
  if (!checked.ok) throw new ProblemError(checked.problem);
  return { url: checked.url, matchType: asked ?? (isDomain ? "domain" : isPrefix ? "prefix" : "exact") };
}

function readPeriod(params: URLSearchParams): Period {
  const read = (name: string, toMoment: typeof firstMoment) => {
    const digits = params.get(name)?.trim();
    if (!digits) return undefined;
    const moment = toMoment(digits);
    if (!moment) throw badRequestOf(`${name}: a timestamp is 1 to 14 digits, YYYYMMDDhhmmss`);
    return moment.toISOString();
  };
  return { from: read("from", firstMoment), until: read("to", lastMoment) };
}

function readFields(params: URLSearchParams): readonly CdxField[] {
  const names = (params.get("fl") ?? params.get("fields") ?? "").split(",").filter(Boolean);
  if (names.length > 50) throw badRequestOf("fl: more fields than there are");
  if (names.length === 0) return readOutput(params) === "cdxj" ? CDXJ_FIELDS : DEFAULT_FIELDS;
  return names.map((name) => toField("fl", name.trim()));
}

function toField(parameter: string, name: string): CdxField {
  const field = findField(name);
  if (!field) throw badRequestOf(`${parameter}: there is no field ${JSON.stringify(name)}`);
  return field;
}

function readOutput(params: URLSearchParams): Output {
  const name = params.get("output") || "text";
  const output = OUTPUTS.find((each) => each === name);
  if (!output) throw badRequestOf(`output: one of ${OUTPUTS.join(", ")}`);
  return output;
}

function readCollapse(text: string): Collapse {
  const [, name = "", length] = /^([^:]*)(?::(\d{1,4}))?$/.exec(text) ?? [];
  if (name === "") throw badRequestOf("collapse: a field, or a field, a colon and a number of characters");
  return { field: toField("collapse", name), length: length === undefined ? undefined : Number(length) };
}

function readInteger(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name)?.trim();
  if (!text) return undefined;
  if (!/^-?\d{1,9}$/.test(text)) throw badRequestOf(`${name}: a whole number`);
  return Number(text);
}

const readFlag = (params: URLSearchParams, name: string): boolean => /^(true|1|on)$/i.test(params.get(name) ?? "");
