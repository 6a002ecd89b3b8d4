/**
 * A fresh process that loads the bundle of functions/extract as it is deployed and makes its first article; first-page.ts
 * starts it. What stands around the function is in memory. Plain JavaScript: stripping types would take time too.
 */
import { readFileSync } from "node:fs";

const { bundle, message, capture, record, extractedAt } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const loadedMs = { node: performance.now() };
const { createHandler } = await import(bundle);
loadedMs.bundle = performance.now();

let article = null;
const nothing = async () => undefined;
const handler = createHandler({
  objects: { read: async () => Buffer.from(record, "base64"), put: nothing },
  captures: {
    get: async () => capture,
    recordNoarchive: nothing,
    recordExtraction: async (_, made) => (article = made),
  },
  jobs: { settle: nothing },
  announce: async () => new Map(),
  giveBack: nothing,
  observer: { outcome: () => undefined, count: () => undefined, flush: () => undefined },
  random: () => 0,
  now: () => new Date(extractedAt),
});
const event = {
  Records: [{ messageId: "1", body: JSON.stringify(message), attributes: { ApproximateReceiveCount: "1" } }],
};
await handler(event, {});
const firstMs = performance.now();
process.stdout.write(
  JSON.stringify({
    loadedMs,
    firstMs,
    quality: article?.quality ?? null,
    peakRss: process.resourceUsage().maxRSS * 1024,
  }),
);
