/**
 * The exports queue's message: an export is to be made, or to be gone on with. How far it is, its row says; so a message
 * that comes twice does no harm.
 */
import * as z from "zod";

export const exportRequestedSchema = z.strictObject({ version: z.literal(1), exportId: z.uuid() });

export type ExportRequested = z.infer<typeof exportRequestedSchema>;
