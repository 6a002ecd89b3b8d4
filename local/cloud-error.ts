/** Owns the one error that the embedded cloud raises for something its user, or the templates' author, can mend. */

/** A message fit to be printed as it is: it names the stack, resource or file, and what is wrong with it. */
export class CloudError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CloudError";
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
