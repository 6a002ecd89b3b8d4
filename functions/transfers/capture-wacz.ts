/** Owns one capture as a WACZ, at once: the page with what it was shown with, signed like any export. */
import { deliver } from "../../shared/api/deliver.ts";
import type { HttpRequest, HttpResult } from "../../shared/api/http-handler.ts";
import { pathIdOf } from "../../shared/api/path-id.ts";
import { ProblemError } from "../../shared/api/problems.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import type { CaptureStore } from "../../shared/index/capture-store.ts";
import type { SigningKeyStore } from "../../shared/index/signing-key-store.ts";
import { createGate, type GateDeps } from "../../shared/restrictions/gate.ts";
import { type GatherDeps, gatherPage } from "../../shared/wacz/gather-page.ts";
import { type PlannedCapture, takeNew } from "../../shared/wacz/planned-capture.ts";
import { makeSmallWacz } from "../../shared/wacz/small-wacz.ts";

export interface CaptureWaczDeps extends GatherDeps, GateDeps {
  readonly captures: Pick<CaptureStore, "get">;
  readonly objects: ObjectStore;
  readonly signingKey: SigningKeyStore;
}

/** The file, its parts before they are joined, and what is read ahead are in memory at once, in 512 MB. */
const MAX_BYTES = 48 * 1024 * 1024;

export async function getCaptureWacz(deps: CaptureWaczDeps, { event }: HttpRequest): Promise<HttpResult> {
  const capture = await deps.captures.get(pathIdOf(event, "capture-not-found"));
  if (!capture) throw new ProblemError("capture-not-found");
  const gate = createGate(deps);
  const holder = capture.revisitOf && (await deps.captures.get(capture.revisitOf.id));
  for (const each of holder ? [capture, holder] : [capture]) {
    const { kind } = await gate(each);
    if (kind !== "open") throw new ProblemError(kind);
  }
  const { captures } = await gatherPage(deps, gate, capture, true);
  if (bytesOf(captures) > MAX_BYTES) throw new ProblemError("wacz-too-large");
  const { bytes, counts } = await makeSmallWacz(
    { read: deps.objects.read, gate },
    {
      id: capture.id,
      captures: takeNew({ captures: new Set(), pages: new Set() }, captures),
      title: capture.title ?? capture.url,
      createdAt: deps.now(),
      key: await deps.signingKey.get(),
    },
  );
  // Nobody shall get half a page and not know it.
  if (counts.damaged > 0) throw new Error(`capture ${capture.id}: ${counts.damaged} stored records have changed`);
  const fileName = `${capture.id}.wacz`;
  return deliver(deps.objects, bytes, {
    mediaType: "application/wacz",
    fileName,
    headers: { "Content-Disposition": `attachment; filename="${fileName}"` },
    isText: false,
  });
}

function bytesOf(captures: readonly PlannedCapture[]): number {
  return captures.reduce((sum, { warc, article }) => sum + warc.length + 2 * (article?.length ?? 0), 0);
}
