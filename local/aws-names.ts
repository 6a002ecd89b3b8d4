/** Owns the account, region and ARN spellings of the embedded cloud. Pure. */

/** The account that fauxqs writes into its ARNs; everything else follows it. */
export const ACCOUNT_ID = "000000000000";

/** The only region there is here. */
export const REGION = "us-east-1";

/** `arn:aws:<service>:<region>:<account>:<resource>`. */
export function arnOf(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${resource}`;
}

/** What stands after the last `:` or `/` of an ARN: a queue's, function's or bus's name. */
export function nameOfArn(arn: string): string {
  return arn.split(/[:/]/).at(-1) ?? arn;
}
