/** The index on dynalite, which the embedded cloud runs on. */
import { afterAll, beforeAll, describe } from "vitest";
import { type Emulator, startDynalite } from "../../support/emulators.ts";
import { describeIndex } from "./suites.ts";

describe("the index on dynalite", () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startDynalite();
  });
  afterAll(() => emulator.stop());
  describeIndex(() => emulator.endpoint);
});
