/** Owns what can be set when the archive runs on a laptop: each flag, its environment name, and its default, once. */
import { type ParseArgsConfig, parseArgs } from "node:util";

/** Thrown for a flag or value that makes no sense; `message` says what to type instead. */
export class UsageError extends Error {}

export interface Settings {
  /** Port of the API on 127.0.0.1; 0 takes any free one. */
  readonly port: number;
  /** Where everything archived is kept. */
  readonly dataDir: string;
  /** API token; undefined means the one made at the first start, kept under the data directory. */
  readonly token: string | undefined;
  /** `host:port` pairs on private addresses that may be fetched. */
  readonly allowPrivate: readonly string[];
  /** Whether the sample newspaper is served. */
  readonly sample: boolean;
}

const DEFAULTS = { port: 4400, dataDir: ".pressmark" } as const;

export const SETTINGS_HELP = `
  --port N                   port of the API (default ${DEFAULTS.port}; 0 takes any free one)   PRESSMARK_PORT
  --data DIR                 where everything is kept (default ${DEFAULTS.dataDir})        PRESSMARK_DATA
  --token T                  API token of 8 characters or more                PRESSMARK_TOKEN
                             (default: made once and kept)
  --allow-private HOST:PORT  private address that may be fetched; repeatable  PRESSMARK_ALLOW_PRIVATE`;

const OPTIONS = {
  port: { type: "string" },
  data: { type: "string" },
  token: { type: "string" },
  "allow-private": { type: "string", multiple: true },
  "no-sample": { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

type Options = NonNullable<ParseArgsConfig["options"]>;

/** What flags of a command's own were set to. */
export type Flags<O extends Options> = {
  readonly [F in keyof O]?: O[F] extends { readonly type: "boolean" }
    ? boolean
    : O[F] extends { readonly multiple: true }
      ? string[]
      : string;
};

export interface CommandLine<O extends Options = Record<never, never>> {
  readonly settings: Settings;
  readonly json: boolean;
  readonly help: boolean;
  readonly rest: readonly string[];
  readonly flags: Flags<O>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param own - flags that only this command has
 * @throws UsageError
 */
export function readCommandLine<const O extends Options = Record<never, never>>(
  args: readonly string[],
  own?: O,
  env: Environment = process.env,
): CommandLine<O> {
  const { values, positionals, flags } = parse(args, own);
  const listed = values["allow-private"] ?? env.PRESSMARK_ALLOW_PRIVATE?.split(",") ?? [];
  return {
    settings: {
      port: toPort(values.port ?? env.PRESSMARK_PORT ?? String(DEFAULTS.port)),
      dataDir: values.data ?? env.PRESSMARK_DATA ?? DEFAULTS.dataDir,
      token: toToken(values.token ?? env.PRESSMARK_TOKEN),
      allowPrivate: listed
        .map((pair) => pair.trim())
        .filter((pair) => pair !== "")
        .map(toHostPort),
      sample: !values["no-sample"],
    },
    json: values.json ?? false,
    help: values.help ?? false,
    rest: positionals,
    flags: flags as Flags<O>,
  };
}

function parse(args: readonly string[], own: Options = {}) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...own, ...OPTIONS },
      allowPositionals: true,
    });
    const flags = Object.fromEntries(Object.entries(values).filter(([name]) => name in own));
    return { values, positionals, flags };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function toPort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new UsageError(`--port: ${text} is not a port number`);
  return Number(text);
}

/** A token goes into a header as it is. */
function toToken(text: string | undefined): string | undefined {
  if (text !== undefined && !/^[\w.~+/=-]{8,200}$/.test(text)) {
    throw new UsageError("--token: use 8 to 200 letters, digits or . _ ~ + / = -");
  }
  return text;
}

function toHostPort(pair: string): string {
  if (!URL.canParse(`http://${pair}/`) || !/:\d{1,5}$/.test(pair)) {
    throw new UsageError(`--allow-private: ${pair} is not HOST:PORT`);
  }
  return pair;
}
