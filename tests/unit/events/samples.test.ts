/** Each message between functions has a real sample, and its schema is strict. */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { articleArchivedSchema } from "../../../events/article-archived.ts";
import { captureRequestedSchema } from "../../../events/capture-requested.ts";
import { captureStoredSchema } from "../../../events/capture-stored.ts";
import { erasureRequestedSchema } from "../../../events/erasure-requested.ts";
import { exportRequestedSchema } from "../../../events/export-requested.ts";
import { importRequestedSchema } from "../../../events/import-requested.ts";
import { sourcePollSchema } from "../../../events/poll-requested.ts";
import { requisitesFoundSchema } from "../../../events/requisites-found.ts";

const FOLDER = join(import.meta.dirname, "../../../events");
const SCHEMAS: Readonly<Record<string, z.ZodObject>> = {
  "article-archived": articleArchivedSchema,
  "capture-requested": captureRequestedSchema,
  "capture-stored": captureStoredSchema,
  "erasure-requested": erasureRequestedSchema,
  "export-requested": exportRequestedSchema,
  "import-requested": importRequestedSchema,
  // The other message of this queue, a search of a site, has few fields and all of them stand in this one too.
  "poll-requested": sourcePollSchema,
  "requisites-found": requisitesFoundSchema,
};

const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => basename(file, ".ts"));

async function sampleOf(name: string): Promise<Record<string, unknown>> {
  const { default: sample } = await import(`../../../events/${name}.sample.json`, { with: { type: "json" } });
  return sample;
}

it("knows the schema of every message", () => {
  expect(names).toEqual(Object.keys(SCHEMAS));
});

describe.each(names)("%s", (name) => {
  const schema = SCHEMAS[name] ?? z.never();

  it("has a sample that its schema accepts as it is", async () => {
    const sample = await sampleOf(name);
    expect(schema.parse(sample)).toEqual(sample);
  });

  it("takes no field that is not documented", async () => {
    const sample = await sampleOf(name);
    expect(schema.safeParse({ ...sample, extra: 1 }).success).toBe(false);
    for (const [field, value] of Object.entries(sample)) {
      if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
      expect(schema.safeParse({ ...sample, [field]: { ...value, extra: 1 } }).success).toBe(false);
    }
  });

  it("lacks nothing in its sample that the schema needs", async () => {
    const sample = await sampleOf(name);
    const optional = Object.entries(SCHEMAS[name]?.shape ?? {}).filter(([, field]) => field instanceof z.ZodOptional);
    const optionalNames = optional.map(([field]) => field);
    for (const field of Object.keys(sample)) {
      const { [field]: _, ...rest } = sample;
      expect([field, schema.safeParse(rest).success]).toEqual([field, optionalNames.includes(field)]);
    }
  });

  it("is refused in another version", async () => {
    expect(schema.safeParse({ ...(await sampleOf(name)), version: 2 }).success).toBe(false);
  });
});
