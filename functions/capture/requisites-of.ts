/** Owns what extract is told of a capture's requisites: whose they are, and how far from the page. Pure. */
import type { CaptureRequested } from "../../events/capture-requested.ts";
import type { CaptureStored } from "../../events/capture-stored.ts";
import type { Capture } from "../../shared/index/capture.ts";
import { mayNameOthers } from "../../shared/requisites/requisite.ts";

/** @returns undefined where nothing that it names is wanted */
export function requisitesOf(
  { origin, url, resources = "none" }: CaptureRequested,
  capture: Capture,
): CaptureStored["requisites"] {
  if (origin.kind !== "requisite") {
    return resources === "none" ? undefined : { pageId: capture.id, wanted: resources, depth: 1 };
  }
  // Where pictures alone are wanted, no stylesheet is a requisite.
  if (!mayNameOthers(origin)) return undefined;
  return { pageId: origin.pageId, wanted: "all", depth: origin.depth + 1, stylesheet: url };
}
