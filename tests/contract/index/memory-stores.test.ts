/** The doubles in memory keep the contract of the stores that they stand for. */
import { createMemoryCaptures, createMemoryJobs } from "../../support/memory-stores.ts";
import { describeCaptureStore } from "./capture-store.suite.ts";
import { describeJobStore } from "./job-store.suite.ts";

const [jobs, captures] = [createMemoryJobs(), createMemoryCaptures()];

describeJobStore(() => jobs);
describeCaptureStore(() => captures);
