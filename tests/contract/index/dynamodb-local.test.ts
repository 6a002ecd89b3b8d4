/** The same suites on AWS's own DynamoDB Local, where Java and the jar are found. */
import { afterAll, beforeAll, describe } from "vitest";
import { type Emulator, findDynamoDbLocal, startDynamoDbLocal } from "../../support/emulators.ts";
import { describeIndex } from "./suites.ts";

const local = findDynamoDbLocal();
const title = `the index on DynamoDB Local${local.found ? "" : ` (skipped: ${local.reason})`}`;
if (!local.found) console.info(title);

describe.skipIf(!local.found)(title, () => {
  let emulator: Emulator;
  beforeAll(async () => {
    if (local.found) emulator = await startDynamoDbLocal(local.jar);
  });
  afterAll(() => emulator.stop());
  describeIndex(() => emulator.endpoint);
});
