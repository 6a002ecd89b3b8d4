/** Owns a WACZ that is made in memory at once: a page with all that it was shown with. Pure. */
import { SOFTWARE } from "../version.ts";
import type { PackageNotes } from "./manifest.ts";
import type { PlannedCapture } from "./planned-capture.ts";
import { type ReadPlannedDeps, readPlanned } from "./read-planned.ts";
import type { SigningKey } from "./signing-key.ts";
import { toWrittenFile, writeEnd } from "./wacz-end.ts";
import { WarcPart } from "./warc-part.ts";
import { localHeader } from "./zip.ts";

export interface SmallWaczInput {
  /** UUID that the ids of records made here follow from. */
  readonly id: string;
  readonly captures: readonly PlannedCapture[];
  readonly title: string;
  readonly createdAt: Date;
  readonly key: SigningKey;
}

const FILENAME = "data-00001.warc.gz";
const TEXT_BUDGET = 1024 * 1024;

/**
 * @returns the whole file, and what was left out of it
 */
export async function makeSmallWacz(
  deps: ReadPlannedDeps,
  input: SmallWaczInput,
): Promise<{ readonly bytes: Buffer; readonly counts: WarcPart["counts"] }> {
  const { id, createdAt, captures, title, key } = input;
  const part = await WarcPart.open({ exportId: id, filename: FILENAME, createdAt, textBudget: TEXT_BUDGET });
  const planned = captures.map((capture) => ({ capture }));
  for await (const { found } of readPlanned(deps, planned)) await part.append(found);
  const content = part.finish();
  const file = toWrittenFile(FILENAME, content, 0);
  const mainPage = captures.find(({ page }) => page);
  const notes: PackageNotes = { title, createdAt: createdAt.toISOString(), software: SOFTWARE, mainPage };
  const { indexLines, pageLines } = part;
  const end = writeEnd({ files: [file], indexLines, pageLines, notes, key });
  return { bytes: Buffer.concat([localHeader(file.entry), content, ...end]), counts: part.counts };
}
