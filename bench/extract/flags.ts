/** Owns the flags of `npm run bench:extract`. */
import { parseArgs } from "node:util";
import { UsageError } from "../../local/commands/settings.ts";
import { type CorpusOptions, type CorpusPage, NoCorpus, readCorpus } from "./corpus.ts";
import { RIVALS_INSTALL, TOOLS, type Tool } from "./tools.ts";

export const PARTS = ["quality", "speed", "bundle"] as const;

export type Part = (typeof PARTS)[number];

const DEFAULT_COUNT = 1_000;

export const HELP = `npm run bench:extract -- --corpus DIR [options]

Prints tables: how good and how fast extraction is on pages whose truth is known, beside others in the same run.

  --corpus DIR       a set, or a folder of sets: truth.jsonl and pages/<id>.html.gz
  --limit N          only the first N pages of each set
  --half even|odd    only the pages whose id has an even, or odd, CRC-32
  --only PART,…      of ${PARTS.join(", ")} (default: all; quality is texts, metadata and kinds of pages)
  --tools NAME,…     of ${TOOLS.map(({ name }) => name).join(", ")} (default: all)
  --count N          pages in a row for speed and memory (default ${DEFAULT_COUNT})
  --ablation         instead: what each rule of extraction brings

The other extractors are installed by: ${RIVALS_INSTALL}
`;

export interface BenchFlags {
  readonly pages: readonly CorpusPage[];
  readonly parts: readonly Part[];
  readonly tools: readonly Tool[];
  readonly count: number;
  readonly ablation: boolean;
}

/**
 * @returns Null where only help is asked for.
 * @throws UsageError
 */
export function readBenchFlags(args: readonly string[]): BenchFlags | null {
  const values = parse(args);
  if (values.help) return null;
  if (values.corpus === undefined) throw new UsageError("Which corpus? Add --corpus DIR");
  const half = values.half === undefined ? undefined : pick("half", values.half, ["even", "odd"] as const);
  const names = TOOLS.map(({ name }) => name);
  const wanted = toList(values.tools)?.map((name) => pick("tools", name, names)) ?? names;
  return {
    pages: open(values.corpus, { limit: toCount("limit", values.limit), half }),
    parts: toList(values.only)?.map((part) => pick("only", part, PARTS)) ?? PARTS,
    tools: TOOLS.filter(({ name }) => wanted.includes(name)),
    count: toCount("count", values.count) ?? DEFAULT_COUNT,
    ablation: values.ablation ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        corpus: { type: "string" },
        limit: { type: "string" },
        half: { type: "string" },
        only: { type: "string" },
        tools: { type: "string" },
        count: { type: "string" },
        ablation: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function open(dir: string, options: CorpusOptions): CorpusPage[] {
  try {
    return readCorpus(dir, options);
  } catch (error) {
    if (error instanceof NoCorpus) throw new UsageError(error.message);
    throw error;
  }
}

function toList(text: string | undefined): string[] | undefined {
  return text?.split(",").map((name) => name.trim());
}

function pick<T extends string>(flag: string, text: string, values: readonly T[]): T {
  const value = values.find((each) => each === text);
  if (value === undefined) throw new UsageError(`--${flag}: there is no ${text}; use ${values.join(", ")}`);
  return value;
}

function toCount(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(`--${flag}: ${text} is not a whole number`);
  return Number(text);
}
