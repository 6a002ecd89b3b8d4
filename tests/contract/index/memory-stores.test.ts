/** The doubles in memory keep the contract of the stores that they stand for. */
import {
  createMemoryHosts,
  createMemoryItems,
  createMemoryRuns,
  createMemorySiteSearches,
  createMemorySources,
} from "../../support/memory-crawl-stores.ts";
import { createMemoryExports } from "../../support/memory-exports.ts";
import { createMemoryCaptures, createMemoryJobs } from "../../support/memory-stores.ts";
import { describeCaptureStore } from "./capture-store.suite.ts";
import { describeExportStore } from "./export-store.suite.ts";
import { describeHostStore } from "./host-store.suite.ts";
import { describeItemStore } from "./item-store.suite.ts";
import { describeJobStore } from "./job-store.suite.ts";
import { describeRunStore } from "./run-store.suite.ts";
import { describeSiteSearchStore } from "./site-search-store.suite.ts";
import { describeSourceStore } from "./source-store.suite.ts";

const [jobs, captures] = [createMemoryJobs(), createMemoryCaptures()];
const [hosts, searches] = [createMemoryHosts(), createMemorySiteSearches()];

describeJobStore(() => jobs);
describeCaptureStore(() => captures);
describeHostStore(() => hosts);
describeSiteSearchStore(() => searches);
describeSourceStore(async () => createMemorySources());
describeItemStore(async () => createMemoryItems());
describeExportStore(async () => createMemoryExports());
describeRunStore(async () => createMemoryRuns());
