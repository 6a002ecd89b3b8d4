/** All suites of the index, against one DynamoDB. */
import { v7 } from "uuid";
import { beforeAll } from "vitest";
import { createCaptureStore } from "../../../shared/index/capture-store.ts";
import { createExportStore } from "../../../shared/index/export-store.ts";
import { createHostStore } from "../../../shared/index/host-store.ts";
import { createImportStore } from "../../../shared/index/import-store.ts";
import { createItemStore } from "../../../shared/index/item-store.ts";
import { createJobStore } from "../../../shared/index/job-store.ts";
import { createPageStore } from "../../../shared/index/page-store.ts";
import { createRestrictionStore } from "../../../shared/index/restriction-store.ts";
import { createRunStore } from "../../../shared/index/run-store.ts";
import { createSaveStore } from "../../../shared/index/save-store.ts";
import { createSiteSearchStore } from "../../../shared/index/site-search-store.ts";
import { createSourceStore } from "../../../shared/index/source-store.ts";
import type { Table } from "../../../shared/index/table.ts";
import { createTable } from "../../support/table.ts";
import { describeArticleLists } from "./article-list.suite.ts";
import { describeCaptureStore } from "./capture-store.suite.ts";
import { describeExpiry } from "./expiry.suite.ts";
import { describeExportStore } from "./export-store.suite.ts";
import { describeHostCaptures } from "./host-capture-store.suite.ts";
import { describeHostStore } from "./host-store.suite.ts";
import { describeImportStore } from "./import-store.suite.ts";
import { describeItemStore } from "./item-store.suite.ts";
import { describeJobRetention, describeJobStore } from "./job-store.suite.ts";
import { describePageStore } from "./page-store.suite.ts";
import { describeRestrictionStore } from "./restriction-store.suite.ts";
import { describeRunStore } from "./run-store.suite.ts";
import { describeSaveStore } from "./save-store.suite.ts";
import { describeSigningKeyStore } from "./signing-key-store.suite.ts";
import { describeSiteIndex } from "./site-index.suite.ts";
import { describeSiteSearchStore } from "./site-search-store.suite.ts";
import { describeSourceStore } from "./source-store.suite.ts";
import { describeTokenStore } from "./token-store.suite.ts";

export function describeIndex(endpointOf: () => string): void {
  let table: Table;
  beforeAll(async () => {
    table = await createTable(endpointOf(), "archive");
  });
  // What is asked of all articles, or of all that is due, would see the other tests' too.
  const freshTable = () => createTable(endpointOf(), `fresh-${v7()}`);

  describeJobStore(() => createJobStore(table));
  describeJobRetention(async () => table);
  describeExpiry(async () => table);
  describeCaptureStore(() => createCaptureStore(table));
  describeSiteIndex(() => createCaptureStore(table));
  describeTokenStore(async () => table);
  describeHostStore(() => createHostStore(table));
  describeSaveStore(() => createSaveStore(table));
  describeSiteSearchStore(() => createSiteSearchStore(table));
  describePageStore(() => createPageStore(table));
  describeArticleLists(freshTable);
  describeSourceStore(async () => createSourceStore(await freshTable()));
  describeItemStore(async () => createItemStore(await freshTable()));
  describeRestrictionStore(async () => createRestrictionStore(await freshTable()));
  describeExportStore(async () => createExportStore(await freshTable()));
  describeSigningKeyStore(freshTable);
  describeHostCaptures(freshTable);
  describeRunStore(async () => createRunStore(await freshTable()));
  describeImportStore(async () => createImportStore(await freshTable()));
}
