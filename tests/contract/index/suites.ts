/** All suites of the index, against one DynamoDB. */
import { v7 } from "uuid";
import { beforeAll } from "vitest";
import { createCaptureStore } from "../../../shared/index/capture-store.ts";
import { createJobStore } from "../../../shared/index/job-store.ts";
import type { Table } from "../../../shared/index/table.ts";
import { createTable } from "../../support/table.ts";
import { describeArticleLists } from "./article-list.suite.ts";
import { describeCaptureStore } from "./capture-store.suite.ts";
import { describeJobStore } from "./job-store.suite.ts";
import { describeTokenStore } from "./token-store.suite.ts";

export function describeIndex(endpointOf: () => string): void {
  let table: Table;
  beforeAll(async () => {
    table = await createTable(endpointOf(), "archive");
  });
  describeJobStore(() => createJobStore(table));
  describeCaptureStore(() => createCaptureStore(table));
  describeTokenStore(async () => table);
  // The list of all articles would hold the other suites' too.
  describeArticleLists(() => createTable(endpointOf(), `articles-${v7()}`));
}
