/** Owns the flags of `npm run extract`. Pure. */
import { parseArgs } from "node:util";
import { isPageUrl } from "./extract-page.ts";
import { UsageError } from "./settings.ts";

export type ExtractFlags =
  | { readonly mode: "help" }
  | { readonly mode: "lines" }
  | {
      readonly mode: "page";
      /** `-` is standard input. */
      readonly file: string;
      readonly url: string;
      readonly contentType: string | null;
      readonly as: "markdown" | "json" | "text" | "html";
    };

const OPTIONS = {
  url: { type: "string" },
  "content-type": { type: "string" },
  json: { type: "boolean" },
  text: { type: "boolean" },
  html: { type: "boolean" },
  "stdin-jsonl": { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** @throws UsageError */
export function readExtractFlags(args: readonly string[]): ExtractFlags {
  const { values, positionals } = parse(args);
  if (values.help) return { mode: "help" };
  const forms = (["json", "text", "html"] as const).filter((form) => values[form]);
  const [file, ...more] = positionals;
  if (values["stdin-jsonl"]) {
    const [odd] = [...positionals, ...Object.keys(values).filter((flag) => flag !== "stdin-jsonl" && flag !== "json")];
    if (odd !== undefined) throw new UsageError(`--stdin-jsonl takes no ${odd in OPTIONS ? "--" : ""}${odd}`);
    return { mode: "lines" };
  }
  if (file === undefined) throw new UsageError("Which file? See npm run extract -- --help");
  if (more.length > 0) throw new UsageError(`One file at a time: what is ${more[0]}? For many, see --stdin-jsonl`);
  if (forms.length > 1) throw new UsageError(`Either --${forms[0]} or --${forms[1]}, not both`);
  if (values.url === undefined) throw new UsageError("Where was the page found? Add --url URL");
  if (!isPageUrl(values.url)) throw new UsageError(`--url: ${values.url} is not an http(s) URL`);
  const [as = "markdown"] = forms;
  return { mode: "page", file, url: values.url, contentType: values["content-type"] ?? null, as };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
