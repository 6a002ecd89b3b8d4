/** The OpenAPI document says what the routes are, completely. */
import { describe, expect, it } from "vitest";
import { createOpenApi } from "../../../functions/retrieve/openapi.ts";
import { ROUTES } from "../../../shared/api/routes.ts";

interface Operation {
  readonly summary?: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly responses: Readonly<Record<string, { readonly description?: string }>>;
}

// As a client gets it.
const document = JSON.parse(JSON.stringify(createOpenApi("https://archive.example")));

const toOpenApiPath = (path: string) => path.replace("+}", "}");

/** Whoever has a save's id may ask how it goes, as the clients do. */
const ASKED_WITHOUT_TOKEN = ["/save/status", "/save/status/{id}", "/save/status/system", "/{proxy+}"];

const operationOf = (route: (typeof ROUTES)[number]): Operation =>
  document.paths[toOpenApiPath(route.path)]?.[route.method.toLowerCase()];

describe("the OpenAPI document", () => {
  it("is one of 3.1, with all that 3.1 asks for at the top", () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    expect(document.servers).toEqual([{ url: "https://archive.example" }]);
    expect(document.components.securitySchemes.token).toEqual({ type: "http", scheme: "bearer" });
  });

  it("has the routes that there are, and no other", () => {
    const described = Object.entries<object>(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(
      ROUTES.map(({ method, path }) => `${method} ${toOpenApiPath(path)}`).toSorted(),
    );
  });

  it.each(ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))("describes %s", (_, route) => {
    const { summary, parameters = [], responses, security } = operationOf(route);
    expect(summary).toMatch(/\w/);
    const templated = [...route.path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => name);
    const inPath = parameters.filter((parameter) => parameter.in === "path");
    expect(inPath.map(({ name }) => name)).toEqual(templated);
    for (const { required } of inPath) expect(required).toBe(true);
    const statuses = Object.keys(responses);
    expect(statuses.some((status) => status.startsWith("2"))).toBe(true);
    for (const [status, { description }] of Object.entries(responses)) {
      expect(status).toMatch(/^[1-5]\d\d$/);
      expect(description).toMatch(/\w/);
    }
    if (route.access === "public" || ASKED_WITHOUT_TOKEN.includes(route.path)) expect(security).toEqual([]);
    else expect(statuses).toEqual(expect.arrayContaining(["401", "403"]));
  });

  it("refers to nothing that it does not hold", () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = ""]) => ref);
    expect(refs.length).toBeGreaterThan(10);
    for (const ref of new Set(refs)) {
      expect(ref).toMatch(/^#\//);
      const target = ref
        .slice(2)
        .split("/")
        .reduce((node: unknown, step) => (node as Record<string, unknown> | undefined)?.[step], document);
      expect([ref, typeof target]).toEqual([ref, "object"]);
    }
  });

  it("names the schemas that a client wants types of", () => {
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(["Article", "Capture", "CaptureRequest", "Job", "Problem"]),
    );
  });
});
