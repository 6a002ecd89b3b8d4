/** Types of the part of dynalite that is used here; the package brings none. */
declare module "dynalite" {
  import type { Server } from "node:http";

  interface DynaliteOptions {
    /** LevelDB folder; in memory without it. */
    readonly path?: string;
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }

  /** `close()` closes the database too, but only of a server that listens. */
  export default function dynalite(options?: DynaliteOptions): Server;
}
