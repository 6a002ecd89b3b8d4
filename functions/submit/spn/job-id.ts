/**
 * Owns the job ids of Save Page Now: `spn2-` and 40 hexadecimal digits, which some clients check. 32 of them are the UUID
 * of our job, or of the capture that was answered with; the last 8 keep what the call asked for and its status must know.
 * So an id alone finds everything, and no second row is needed. Pure.
 */
import * as z from "zod";

/** Bits of the last 8 digits. Ids live on with clients: none is ever given another meaning. */
const BITS = {
  /** The UUID is a capture's: the call was answered with one that was there. */
  isCapture: 1,
  captureAll: 2,
  skipFirstArchive: 4,
  captureOutlinks: 8,
  captureScreenshot: 16,
} as const;

export type SaveFlags = { readonly [F in keyof typeof BITS]: boolean };

export interface SaveId extends SaveFlags {
  /** Of a job, or of a capture. */
  readonly uuid: string;
}

const FLAGS = Object.entries(BITS) as [keyof SaveFlags, number][];
const ALL_BITS = FLAGS.reduce((all, [, bit]) => all | bit, 0);

export function toSaveId(id: SaveId): string {
  const bits = FLAGS.reduce((sum, [flag, bit]) => (id[flag] ? sum | bit : sum), 0);
  return `spn2-${id.uuid.replaceAll("-", "")}${bits.toString(16).padStart(8, "0")}`;
}

/** Undefined for what is no id of ours. A bare UUID is taken for a job's, as Save Page Now once gave them out. */
export function parseSaveId(text: string): SaveId | undefined {
  if (z.uuid().safeParse(text).success) return { uuid: text.toLowerCase(), ...flagsOf(0) };
  const [, hex, tail = ""] = /^spn2-([0-9a-f]{32})([0-9a-f]{8})$/.exec(text) ?? [];
  const uuid = hex?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const bits = Number.parseInt(tail, 16);
  if (!uuid || bits > ALL_BITS || !z.uuid().safeParse(uuid).success) return undefined;
  return { uuid, ...flagsOf(bits) };
}

function flagsOf(bits: number): SaveFlags {
  return Object.fromEntries(FLAGS.map(([flag, bit]) => [flag, (bits & bit) !== 0])) as unknown as SaveFlags;
}
