/** Owns how extract is bundled: itself in one file, and jsdom in another. */
import type { BundlingOptions } from "aws-cdk-lib/aws-lambda-nodejs";

/**
 * jsdom stands in where the light DOM fails, and is twenty times its size: it is bundled into a file of its own, which is
 * loaded when it is first needed. It looks for the file of its synchronous XMLHttpRequest as soon as it is loaded. No
 * script ever runs in our documents, so nothing will ask for it: one that fails loudly is all that is needed.
 */
export const EXTRACT_BUNDLING: BundlingOptions = {
  // Half the size: 1.6 MB, of which extraction is 0.7 and the rest AWS's and the archive's own clients.
  minify: true,
  externalModules: ["jsdom"],
  commandHooks: {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (inputDir, outputDir) => [
      `"${inputDir}/node_modules/.bin/esbuild" "${inputDir}/node_modules/jsdom/lib/api.js" --bundle --platform=node --target=node24 --minify --keep-names --log-level=error --outfile="${outputDir}/node_modules/jsdom/index.js"`,
      `echo "throw new Error('There is no XMLHttpRequest here');" > "${outputDir}/node_modules/jsdom/xhr-sync-worker.js"`,
      `echo '{"main":"index.js"}' > "${outputDir}/node_modules/jsdom/package.json"`,
    ],
  },
};
