/** Owns what the replay of a capture needs from outside, and the names of what its parts hand on. */
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { MementoChoice, MementoDeps } from "../../shared/memento/choose-memento.ts";
import type { ARCHIVE_ACCESS } from "../../shared/names.ts";

export interface ReplayDeps extends MementoDeps {
  readonly captures: Pick<CaptureStore, "walk" | "get">;
  readonly objects: ObjectStore;
  /** Who may read: it decides what a browser must be able to send with what a page loads. */
  readonly access: (typeof ARCHIVE_ACCESS)[number];
}

export type FoundMemento = Extract<MementoChoice, { kind: "found" }>;
