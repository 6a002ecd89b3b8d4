/** What a style attribute says must be what jsdom's CSS reads in it. */
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { readInlineStyle } from "../../../shared/light-dom/inline-style.ts";

const { document } = new JSDOM("").window;
const element = document.createElement("p");

function readByJsdom(text: string) {
  element.setAttribute("style", text);
  const { display, visibility } = element.style;
  return { display, visibility };
}

/** Only whether something is hidden is ever asked. */
const isHidden = ({ display, visibility }: { display: string; visibility: string }) => [
  display === "none",
  visibility === "hidden",
];

const AFTER_NONE = [
  ...["block", "inline flow", "flow list-item block", "flow-root inline", "inline list-item", "run-in", "contents"],
  ...[
    "block block",
    "block inline",
    "list-item flex",
    "table flow",
    "nonsense",
    "flexx",
    "masonry",
    "",
    " ",
    "none none",
  ],
  ...[
    "table-cell",
    "ruby-base",
    "grid-lanes",
    "math",
    "-webkit-box",
    "inherit",
    "revert-layer",
    "revert-rule",
    "INLINE",
  ],
  ...[
    "var(--x)",
    "var()",
    "VAR(--x)",
    "env(a)",
    "attr(a)",
    "if(style(--a):block)",
    "calc(1)",
    "toggle(a)",
    "inline-block\\9",
  ],
];

describe("what a style attribute says of being hidden", () => {
  it.each([
    ...AFTER_NONE.map((value) => `display:none;display:${value}`),
    ...["visible", "collapse", "force-hidden", "xx"].map((value) => `visibility:hidden;visibility:${value}`),
    ...[
      "",
      "display",
      "display none",
      "display:",
      "display:none",
      "DISPLAY : NoNe ;",
      "display\n:\nnone",
      "-display:none",
    ],
    ...["display:none!important;display:block", "display:none ! important;display:block", "display:none !ie"],
    ...["display:none;display:block!importan", "display:none!important;all:unset", "display:none;all:unset!important"],
    ...["display:none;all:unset", "all:unset;display:none", "display:none;all:xx", "display:none;all:var(--x)"],
    ...[
      "display:/**/none",
      "/*;*/display:none",
      "/* display:none",
      "dis/**/play:none",
      "d\\69splay:none",
      "display:n\\6fne",
    ],
    ...["{display:none}", "display:none}", "color:red;};display:none", "a{b:c}display:none", "a{b:c};display:none"],
    ...[
      "foo:{};display:none",
      "foo:(;display:none",
      "foo:[;];display:none",
      'foo:"bar;display:none',
      'foo"bar;display:none',
    ],
    ...[
      'foo:"bar\n;display:none',
      'foo:"\\"";display:none',
      'display:"none"',
      "foo:url(x y;display:none);display:none",
    ],
    ...[
      "\\;display:none",
      "*display:none",
      "_display:none",
      "--x:{display:none}",
      ";;;display:none;;",
      "@foo;display:none",
    ],
  ])("is as a browser reads it: %s", (text) => {
    expect(isHidden(readInlineStyle(text))).toEqual(isHidden(readByJsdom(text)));
  });
});
