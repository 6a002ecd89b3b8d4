/** Owns how extract is bundled: itself in one file, and what few pages need in others that are loaded late. */
import type { BundlingOptions } from "aws-cdk-lib/aws-lambda-nodejs";

/** A package that is bundled into a file of its own, and the module in it that is imported. */
interface LateModule {
  /** As the code imports it. */
  readonly specifier: string;
  /** The file under node_modules that the bundle begins with, and the one that it makes. */
  readonly entry: string;
  readonly outfile: string;
  readonly format: "cjs" | "esm";
}

/**
 * jsdom stands in where the light DOM fails, and is four times the size of all the rest. The tables of legacy encodings
 * and the statistics that guess them (200 KB) are for pages that are not UTF-8.
 */
const LATE_MODULES: readonly LateModule[] = [
  { specifier: "jsdom", entry: "jsdom/lib/api.js", outfile: "jsdom/index.js", format: "cjs" },
  { specifier: "chardet", entry: "chardet/lib/index.js", outfile: "chardet/index.js", format: "cjs" },
  {
    specifier: "@exodus/bytes/encoding.js",
    entry: "@exodus/bytes/encoding.js",
    outfile: "@exodus/bytes/encoding.js",
    format: "esm",
  },
];

export const EXTRACT_BUNDLING: BundlingOptions = {
  // A third of the size. Without names: keeping them is 60 KB, and a call for each function that is made, also while a
  // page is read; of what stands in a log, only errors have names, which are set (shared/errors.ts).
  minify: true,
  keepNames: false,
  externalModules: LATE_MODULES.map(({ specifier }) => specifier),
  esbuildArgs: {
    "--alias:@aws-sdk/credential-provider-node": "./shared/aws/role-credentials.ts",
    // Tables of entities, and words in many languages: escaped they are 26 KB larger..
    "--charset": "utf8",
  },
  commandHooks: {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (inputDir, outputDir) => [
      ...LATE_MODULES.map((module) => bundleLate(module, inputDir, outputDir)),
      `echo '{"main":"index.js"}' > "${outputDir}/node_modules/jsdom/package.json"`,
      `echo '{"main":"index.js"}' > "${outputDir}/node_modules/chardet/package.json"`,
      `echo '{"type":"module"}' > "${outputDir}/node_modules/@exodus/bytes/package.json"`,
      // jsdom looks for the file of its synchronous XMLHttpRequest as soon as it is loaded. No script ever runs in our
      // documents, so nothing will ask for it: one that fails loudly is all that is needed.
      `echo "throw new Error('There is no XMLHttpRequest here');" > "${outputDir}/node_modules/jsdom/xhr-sync-worker.js"`,
    ],
  },
};

function bundleLate({ entry, outfile, format }: LateModule, inputDir: string, outputDir: string): string {
  const options = `--bundle --platform=node --target=node24 --format=${format} --minify --keep-names --log-level=error`;
  const modules = `${inputDir}/node_modules`;
  return `"${modules}/.bin/esbuild" "${modules}/${entry}" ${options} --outfile="${outputDir}/node_modules/${outfile}"`;
}
