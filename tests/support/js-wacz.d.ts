/** The part of js-wacz that tests use; the package brings no types. */
declare module "@harvard-lil/js-wacz" {
  export class WACZ {
    constructor(options: { readonly input: string; readonly output: string; readonly log?: Console });
    process(): Promise<void>;
  }
}
