/** Owns what the operations of the OpenAPI document are put together from. */
import type * as z from "zod";
import type { ZodOpenApiResponsesObject } from "zod-openapi";
import { PROBLEM_MEDIA_TYPE, PROBLEMS, type ProblemCode, problemSchema } from "../../shared/api/problems.ts";

export const jsonOf = (schema: z.ZodType) => ({ "application/json": { schema } });

/** One response for each status among the codes, naming the codes. */
export function problems(...codes: ProblemCode[]): ZodOpenApiResponsesObject {
  const byStatus = Map.groupBy(codes, (code) => String(PROBLEMS[code].status));
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [
      status,
      {
        description: names.map((code) => `\`${code}\`: ${PROBLEMS[code].detail}`).join("\n\n"),
        content: { [PROBLEM_MEDIA_TYPE]: { schema: problemSchema } },
      },
    ]),
  );
}
