/** Owns how the tests run. What they check is theirs. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    pool: "forks",
    // The counts of a run, for .ci/run to print as its last line.
    reporters: ["default", "json"],
    outputFile: { json: "node_modules/.cache/pressmark/test-results.json" },
    projects: [
      {
        extends: true,
        test: {
          name: "parts",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/flow/**", "tests/browser/**", "tests/simulation/**"],
          // The slowest of these start an emulator or synthesize the stacks; none waits for anything outside.
          testTimeout: 10_000,
          hookTimeout: 30_000,
          // The machine that this must be quick on has two cores.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "simulation",
          include: ["tests/simulation/**/*.test.ts"],
          // One process crawls for days of its own time; nothing else may take the cores from it.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "flow",
          include: ["tests/flow/**/*.test.ts", "tests/browser/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 90_000,
          // Real processes and real clocks on a shared machine: what fails for want of time gets a second try, which the
          // report names ("retry x1"). A fault fails twice.
          retry: 1,
          // Each file starts the whole embedded cloud, a process for each function: one at a time, after the others.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
