/** Owns what is stored of a robots.txt decision with a capture or a job: the answer, the rule, and who overrode it. Pure. */
import * as z from "zod";
import { robotsOverrideSchema } from "../../events/capture-requested.ts";

export const robotsVerdictSchema = z
  .object({
    allowed: z.boolean(),
    /** The line that decided, as written; null where none matched. */
    rule: z.string().nullable(),
    /** The `User-agent` line that it stands under; null where no group applies. */
    group: z.string().nullable(),
    /** Who decided that robots.txt does not bind: then it was not asked. */
    override: robotsOverrideSchema.optional(),
  })
  .meta({ id: "RobotsVerdict", description: "What robots.txt said of this URL when it was to be fetched." });

export type RobotsVerdict = z.infer<typeof robotsVerdictSchema>;
