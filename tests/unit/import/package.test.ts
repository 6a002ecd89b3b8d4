/** WACZ packages in: their WARC files, what they say of themselves, and those that lie. */
import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WACZ } from "@harvard-lil/js-wacz";
import { beforeEach, describe, expect, it } from "vitest";
import { FIRST_PROGRESS } from "../../../shared/imports/import.ts";
import { members, pageOf, record, request, response, sha1Hex, sha256, warcinfo } from "./records.ts";
import { createSetting } from "./setting.ts";
import { type ZipPart, zipOf } from "./zip.ts";

const LAMP = "http://quay.example/lamp";
const FERRY = "http://quay.example/ferry";
const WARC = members(warcinfo(), response(LAMP), request(LAMP));

let setting: ReturnType<typeof createSetting>;
beforeEach(() => {
  setting = createSetting();
});

/** A package of these files, signed where a key is given. */
function packageOf(
  files: readonly ZipPart[],
  change: (json: string) => string = (json) => json,
  sealed?: object,
): Buffer {
  const resources = files.map(({ name, data }) => ({ name, path: name, hash: sha256(data), bytes: data.length }));
  const datapackage = Buffer.from(
    change(JSON.stringify({ profile: "data-package", wacz_version: "1.1.1", resources })),
  );
  const digest = sealed ? [{ name: "datapackage-digest.json", data: Buffer.from(JSON.stringify(sealed)) }] : [];
  return zipOf([...files, { name: "datapackage.json", data: datapackage }, ...digest]);
}

/** As a tool that signs without a certificate does. */
function seal(files: readonly ZipPart[]) {
  const resources = files.map(({ name, data }) => ({ name, path: name, hash: sha256(data), bytes: data.length }));
  const hash = sha256(JSON.stringify({ profile: "data-package", wacz_version: "1.1.1", resources }));
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
  const signature = sign("sha256", Buffer.from(hash), { key: privateKey, dsaEncoding: "ieee-p1363" }).toString(
    "base64",
  );
  const key = publicKey.export({ format: "der", type: "spki" }).toString("base64");
  return {
    path: "datapackage.json",
    hash,
    signedData: { hash, signature, publicKey: key, created: "2026-03-14", software: "by hand" },
  };
}

const stored = { name: "archive/data.warc.gz", data: WARC };

it("points into the package where a WARC file is stored, and copies where it is packed once more", async () => {
  const other = { name: "archive/more.warc", data: Buffer.concat([warcinfo(), response(FERRY)]), deflate: true };
  const done = await setting.importFile(packageOf([stored, other]));
  expect(done).toMatchObject({ state: "done", format: "wacz", package: { signature: "none", verifiedFiles: 2 } });
  expect(done.counts).toMatchObject({ captures: 2, problems: {} });
  expect(setting.capture(LAMP).warc.key).toBe(done.key);
  expect(setting.capture(FERRY).warc.key).toMatch(/^captures\//);
  for (const url of [LAMP, FERRY]) {
    expect(sha256(Buffer.from(await setting.objects.read(setting.capture(url).warc)))).toBe(
      setting.capture(url).warcSha256,
    );
    expect(Buffer.from((await setting.read(setting.capture(url))).payload).toString()).toBe(pageOf(url));
  }
});

it("finds the payload of a revisit in a later WARC file of the package", async () => {
  const digest = { "WARC-Payload-Digest": sha1Hex(pageOf(LAMP)) };
  const early = record({ type: "revisit", url: LAMP, date: "2026-03-16", block: "", fields: digest });
  const done = await setting.importFile(
    packageOf([
      { name: "archive/a.warc.gz", data: members(early) },
      { ...stored, name: "archive/b.warc.gz" },
    ]),
  );
  expect(done.counts).toMatchObject({ captures: 2, revisits: 1, problems: {} });
});

it("comes to the same when it is interrupted after every record", async () => {
  const files = [
    stored,
    { name: "archive/more.warc.gz", data: members(response(FERRY), request(FERRY)), deflate: true },
  ];
  const whole = await setting.importFile(packageOf(files));
  const pieces = createSetting();
  const done = await pieces.importFile(packageOf(files), {}, { isTimeUp: () => true, batchSize: 1 });
  expect(done.counts).toEqual(whole.counts);
  expect(pieces.captures.all().map(({ id }) => id)).toEqual(setting.captures.all().map(({ id }) => id));
});

it("imports what js-wacz makes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pressmark-wacz-"));
  try {
    await writeFile(join(folder, "made.warc.gz"), WARC);
    const log = { log() {}, info() {}, warn() {}, error() {}, trace() {}, debug() {} } as unknown as Console;
    await new WACZ({ input: join(folder, "*.warc.gz"), output: join(folder, "made.wacz"), log }).process();
    const done = await setting.importFile(await readFile(join(folder, "made.wacz")));
    expect(done).toMatchObject({ state: "done", format: "wacz", counts: { captures: 1, problems: {} } });
    expect(done.package?.verifiedFiles).toBe(2);
    expect(Buffer.from((await setting.read(setting.capture(LAMP))).payload).toString()).toBe(pageOf(LAMP));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 30_000);

