/** Owns what each command of `npm run sources` does: which arguments and flags it takes, and what it asks of the API. */
import { readFile, writeFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { coverageQuerySchema, endListQuerySchema, type SourceView } from "../../shared/api/source-schemas.ts";
import { checkUrl, URL_PROBLEMS } from "../../shared/url/check-url.ts";
import { UsageError } from "./settings.ts";
import {
  parseFlags,
  SETTING_FLAGS,
  type SourceFlag,
  type SourceFlags,
  toCount,
  toCreateSource,
  toPatchSource,
} from "./source-flags.ts";
import * as text from "./source-text.ts";
import type { SourcesClient } from "./sources-client.ts";

/** What a command has to say. */
export interface Told {
  readonly text: string;
  /** What programs get: a document a line. Absent where the text is for them too. */
  readonly documents?: readonly unknown[];
  readonly failed?: boolean;
}

/** What is left to do once an archive is there. */
type Work = (api: SourcesClient) => Promise<Told>;

interface Command {
  /** Names of its arguments; one in brackets may be left out. */
  readonly args: readonly string[];
  readonly flags: readonly SourceFlag[];
  /** Reads arguments, flags and files, so that no archive is started for a slip of the hand. */
  readonly prepare: (args: readonly string[], flags: SourceFlags) => Work | Promise<Work>;
}

const USUAL_RUNS = 20;

const COMMANDS: Readonly<Record<string, Command>> = {
  list: {
    args: [],
    flags: [],
    prepare: () => async (api) => {
      const sources = await api.list();
      return { text: text.sourcesText(sources), documents: sources };
    },
  },
  add: { args: ["URL"], flags: ["type", ...SETTING_FLAGS], prepare: prepareAdd },
  show: { args: ["ID"], flags: [], prepare: onSource((api, id) => api.get(id)) },
  pause: { args: ["ID"], flags: [], prepare: onSource((api, id) => api.patch(id, { enabled: false })) },
  resume: { args: ["ID"], flags: [], prepare: onSource((api, id) => api.patch(id, { enabled: true })) },
  remove: { args: ["ID"], flags: [], prepare: prepareRemove },
  runs: { args: ["ID"], flags: ["limit"], prepare: prepareRuns },
  ends: { args: ["ID", "RUN"], flags: ["kind"], prepare: prepareEnds },
  find: { args: ["URL"], flags: [], prepare: prepareFind },
  import: { args: ["FILE"], flags: SETTING_FLAGS, prepare: prepareImport },
  export: { args: ["[FILE]"], flags: [], prepare: prepareExport },
  coverage: { args: [], flags: ["from", "to"], prepare: prepareCoverage },
};

/** @throws UsageError for a command, argument, flag or file that makes no sense */
export async function prepareCommand([name, ...args]: readonly string[], flags: SourceFlags): Promise<Work> {
  if (name === undefined) throw new UsageError("Which command? See npm run sources -- --help");
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new UsageError(`There is no command ${name}: use ${Object.keys(COMMANDS).join(", ")}`);
  const needed = command.args.filter((arg) => !arg.startsWith("["));
  if (args.length < needed.length || args.length > command.args.length) {
    throw new UsageError(`Write: npm run sources -- ${[name, ...command.args].join(" ")}`);
  }
  const stray = Object.keys(flags).find((flag) => !command.flags.includes(flag as SourceFlag));
  if (stray !== undefined) throw new UsageError(`${name} takes no --${stray}`);
  return command.prepare(args, flags);
}

function onSource(ask: (api: SourcesClient, id: string) => Promise<SourceView>): Command["prepare"] {
  return ([id = ""]) =>
    async (api) => {
      const source = await ask(api, id);
      return { text: text.sourceText(source), documents: [source] };
    };
}

function prepareAdd([url = ""]: readonly string[], flags: SourceFlags): Work {
  const request = toCreateSource(url, flags);
  return async (api) => {
    const source = await api.create(request);
    return { text: text.sourceText(source), documents: [source] };
  };
}

function prepareRemove([id = ""]: readonly string[]): Work {
  return async (api) => {
    await api.remove(id);
    return { text: `${id} is removed; what it brought stays.\n`, documents: [{ removed: id }] };
  };
}

function prepareRuns([id = ""]: readonly string[], flags: SourceFlags): Work {
  const limit = toCount("limit", flags.limit) ?? USUAL_RUNS;
  return async (api) => {
    const runs = await api.runs(id, limit);
    return { text: text.runsText(runs), documents: runs };
  };
}

function prepareEnds([id = "", runId = ""]: readonly string[], flags: SourceFlags): Work {
  const { kind } = parseFlags(endListQuerySchema.pick({ kind: true }), flags);
  return async (api) => {
    const ends = await api.ends(id, runId, kind);
    return { text: text.endsText(ends), documents: ends };
  };
}

function prepareFind([url = ""]: readonly string[]): Work {
  const checked = checkUrl(url);
  if (!checked.ok) throw new UsageError(`${url}: ${URL_PROBLEMS[checked.problem]}`);
  return async (api) => {
    const search = await api.find(checked.url);
    return { text: text.searchText(search), documents: [search], failed: search.status === "failed" };
  };
}

function prepareCoverage(_: readonly string[], flags: SourceFlags): Work {
  const days = parseFlags(coverageQuerySchema, flags);
  return async (api) => {
    const coverage = await api.coverage(days);
    return { text: text.coverageText(coverage), documents: [coverage] };
  };
}

async function prepareImport([file = ""]: readonly string[], flags: SourceFlags): Promise<Work> {
  const content = await readFile(file, "utf8").catch(() => {
    throw new UsageError(`${file} cannot be read`);
  });
  if (![".opml", ".xml"].includes(extname(file).toLowerCase())) return importList(basename(file), content, flags);
  const [stray] = Object.keys(flags);
  if (stray !== undefined) throw new UsageError(`An OPML list takes no --${stray}`);
  return async (api) => {
    const imported = await api.importOpml(content);
    return { text: text.opmlText(imported), documents: [imported] };
  };
}

/** The list of a file is one source, however often the file is imported: its name says which. */
function importList(fileName: string, content: string, flags: SourceFlags): Work {
  const request = toCreateSource(undefined, { ...flags, type: "list", name: flags.name ?? fileName });
  const patch = toPatchSource(flags);
  return async (api) => {
    const known = (await api.list()).find(({ url, type, name }) => type === "list" && !url && name === request.name);
    if (known && Object.keys(patch).length > 0) await api.patch(known.id, patch);
    const { id } = known ?? (await api.create(request));
    try {
      const uploaded = await api.putList(id, content);
      return { text: text.uploadText(uploaded), documents: [uploaded] };
    } catch (error) {
      // A source without a list would never be polled.
      if (!known) await api.remove(id);
      throw error;
    }
  };
}

function prepareExport([file]: readonly string[]): Work {
  return async (api) => {
    const opml = await api.exportOpml();
    if (file === undefined) return { text: opml };
    await writeFile(file, opml).catch((error: unknown) => {
      throw new UsageError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    });
    return { text: `The feeds are in ${file}\n`, documents: [{ written: file }] };
  };
}
