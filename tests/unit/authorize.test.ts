/** The authorizer says who calls and lets the functions answer. */
import type { APIGatewayRequestAuthorizerEventV2 } from "aws-lambda";
import { describe, expect, it, vi } from "vitest";
import { setHandlerEnv } from "../support/doubles.ts";

setHandlerEnv();
const { createHandler } = await import("../../functions/authorize/handler.ts");

const find = vi.fn(async (token: string) =>
  token === "pm_good" ? { name: "ana", scopes: ["read" as const, "capture" as const] } : undefined,
);
const ask = (authorization?: string) =>
  createHandler({ find })({
    headers: authorization === undefined ? {} : { authorization },
  } as unknown as APIGatewayRequestAuthorizerEventV2);

describe("the authorizer", () => {
  it.each(["Bearer pm_good", "bearer  pm_good"])("names the holder of %j and what it may do", async (authorization) => {
    await expect(ask(authorization)).resolves.toEqual({
      isAuthorized: true,
      context: { token: "ana", scopes: "read capture" },
    });
  });

  it.each([undefined, "", "Bearer", "Bearer ", "Bearer pm_bad", "Basic pm_good", "pm_good", "Bearer pm_good x"])(
    "knows nobody by %j",
    async (authorization) => {
      await expect(ask(authorization)).resolves.toEqual({ isAuthorized: true, context: { token: "", scopes: "" } });
    },
  );

  it("looks nothing up where no token is sent", async () => {
    find.mockClear();
    await ask("Basic pm_good");
    expect(find).not.toHaveBeenCalled();
  });
});
