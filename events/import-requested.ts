/** The imports queue's message: there is a file to read on. How far it is read, its row says. */
import * as z from "zod";

export const importRequestedSchema = z.strictObject({ version: z.literal(1), importId: z.uuid() });

export type ImportRequested = z.infer<typeof importRequestedSchema>;
