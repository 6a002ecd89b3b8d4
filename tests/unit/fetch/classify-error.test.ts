import { describe, expect, it } from "vitest";
import { PermanentError } from "../../../shared/errors.ts";
import { classifyFetchError } from "../../../shared/fetch/classify-error.ts";

function systemError(code: string, extra: object = {}): Error {
  return Object.assign(new Error(`something ${code}`), { code, ...extra });
}

describe("classifyFetchError", () => {
  it.each([
    ["ENOTFOUND", "dns-not-found"],
    ["EAI_AGAIN", "dns-failed"],
    ["ECONNREFUSED", "connection-refused"],
    ["ECONNRESET", "connection-reset"],
    ["EPIPE", "connection-reset"],
    ["UND_ERR_SOCKET", "connection-reset"],
    ["ETIMEDOUT", "timeout"],
    ["UND_ERR_HEADERS_TIMEOUT", "timeout"],
    ["UND_ERR_HEADERS_OVERFLOW", "headers-too-large"],
    ["CERT_HAS_EXPIRED", "tls-failed"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "tls-failed"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "tls-failed"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "tls-failed"],
    ["EHOSTUNREACH", "connection-failed"],
    ["ENETUNREACH", "connection-failed"],
  ])("tells %s as %s", (systemCode, code) => {
    expect(classifyFetchError(systemError(systemCode), "paper.example:80").code).toBe(code);
  });

  it("looks into the errors of all addresses that were tried", () => {
    const tried = new AggregateError([systemError("EHOSTUNREACH"), systemError("ECONNREFUSED")]);
    expect(classifyFetchError(tried, "h").code).toBe("connection-refused");
  });

  it("looks into causes, even where they go in a circle", () => {
    const outer = new Error("outer", { cause: systemError("ENOTFOUND") });
    expect(classifyFetchError(outer, "h").code).toBe("dns-not-found");
    const circle = new Error("circle");
    circle.cause = circle;
    expect(classifyFetchError(circle, "h").code).toBe("connection-failed");
  });

  it("passes on what has its code already", () => {
    const refusal = new PermanentError("address-not-allowed", "no");
    expect(classifyFetchError(new Error("wrapped", { cause: refusal }), "h")).toBe(refusal);
  });

  it("is permanent exactly where retrying is of no use", () => {
    expect(classifyFetchError(systemError("ENOTFOUND"), "h")).toBeInstanceOf(PermanentError);
    const refused = classifyFetchError(systemError("ECONNREFUSED"), "h");
    expect(refused).not.toBeInstanceOf(PermanentError);
    expect(refused.transient).toBe(true);
  });

  it("names the host and keeps the cause", () => {
    const cause = systemError("ECONNREFUSED");
    const error = classifyFetchError(cause, "paper.example:80");
    expect(error.message).toBe("fetch paper.example:80: The server refused the connection.");
    expect(error.cause).toBe(cause);
  });

  it("makes an error of anything that was thrown", () => {
    expect(classifyFetchError("a string", "h").code).toBe("connection-failed");
    expect(classifyFetchError(undefined, "h").code).toBe("connection-failed");
  });
});
