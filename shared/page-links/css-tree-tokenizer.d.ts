/** Types for `css-tree/tokenizer`, which `@types/css-tree` leaves out. */
declare module "css-tree/tokenizer" {
  /** Calls back for each token (CSS Syntax 3, section 4) with its type and its place in the source. */
  export function tokenize(source: string, onToken: (type: number, start: number, end: number) => void): void;

  /** Token types by the standard's names. */
  export const tokenTypes: {
    readonly Function: number;
    readonly AtKeyword: number;
    readonly String: number;
    readonly Url: number;
    readonly Semicolon: number;
    readonly LeftParenthesis: number;
    readonly RightParenthesis: number;
    readonly LeftCurlyBracket: number;
    readonly RightCurlyBracket: number;
  };
}
