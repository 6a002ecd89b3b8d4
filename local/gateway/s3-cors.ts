/**
 * Owns what S3 tells browsers that ask from another origin: which buckets may be read, and by preflight. Pure. Source:
 * S3 user guide, "Using cross-origin resource sharing (CORS)".
 */
import type { BufferedRequest } from "../emulators/replay.ts";
import type { CorsRule } from "../resources/model.ts";
import type { Reply } from "./errors.ts";

type Asked = Pick<BufferedRequest, "method" | "headers">;

/** Headers for an answer to a page of another origin; none where no rule of the bucket lets it read. */
export function corsHeaders(rules: readonly CorsRule[], { method, headers }: Asked): Record<string, string> {
  const origin = headers.origin;
  const asked = method === "OPTIONS" ? headers["access-control-request-method"] : method;
  const rule = rules.find(({ methods, origins }) => methods.includes(asked ?? "") && origins.includes("*"));
  if (origin === undefined || rule === undefined) return {};
  const exposed = rule.exposed.join(", ");
  return {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": rule.methods.join(", "),
    ...(exposed === "" ? {} : { "access-control-expose-headers": exposed }),
  };
}

/** The answer to a browser that asks first; it is not signed, as a link is signed for one method. */
export function answerPreflight(rules: readonly CorsRule[], asked: Asked): Reply {
  const headers = corsHeaders(rules, asked);
  const wanted = asked.headers["access-control-request-headers"];
  if (Object.keys(headers).length === 0) return { status: 403, headers: {}, body: "" };
  const allowed: Record<string, string> = wanted === undefined ? {} : { "access-control-allow-headers": wanted };
  return { status: 200, headers: { ...headers, ...allowed }, body: "" };
}
