/** Owns what the replay of a capture needs from outside, and the names of what its parts hand on. */
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { MementoChoice, MementoDeps } from "../../shared/memento/choose-memento.ts";

export interface ReplayDeps extends MementoDeps {
  readonly captures: Pick<CaptureStore, "walk" | "get">;
  readonly objects: ObjectStore;
}

export type FoundMemento = Extract<MementoChoice, { kind: "found" }>;
