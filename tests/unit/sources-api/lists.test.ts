/** PUT /v1/sources/{id}/list: lists of URLs, as files have them. */
import { beforeEach, expect, it } from "vitest";
import { uploadedListSchema } from "../../../shared/api/source-schemas.ts";
import { listKey } from "../../../shared/names.ts";
import { AT } from "../../support/fixtures.ts";
import { ADMIN, createSetting, FEED } from "./setting.ts";

const ONE = "https://paper.example/one";
const TWO = "https://paper.example/two";

let setting: ReturnType<typeof createSetting>;
let id: string;
beforeEach(async () => {
  setting = createSetting();
  id = await setting.create({ type: "list", name: "From a file" });
});

const put = (body: unknown, options: object = {}) => setting.call(`PUT /v1/sources/${id}/list`, { body, ...options });
const stored = () => Buffer.from(setting.objects.stored.get(listKey(id)) ?? []).toString();

it("makes its source due, which it is not before", async () => {
  expect((await setting.stored(id)).status.nextPollAt).toBeUndefined();
  const answer = await put(`${ONE}\n${TWO}\n`);
  expect(answer.status).toBe(202);
  expect(uploadedListSchema.parse(answer.body)).toMatchObject({
    urls: 2,
    skipped: [],
    source: { id, uploadedAt: AT, nextPollAt: AT, state: "active" },
  });
  expect(stored()).toBe(`${ONE}\n${TWO}\n`);
  await expect(setting.sources.listDue(new Date(AT), 10)).resolves.toEqual([id]);
});

it("is read whatever ends its lines, with a byte order mark, comments, blank lines and fragments", async () => {
  const answer = await put(`\uFEFF# ours\r\n\r\n  ${ONE}#top \r${TWO}\n#${ONE}`, {
    headers: { "content-type": "text/plain" },
  });
  expect(answer.body.urls).toBe(2);
  expect(stored()).toBe(`${ONE}\n${TWO}\n`);
});

it("is read from a body in base64", async () => {
  expect((await put(Buffer.from(`${ONE}\n`))).body.urls).toBe(1);
  expect(stored()).toBe(`${ONE}\n`);
});

it("is no JSON, though curl may say so", async () => {
  const answer = await put(`${ONE}\n`, { headers: { "content-type": "application/json" } });
  expect(answer.status).toBe(202);
});

it("has its bad lines named, by number and reason, twenty of them, and left out", async () => {
  const bad = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  const answer = await put([ONE, "ftp://paper.example/", "", "x".repeat(5000), ...bad, TWO].join("\n"));
  expect(answer.body.urls).toBe(2);
  expect(answer.body.skipped).toHaveLength(20);
  expect(answer.body.skipped.slice(0, 3)).toEqual([
    { line: 2, text: "ftp://paper.example/", code: "url-not-http" },
    { line: 4, text: "x".repeat(200), code: "url-too-long" },
    { line: 5, text: "line 0", code: "url-invalid" },
  ]);
});

it("does not start a source that is paused", async () => {
  await setting.call(`PATCH /v1/sources/${id}`, { body: { enabled: false } });
  expect((await put(ONE)).body.source).toMatchObject({ state: "paused", uploadedAt: AT, nextPollAt: null });
});

it("needs the admin scope where robots.txt is set aside: other URLs were not meant", async () => {
  await setting.call(`PATCH /v1/sources/${id}`, { body: { ignoreRobots: true }, caller: ADMIN });
  const refused = await put(ONE);
  expect([refused.status, refused.body.code, stored()]).toEqual([403, "forbidden", ""]);
  expect((await put(ONE, { caller: ADMIN })).status).toBe(202);
});

it.each<[string, unknown, number, string]>([
  ["nothing", undefined, 400, "list-empty"],
  ["comments alone", "# none\n\n", 400, "list-empty"],
  ["bad lines alone", "one\ntwo\n", 400, "list-empty"],
  ["more than 5 MiB", `${ONE}\n`.repeat(210_000), 413, "too-large"],
  ["more than 5 MiB in base64", Buffer.from(`${ONE}\n`.repeat(210_000)), 413, "too-large"],
])("of %s is refused, and leaves the list of before", async (_, body, status, code) => {
  await put(TWO);
  const answer = await put(body);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(stored()).toBe(`${TWO}\n`);
});

it("says which lines are bad, where all are", async () => {
  expect((await put("# a list\none\n")).body.issues).toEqual([{ path: "line 2", message: "url-invalid" }]);
});

it.each([
  { type: "feed", url: FEED },
  { type: "list", url: "https://paper.example/urls.txt" },
])("is not taken for %j", async (source) => {
  id = await setting.create(source);
  const answer = await put(ONE);
  expect([answer.status, answer.body.code, stored()]).toEqual([409, "not-a-list", ""]);
});

it("is given up with 409 where others change its source all the time; the list itself is there", async () => {
  setting.beforeReplace = async () => {
    const known = await setting.sources.get(id);
    if (known) await setting.sources.replace(known);
  };
  const answer = await put(ONE);
  expect([answer.status, answer.body.code, stored()]).toEqual([409, "source-changed", `${ONE}\n`]);
});
