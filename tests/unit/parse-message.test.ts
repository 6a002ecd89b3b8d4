import { describe, expect, it } from "vitest";
import * as z from "zod";
import { FAILURES, PermanentError, PressmarkError } from "../../shared/errors.ts";
import { parseMessage } from "../../shared/parse-message.ts";

const schema = z.strictObject({ version: z.literal(1), url: z.url() });

describe("parseMessage", () => {
  it("gives back a message of the schema", () => {
    const value = { version: 1, url: "https://paper.example/" };
    expect(parseMessage(schema, JSON.stringify(value))).toEqual({ ok: true, value });
  });

  it.each(["", "{", "hello", "null", "[]", '{"version":2,"url":"https://paper.example/"}', '{"version":1}'])(
    "takes %j for a bad message that no retry mends, and keeps why",
    (body) => {
      const parsed = parseMessage(schema, body);
      if (parsed.ok) throw new Error("it was taken");
      expect(parsed.error).toBeInstanceOf(PermanentError);
      expect(parsed.error).toMatchObject({ code: "bad-message", transient: false });
      expect(parsed.error.cause).toBeInstanceOf(Error);
    },
  );
});

describe("PressmarkError", () => {
  it("says what its code means unless told more, and keeps its cause", () => {
    const cause = new Error("ECONNREFUSED");
    const error = new PressmarkError("connection-refused", undefined, { cause });
    expect(error.message).toBe(FAILURES["connection-refused"].sentence);
    expect(error).toMatchObject({ name: "PressmarkError", cause, transient: true });
    expect(new PermanentError("bad-redirect", "to ftp")).toMatchObject({ name: "PermanentError", message: "to ftp" });
  });
});
