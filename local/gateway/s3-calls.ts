/**
 * Owns what an S3 request asks for: its bucket, key and IAM actions. Pure. Source: service authorization reference,
 * "Actions, resources, and condition keys for Amazon S3".
 */
import type { BufferedRequest } from "../emulators/replay.ts";
import type { Call } from "../iam/statement.ts";

export interface S3Target {
  readonly bucket: string;
  /** Empty for a request about the bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
}

/** Path-style addressing: `/bucket/key`, which the SDKs choose by themselves for an IP address. */
export function parseS3Target(url: string): S3Target | undefined {
  const [path = "/", search = ""] = splitOnce(url, "?");
  const [bucket = "", key = ""] = splitOnce(path.slice(1), "/");
  try {
    return { bucket, key: decodeURIComponent(key), query: new URLSearchParams(search) };
  } catch {
    return undefined;
  }
}

/** Every call that the caller must be allowed; more than one for copies and for deleting many. */
export function toS3Calls(target: S3Target, request: BufferedRequest): readonly Call[] {
  const { bucket, key, query } = target;
  if (bucket === "") return [{ action: "s3:ListAllMyBuckets", resource: "*", context: {} }];
  const bucketArn = `arn:aws:s3:::${bucket}`;
  const onObject = (action: string, name = key): Call => ({ action, resource: `${bucketArn}/${name}`, context: {} });
  if (key === "") return bucketCalls(bucketArn, query, request, onObject);
  switch (request.method) {
    case "GET":
    case "HEAD":
      return [onObject("s3:GetObject")];
    case "DELETE":
      if (query.has("versionId")) return [onObject("s3:DeleteObjectVersion")];
      return [onObject(query.has("uploadId") ? "s3:AbortMultipartUpload" : "s3:DeleteObject")];
    default: {
      const source = request.headers["x-amz-copy-source"];
      const reads = source === undefined ? [] : [copyCall(source)];
      return [...reads, onObject("s3:PutObject")];
    }
  }
}

function bucketCalls(
  bucketArn: string,
  query: URLSearchParams,
  request: BufferedRequest,
  onObject: (action: string, key: string) => Call,
): readonly Call[] {
  const prefix = query.get("prefix");
  const context = { "s3:prefix": prefix === null ? [] : [prefix] };
  if (query.has("lifecycle")) {
    const action = request.method === "GET" ? "s3:GetLifecycleConfiguration" : "s3:PutLifecycleConfiguration";
    return [{ action, resource: bucketArn, context: {} }];
  }
  switch (request.method) {
    case "GET":
    case "HEAD":
      // fauxqs keeps no versions: it answers with a plain list, in which the SDK finds none.
      return [
        { action: query.has("versions") ? "s3:ListBucketVersions" : "s3:ListBucket", resource: bucketArn, context },
      ];
    case "POST":
      return deletedKeys(request.body).map((key) => onObject("s3:DeleteObject", key));
    case "DELETE":
      return [{ action: "s3:DeleteBucket", resource: bucketArn, context: {} }];
    default:
      return [{ action: "s3:CreateBucket", resource: bucketArn, context: {} }];
  }
}

function copyCall(source: string): Call {
  const path = decodeURIComponent(source).replace(/^\//, "").split("?")[0] ?? "";
  return { action: "s3:GetObject", resource: `arn:aws:s3:::${path}`, context: {} };
}

/** Keys of a DeleteObjects body. */
function deletedKeys(body: Buffer): readonly string[] {
  return [...body.toString("utf8").matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = ""]) =>
    key
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&apos;", "'")
      .replaceAll("&amp;", "&"),
  );
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}
