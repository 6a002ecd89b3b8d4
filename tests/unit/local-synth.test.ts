/** When the embedded cloud synthesizes, and when it does not. A little app stands in for the CDK's. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureSynthesized } from "../../local/synth.ts";

let projectDir: string;

/** Writes a manifest and counts its runs. */
const APP = `
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
mkdirSync(process.env.CDK_OUTDIR, { recursive: true });
appendFileSync("runs", "x");
writeFileSync(process.env.CDK_OUTDIR + "/manifest.json", process.env.CDK_CONTEXT_JSON);
`;

beforeEach(() => {
  projectDir = mkdtempSync(join(tmpdir(), "pressmark-synth-"));
  for (const folder of ["infra", "shared"]) mkdirSync(join(projectDir, folder));
  writeFileSync(join(projectDir, "package.json"), '{"type":"module"}');
  writeFileSync(join(projectDir, "infra/app.ts"), APP);
});

afterEach(() => rmSync(projectDir, { recursive: true, force: true }));

const synthesize = () => ensureSynthesized({ projectDir, outDir: join(projectDir, "out") });
const runs = () => readFileSync(join(projectDir, "runs"), "utf8").length;

describe("synthesizing", () => {
  it("happens once while nothing changes, and again for a changed, new or removed file", async () => {
    expect([await synthesize(), await synthesize(), runs()]).toEqual(["made", "unchanged", 1]);
    writeFileSync(join(projectDir, "shared/new.ts"), "1");
    expect(await synthesize()).toBe("made");
    rmSync(join(projectDir, "shared/new.ts"));
    expect([await synthesize(), runs()]).toEqual(["made", 3]);
  });

  it("is done by one of many who ask at once", async () => {
    const answers = await Promise.all([1, 2, 3].map(synthesize));
    expect([answers.filter((answer) => answer === "made").length, runs()]).toEqual([1, 1]);
  });

  it("says what the app said when it fails, and is tried again", async () => {
    writeFileSync(join(projectDir, "infra/app.ts"), 'console.error("No stage was given."); process.exit(1);');
    await expect(synthesize()).rejects.toThrow("synthesizing failed (exit 1):\nNo stage was given.");
    await expect(synthesize()).rejects.toThrow("No stage was given.");
    expect(existsSync(join(projectDir, "out.lock"))).toBe(false);
  });
});
