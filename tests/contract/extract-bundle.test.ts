/** Extraction from a bundle such as the stack deploys: alone in its file, with what few pages need in others that are loaded late. */
import { execFileSync, execSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXTRACT_BUNDLING } from "../../infra/constructs/extract-bundling.ts";

const ROOT = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "pressmark-bundle-"));

beforeAll(async () => {
  await build({
    absWorkingDir: ROOT,
    entryPoints: ["shared/article/extract-article.ts"],
    outfile: join(folder, "index.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    mainFields: ["module", "main"],
    keepNames: EXTRACT_BUNDLING.keepNames ?? true,
    charset: "utf8",
    minify: EXTRACT_BUNDLING.minify ?? false,
    external: [...(EXTRACT_BUNDLING.externalModules ?? [])],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: "error",
  });
  for (const command of EXTRACT_BUNDLING.commandHooks?.afterBundling(ROOT, folder) ?? []) execSync(command);
  writeFileSync(
    join(folder, "run.mjs"),
    `const { extractArticle } = await import("./index.mjs");
     const body = new TextEncoder().encode("<title>Mill</title><article>" + "<p>The river rose, and fell.</p>".repeat(40));
     const [, , dom, contentType = null, stray = ""] = process.argv;
     const at = "2024-03-07T10:00:00.000Z";
     const input = { captureId: "a", url: "https://a.example/", capturedAt: at, extractedAt: at, contentType, body: Buffer.concat([body, Buffer.from(stray, "hex")]) };
     const { article, dom: { used, failure } } = await extractArticle({ ...input, dom });
     console.log(JSON.stringify([article.wordCount, used, failure, article.encoding]));`,
  );
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("the bundle of extraction", () => {
  const run = (...flags: string[]) =>
    JSON.parse(execFileSync(process.execPath, ["run.mjs", ...flags], { cwd: folder, encoding: "utf8" }));

  it("is under a megabyte", () => {
    expect(statSync(join(folder, "index.mjs")).size).toBeLessThan(1_000_000);
  });

  it.each(["light", "jsdom"])("reads a page on %s", { timeout: 30_000 }, (dom) => {
    expect(run(dom)).toEqual([200, dom, null, "utf-8"]);
  });

  it("reads a page in an encoding that has tables", () => {
    expect(run("light", "text/html; charset=shift_jis")).toEqual([200, "light", null, "shift_jis"]);
  });

  it("guesses what a page is in that says nothing and is not UTF-8", () => {
    expect(run("light", "text/html", "e9")).toEqual([201, "light", null, "windows-1252"]);
  });
});
