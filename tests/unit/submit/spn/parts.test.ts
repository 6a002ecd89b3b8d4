/** Save Page Now's ids, parameters, paths and error names. */
import { v7 } from "uuid";
import { describe, expect, it } from "vitest";
import { errorOfFailure, SaveRefusal } from "../../../../functions/submit/spn/errors.ts";
import { parseSaveId, type SaveId, toSaveId } from "../../../../functions/submit/spn/job-id.ts";
import { parseOptions } from "../../../../functions/submit/spn/options.ts";
import { urlOfPath } from "../../../../functions/submit/spn/path-url.ts";
import { FAILURE_CODES } from "../../../../shared/errors.ts";

const PLAIN: Omit<SaveId, "uuid"> = {
  isCapture: false,
  captureAll: false,
  skipFirstArchive: false,
  captureOutlinks: false,
  captureScreenshot: false,
};
const PAGE = "https://paper.example/ferry";
const FORM = "application/x-www-form-urlencoded";

describe("an id", () => {
  it.each(Object.keys(PLAIN))("has the form that clients check, and keeps %s", (flag) => {
    const id = { ...PLAIN, uuid: v7(), [flag]: true };
    expect(toSaveId(id)).toMatch(/^spn2-[0-9a-f]{40}$/);
    expect(parseSaveId(toSaveId(id))).toEqual(id);
  });

  it("may be a bare UUID, as the first ids of Save Page Now were", () => {
    const uuid = v7();
    expect(parseSaveId(uuid)).toEqual({ ...PLAIN, uuid });
  });

  it.each([
    "",
    "spn2-",
    `spn2-${"0".repeat(39)}`,
    `spn2-${"f".repeat(40)}`,
    `spn2-${v7().replaceAll("-", "")}00000020`,
    `${toSaveId({ ...PLAIN, uuid: v7() })}0`,
    toSaveId({ ...PLAIN, uuid: v7() }).toUpperCase(),
    "x".repeat(100_000),
  ])("is not made of %#", (text) => {
    expect(parseSaveId(text)).toBeUndefined();
  });
});

describe("the parameters", () => {
  it.each([
    ["a form", `url=${encodeURIComponent(PAGE)}&capture_all=on&skip_first_archive=1`, FORM],
    ["JSON", JSON.stringify({ url: PAGE, capture_all: true, skip_first_archive: 1 }), "application/json"],
    ["JSON that is called a form", JSON.stringify({ url: PAGE, capture_all: "1", skip_first_archive: "ON" }), FORM],
  ])("are read from %s", (_, body, contentType) => {
    const options = parseOptions(body, contentType);
    expect(options).toMatchObject({ url: PAGE, captureAll: true, skipFirstArchive: true, captureOutlinks: false });
  });

  it.each([
    ["capture_all=0", false],
    ["capture_all=", false],
    ["capture_all=off", false],
    ["capture_all=1", true],
  ])("take %j for %s", (body, on) => {
    expect(parseOptions(body, FORM).captureAll).toBe(on);
  });

  it.each([
    ["3d", "PT259200S"],
    ["3d 5h 20m", "PT278400S"],
    ["1h30m", "PT5400S"],
    ["3600", "PT3600S"],
    ["0", "PT0S"],
    ["3d,1h", "PT259200S"],
    [" 90s ", "PT90S"],
  ])("take if_not_archived_within=%s for %s", (text, duration) => {
    expect(parseOptions(new URLSearchParams({ if_not_archived_within: text }).toString(), FORM)).toMatchObject({
      ifNotArchivedWithin: duration,
    });
  });

  it.each([
    "if_not_archived_within=soon",
    "if_not_archived_within=-3d",
    "if_not_archived_within=3w",
    `if_not_archived_within=${"9".repeat(40)}`,
    "capture_cookie=a%3Db",
    "use_user_agent=Mine",
    "target_username=ana",
    "target_password=secret",
    '{"url":',
  ])("are refused: %s", (body) => {
    expect(() => parseOptions(body, FORM)).toThrow(SaveRefusal);
  });

  it("are refused as multipart, which would be read as if it had no URL", () => {
    expect(() => parseOptions("--x", "multipart/form-data; boundary=x")).toThrow(/multipart/);
  });

  it("may name what is refused, when it is empty, and what changes nothing here", () => {
    const body = "target_username=&target_password=&force_get=1&js_behavior_timeout=0&delay_wb_availability=1";
    expect(parseOptions(`url=${PAGE}&${body}`, FORM).notDone).toEqual([]);
  });

  it("say what is left undone", () => {
    const body = "capture_outlinks=1&capture_screenshot=on&email_result=1&if_not_archived_within=1d,2d";
    expect(parseOptions(body, FORM).notDone).toEqual([
      "capture_outlinks",
      "capture_screenshot",
      "email_result",
      "if_not_archived_within of outlinks",
    ]);
  });

  it.each([
    ["paper.example/ferry?a=b", "http://paper.example/ferry?a=b"],
    ["paper.example", "http://paper.example"],
    [" https://paper.example/ ", "https://paper.example/"],
    ["ftp://paper.example/", "ftp://paper.example/"],
    ["ferry", "ferry"],
  ])("complete the URL %j to %j", (url, complete) => {
    expect(parseOptions(new URLSearchParams({ url }).toString(), FORM).url).toBe(complete);
  });
});

describe("the URL in a path", () => {
  it.each([
    ["/save/https://paper.example/ferry", "", PAGE],
    ["/save/https:/paper.example/ferry", "", PAGE],
    ["/save/https://paper.example/ferry", "page=2&q=%26", `${PAGE}?page=2&q=%26`],
    ["/save/https://paper.example/100%/what?", "", "https://paper.example/100%25/what%3F"],
    ["/save/paper.example", "", "paper.example"],
    ["/save/", "", ""],
    ["/save", "", ""],
  ])("of %s and %j is %s", (path, query, url) => {
    expect(urlOfPath(path, query)).toBe(url);
  });
});

describe("a failure", () => {
  it.each(FAILURE_CODES)("of the code %s has a name", (code) => {
    expect(errorOfFailure({ code, message: "It failed." })).toEqual({
      statusExt: expect.stringMatching(/^error:[a-z-]+$/),
      message: "It failed.",
    });
  });

  it.each([
    [401, "error:unauthorized"],
    [403, "error:no-access"],
    [404, "error:not-found"],
    [418, "error:no-access"],
  ])("by the status %i is %s, and says it where scripts look", (httpStatus, statusExt) => {
    const message = `The server answered with a 4xx status. (${httpStatus})`;
    expect(errorOfFailure({ code: "http-client-error", message, httpStatus })).toEqual({
      statusExt,
      message: `The server answered with a 4xx status (HTTP status=${httpStatus}).`,
    });
  });

  it.each([
    [429, "http-throttled", "error:too-many-requests"],
    [500, "http-server-error", "error:internal-server-error"],
    [502, "http-server-error", "error:bad-gateway"],
    [504, "http-server-error", "error:gateway-timeout"],
    [599, "http-server-error", "error:internal-server-error"],
  ] as const)("by the status %i is %s, so %s", (httpStatus, code, statusExt) => {
    expect(errorOfFailure({ code, message: "No.", httpStatus }).statusExt).toBe(statusExt);
  });
});
