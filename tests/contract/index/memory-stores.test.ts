/** The doubles in memory keep the contract of the stores that they stand for. */
import {
  createMemoryHosts,
  createMemoryItems,
  createMemoryRuns,
  createMemorySiteSearches,
  createMemorySources,
} from "../../support/memory-crawl-stores.ts";
import { createMemoryExports } from "../../support/memory-exports.ts";
import { createMemoryImports } from "../../support/memory-import-store.ts";
import { createMemoryPages } from "../../support/memory-pages.ts";
import { createMemoryRestrictions } from "../../support/memory-restrictions.ts";
import { createMemorySaves } from "../../support/memory-saves.ts";
import { createMemoryCaptures, createMemoryJobs } from "../../support/memory-stores.ts";
import { describeCaptureStore } from "./capture-store.suite.ts";
import { describeExportStore } from "./export-store.suite.ts";
import { describeHostStore } from "./host-store.suite.ts";
import { describeImportStore } from "./import-store.suite.ts";
import { describeItemStore } from "./item-store.suite.ts";
import { describeJobStore } from "./job-store.suite.ts";
import { describePageStore } from "./page-store.suite.ts";
import { describeRestrictionStore } from "./restriction-store.suite.ts";
import { describeRunStore } from "./run-store.suite.ts";
import { describeSaveStore } from "./save-store.suite.ts";
import { describeSiteIndex } from "./site-index.suite.ts";
import { describeSiteSearchStore } from "./site-search-store.suite.ts";
import { describeSourceStore } from "./source-store.suite.ts";

const [jobs, captures] = [createMemoryJobs(), createMemoryCaptures()];
const [hosts, searches] = [createMemoryHosts(), createMemorySiteSearches()];

describeJobStore(() => jobs);
describeCaptureStore(() => captures);
describeSiteIndex(() => captures);
describeHostStore(() => hosts);
describeSaveStore(createMemorySaves);
describeSiteSearchStore(() => searches);
const pages = createMemoryPages();
describePageStore(() => pages);
describeSourceStore(async () => createMemorySources());
describeItemStore(async () => createMemoryItems());
describeRestrictionStore(async () => createMemoryRestrictions());
describeExportStore(async () => createMemoryExports());
describeRunStore(async () => createMemoryRuns());
describeImportStore(async () => createMemoryImports());
