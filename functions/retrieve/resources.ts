/** Owns the list of what a page is shown with: each requisite, where its capture is, or why there is none. */
import { type HttpRequest, type HttpResult, json, parseWith } from "../../shared/api/http-handler.ts";
import { resourceListQuerySchema } from "../../shared/api/schemas.ts";
import { toResourceView } from "../../shared/api/views.ts";
import { decodeCursor, encodeCursor } from "../../shared/index/cursor.ts";
import { findReadable, type RetrieveDeps } from "./records.ts";

/** Of a capture that nothing is captured with, an empty list. */
export async function listResources(
  deps: Pick<RetrieveDeps, "captures" | "pages" | "readable">,
  { event, baseUrl }: HttpRequest,
): Promise<HttpResult> {
  const { limit, cursor } = parseWith(resourceListQuerySchema, event.queryStringParameters ?? {});
  const { id } = (await findReadable(deps, event)).capture;
  const selection = ["resources", id];
  const page = await deps.pages.list(id, { limit, after: cursor && decodeCursor(selection, cursor) });
  return json(200, {
    resources: page.rows.map((row) => toResourceView(row, id, baseUrl)),
    nextCursor: page.after ? encodeCursor(selection, page.after) : null,
  });
}
