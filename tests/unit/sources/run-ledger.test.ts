import { describe, expect, it } from "vitest";
import {
  addToLedger,
  countWaiting,
  EMPTY_LEDGER,
  endEntry,
  type ItemEnd,
  ledgerAddsUp,
  type RunLedger,
  runLedgerSchema,
  seenEntry,
} from "../../../shared/sources/run-ledger.ts";
import { seededRandom } from "../../support/random.ts";

const SEEN_AS = ["new", "changed", "known", "out-of-scope", "over-limit", "robots-denied"] as const;
const ENDS: ItemEnd[] = [
  { kind: "captured" },
  { kind: "unchanged" },
  { kind: "robots-denied" },
  { kind: "failed", code: "timeout" },
  { kind: "failed", code: "dns-not-found" },
];

const twoNew = [seenEntry("new"), seenEntry("new")].reduce(addToLedger, EMPTY_LEDGER);

describe("a ledger", () => {
  it("adds up when it is empty", () => {
    expect(ledgerAddsUp(EMPTY_LEDGER)).toBe(true);
  });

  it.each(SEEN_AS)("adds up with an item seen as %s", (kind) => {
    const ledger = addToLedger(EMPTY_LEDGER, seenEntry(kind));
    expect(ledgerAddsUp(ledger)).toBe(true);
    expect(ledger.seen).toBe(1);
    expect(countWaiting(ledger)).toBe(kind === "new" || kind === "changed" ? 1 : 0);
  });

  it.each(ENDS)("adds up with an item that ended as %j", (end) => {
    for (const takenAs of ["new", "changed"] as const) {
      const ledger = [seenEntry(takenAs), endEntry(takenAs, end)].reduce(addToLedger, EMPTY_LEDGER);
      expect(ledgerAddsUp(ledger)).toBe(true);
      expect(countWaiting(ledger)).toBe(0);
    }
  });

  it("counts failures by their code", () => {
    const entries = [
      endEntry("new", { kind: "failed", code: "timeout" }),
      endEntry("new", { kind: "failed", code: "timeout" }),
    ];
    expect(entries.reduce(addToLedger, twoNew).failed).toEqual({ timeout: 2 });
  });

  it("counts what is denied late as denied, and not as new", () => {
    const ledger = addToLedger(twoNew, endEntry("new", { kind: "robots-denied" }));
    expect(ledger).toMatchObject({ seen: 2, new: 1, robotsDenied: 1 });
  });

  it.each<[string, RunLedger]>([
    ["an item was lost", { ...twoNew, seen: 3 }],
    ["an item is in two columns", { ...twoNew, known: 1 }],
    ["an end was added twice", { ...twoNew, captured: 2, unchanged: 1 }],
    ["more failed than were taken", { ...twoNew, failed: { timeout: 3 } }],
    ["a column is below nothing", { ...twoNew, new: 3, changed: -1 }],
    ["a code is below nothing", { ...twoNew, failed: { timeout: -1 } }],
  ])("does not add up when %s", (_, ledger) => {
    expect(ledgerAddsUp(ledger)).toBe(false);
  });

  it.each([1, 2, 3])("adds up at every moment of a run, in whatever order the ends come (seed %i)", (seed) => {
    const random = seededRandom(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    let ledger: RunLedger = EMPTY_LEDGER;
    const waiting: ("new" | "changed")[] = [];
    for (let step = 0; step < 1000; step += 1) {
      const ended = random() < 0.4 ? waiting.pop() : undefined;
      const kind = pick(SEEN_AS);
      ledger = addToLedger(ledger, ended ? endEntry(ended, pick(ENDS)) : seenEntry(kind));
      if (!ended && (kind === "new" || kind === "changed")) waiting.push(kind);
      expect(ledgerAddsUp(ledger)).toBe(true);
      expect(countWaiting(ledger)).toBe(waiting.length);
    }
    expect(runLedgerSchema.parse(ledger)).toEqual(ledger);
  });
});
