/** Owns what reading the coverage ledger needs of the index. */
import type { RunStore } from "../../shared/index/run-store.ts";
import type { SourceStore } from "../../shared/index/source-store.ts";

export interface RunsDeps {
  readonly runs: Pick<RunStore, "get" | "listBySource" | "listEnds" | "listOpen" | "listClosedOn">;
  readonly sources: Pick<SourceStore, "get" | "list">;
  readonly now: () => Date;
}