describe("a package's word", () => {
  it("is good where its signature fits", async () => {
    const done = await setting.importFile(packageOf([stored], undefined, seal([stored])));
    expect(done).toMatchObject({ package: { signature: "valid", verifiedFiles: 1 }, counts: { problems: {} } });
  });

  it("is told to be another's where the signature is over something else", async () => {
    const other = seal([{ name: "archive/other.warc.gz", data: Buffer.from("other") }]);
    const done = await setting.importFile(packageOf([stored], undefined, other));
    expect(done.package?.signature).toBe("invalid");
    expect(done.counts.problems).toEqual({ "package-digest-mismatch": 1, "signature-invalid": 1 });
  });

  it("is not looked at where it is vouched for by a certificate", async () => {
    const { publicKey, ...signedData } = seal([stored]).signedData;
    const done = await setting.importFile(
      packageOf([stored], undefined, { ...seal([stored]), signedData: { ...signedData, domain: "quay.example" } }),
    );
    expect(done.package?.signature).toBe("unsupported");
  });

  it("is told to be broken where a file is another than it says, or missing; the records are read all the same", async () => {
    const wrong = (json: string) =>
      json.replace(sha256(WARC), sha256("other")).replace("]}", ',{"path":"pages/pages.jsonl","hash":"sha256:00"}]}');
    const done = await setting.importFile(packageOf([stored], wrong));
    expect(done.counts).toMatchObject({ captures: 1, problems: { "entry-digest-mismatch": 1, "entry-missing": 1 } });
    expect(await setting.problems(done.id)).toMatchObject([{ entry: stored.name }, { entry: "pages/pages.jsonl" }]);
  });

  it("may be missing", async () => {
    for (const file of [zipOf([stored]), packageOf([stored], () => "[not json")]) {
      const fresh = createSetting();
      expect((await fresh.importFile(file)).counts).toMatchObject({
        captures: 1,
        problems: { "package-unreadable": 1 },
      });
    }
  });
});

describe("a hostile package", () => {
  it.each([
    ["names its files twice over", [stored, { ...stored, name: "archive/b.warc.gz", overlaps: true }], "zip-overlap"],
    ["names a file outside of it", [stored, { ...stored, name: "../../etc/passwd.warc" }], "zip-unreadable"],
    [
      "has more files than anyone",
      Array.from({ length: 10_001 }, (_, n) => ({ name: `${n}`, data: Buffer.alloc(0) })),
      "zip-too-many-files",
    ],
  ])("that %s is not imported", async (_, parts, code) => {
    expect(await setting.importFile(zipOf(parts))).toMatchObject({
      state: "failed",
      error: { code },
      counts: { captures: 0 },
    });
  });

  it("with an encrypted file, or one packed in another way, is imported without that", async () => {
    const parts = [
      { ...stored, name: "archive/secret.warc.gz", flags: 1 },
      { ...stored, name: "archive/odd.warc.gz", method: 14 },
      stored,
    ];
    const done = await setting.importFile(packageOf(parts));
    expect(done.counts).toMatchObject({ captures: 1, problems: { "entry-unreadable": 2 } });
  });

  it("whose directory is cut off is not imported", async () => {
    const whole = packageOf([stored]);
    for (const missing of [1, 30, 200]) {
      const done = await createSetting().importFile(whole.subarray(0, whole.length - missing));
      expect(done).toMatchObject({ state: "failed", error: { code: "zip-unreadable" } });
    }
  });

  it("with a WARC file whose packing is broken tells so, and goes on with the next", async () => {
    const packed = zipOf([
      { name: "archive/broken.warc", data: Buffer.concat([response(FERRY), Buffer.alloc(9000, 7)]), deflate: true },
      stored,
    ]);
    const at = packed.indexOf("broken.warc") + 40;
    packed[at] = (packed[at] ?? 0) ^ 0xff;
    const done = await setting.importFile(packed);
    expect(done.state).toBe("done");
    expect(setting.capture(LAMP).kind).toBe("response");
    expect((await setting.problems(done.id)).some(({ entry }) => entry === "archive/broken.warc")).toBe(true);
  });

  it("that unpacks to a thousand times its size ends when that shows", async () => {
    const bomb = {
      name: "archive/bomb.warc",
      data: record({ url: LAMP, block: Buffer.alloc(64 * 2 ** 20) }),
      deflate: true,
    };
    // As if the gigabyte that is free were used up.
    const progress = { ...FIRST_PROGRESS, spent: 2 ** 30 };
    expect(await setting.importFile(zipOf([bomb]), { progress })).toMatchObject({
      state: "failed",
      error: { code: "unpacks-too-much" },
    });
  });
});
