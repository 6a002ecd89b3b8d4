/** Owns how sources, their runs and coverage are shown to a person. Pure. */
import type {
  CoverageView,
  EndListView,
  LedgerView,
  OpmlImportView,
  RunView,
  SiteSearchView,
  SourceView,
  UploadedListView,
} from "../../shared/api/source-schemas.ts";
import { toLine, toTable } from "./table.ts";

export function sourcesText(sources: readonly SourceView[]): string {
  if (sources.length === 0) return "No sources yet. Add one: npm run sources -- add URL\n";
  const rows = sources.map((source) => [
    ...[source.id, source.type, stateOf(source), moment(source.nextPollAt)],
    ...[source.name, source.url ?? "(uploaded)"],
  ]);
  return toTable([["ID", "TYPE", "STATE", "NEXT POLL", "NAME", "URL"], ...rows]);
}

export function sourceText(source: SourceView): string {
  const { scope, suspension, robotsOverride } = source;
  const lines: [string, string | null | undefined | false][] = [
    ["id", source.id],
    ["type", source.type],
    ["url", source.url ?? `(uploaded ${moment(source.uploadedAt)})`],
    ["state", stateOf(source)],
    ["suspended", suspension && `${moment(suspension.at)}, ${suspension.code}: ${suspension.message}`],
    ["last failure", source.lastFailure],
    ["silent since", source.silentSince && moment(source.silentSince)],
    ["schedule", scheduleOf(source)],
    ["last poll", moment(source.lastPolledAt)],
    ["next poll", moment(source.nextPollAt)],
    ["labels", source.labels.join(", ")],
    ["include", scope.include.join(" ")],
    ["exclude", scope.exclude.join(" ")],
    ["hosts", scope.sameHost ? "its own only" : "any"],
    ["new a run", `${scope.maxNewPerRun} at the most`],
    ["age", scope.maxAgeDays !== undefined && `${scope.maxAgeDays} days at the most`],
    ["revisits", source.revisits.join(" ") || "none"],
    ["robots.txt", robotsOverride && `set aside by ${robotsOverride.by}, ${moment(robotsOverride.at)}`],
    ["noarchive", source.obeyNoarchive && "obeyed"],
    ["resources", source.resources !== "none" && source.resources],
  ];
  const known = lines.flatMap(([name, value]) => (value ? [[name, value]] : []));
  return `${toLine(source.name)}\n${toTable(known).replace(/^(?=.)/gm, "  ")}`;
}

const LEDGER_HEADING = [
  ...["SEEN", "NEW", "CHANGED", "KNOWN", "CAPTURED", "UNCHANGED", "DENIED"],
  ...["OUT OF SCOPE", "LATE", "WAITING", "FAILED"],
];

export function runsText(runs: readonly RunView[]): string {
  if (runs.length === 0) return "No runs yet.\n";
  const rows = runs.map(({ id, startedAt, kind, outcome, error, ledger }) => [
    ...[id, moment(startedAt), kind, error ? `${outcome}: ${error.code}` : outcome],
    ...ledgerCells(ledger),
  ]);
  return toTable([["RUN", "STARTED", "KIND", "OUTCOME", ...LEDGER_HEADING], ...rows]);
}

export function endsText(ends: EndListView["ends"]): string {
  if (ends.length === 0) return "No such ends.\n";
  const rows = ends.map(({ at, kind, takenAs, url, code, message }) => [
    ...[moment(at), kind, takenAs, url],
    code === null ? "" : `${code}: ${message ?? ""}`,
  ]);
  return toTable([["ENDED", "KIND", "TAKEN AS", "URL", "WHY"], ...rows]);
}

export function coverageText({ from, to, complete, total, sources }: CoverageView): string {
  const sums = [
    ...sources.map((sum) => ({ ...sum, name: sum.name ?? sum.sourceId })),
    { ...total, name: "all sources" },
  ];
  const rows = sums.flatMap(({ name, polls, revisits }) => [
    [name, "polls", ...ledgerCells(polls)],
    ...(revisits.seen > 0 ? [[name, "revisits", ...ledgerCells(revisits)]] : []),
  ]);
  const heading = `${from} to ${to}: ${count(total.runs, "run")}, ${total.failedRuns} of them failed\n\n`;
  const cut = complete ? "" : "\nThere were more runs than are added up at once: ask for fewer days.\n";
  return heading + toTable([["SOURCE", "OF", ...LEDGER_HEADING], ...rows]) + cut;
}

export function searchText({ url, found, error }: SiteSearchView): string {
  if (error) return `✗ ${toLine(url)}\n  ${error.code}: ${toLine(error.message)}\n`;
  if (found.length === 0) return `${toLine(url)} declares no feed and no sitemap.\n`;
  const rows = found.map((each) => [each.type, each.url, each.title ?? ""]);
  return `${toTable([["TYPE", "URL", "TITLE"], ...rows])}\nHave one polled: npm run sources -- add URL --type TYPE\n`;
}

export function opmlText({ created, existing, skipped }: OpmlImportView): string {
  const lines = [
    `${count(created.length, "source")} made, ${existing.length} there already, ${skipped.length} skipped\n`,
    ...created.map(({ name, url }) => `  + ${toLine(name)}  ${url}\n`),
    ...skipped.map((address) => `  no http(s) URL: ${toLine(address)}\n`),
  ];
  return lines.join("");
}

export function uploadText({ source, urls, skipped }: UploadedListView): string {
  const lines = [
    `${toLine(source.name)}: ${count(urls, "URL")} taken\n  ${source.id}\n`,
    ...skipped.map(({ line, text, code }) => `  line ${line} is left out, ${code}: ${toLine(text)}\n`),
  ];
  return lines.join("");
}

/** As the table of a ledger has them, the codes of failures last: they are the only ones of any width. */
function ledgerCells(ledger: LedgerView): (string | number)[] {
  const failed = Object.entries(ledger.failed).filter(([, times]) => times > 0);
  const sum = failed.reduce((all, [, times]) => all + times, 0);
  const codes = failed.map(([code, times]) => `${code} ${times}`).join(", ");
  const { seen, changed, known, captured, unchanged, robotsDenied, outOfScope, late, waiting } = ledger;
  const cells = [seen, ledger.new, changed, known, captured, unchanged, robotsDenied, outOfScope, late, waiting];
  return [...cells, `${sum}${codes ? ` (${codes})` : ""}${ledger.addsUp ? "" : " DOES NOT ADD UP"}`];
}

function stateOf({ state, failures, silentSince }: SourceView): string {
  if (state !== "active") return state;
  if (failures > 0) return `failing (${failures})`;
  return silentSince ? "silent" : state;
}

function scheduleOf({ schedule, autoSeconds }: SourceView): string {
  if (schedule === "auto") return `auto, now every ${Math.round(autoSeconds / 60)} min`;
  return "every" in schedule ? `every ${schedule.every}` : `${schedule.cron} (${schedule.timeZone})`;
}

/** To the minute, in UTC. */
const moment = (iso: string | null): string => (iso === null ? "-" : `${iso.slice(0, 16)}Z`);

const count = (times: number, noun: string): string => `${times} ${noun}${times === 1 ? "" : "s"}`;
