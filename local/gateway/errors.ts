/** Owns the shapes of AWS's error answers. Pure. */

/** An answer of the gateway itself. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** How a service writes errors: S3 in XML, the others in JSON with `__type`. */
export type Dialect = "xml" | "json" | "rest-json";

/** A refusal, before it is written in a service's dialect. */
export interface Refusal {
  /** `AccessDenied`, `UnrecognizedClientException` and the like, in the service's own spelling. */
  readonly code: string;
  readonly message: string;
  readonly status: number;
}

/** An AWS error answer. */
export function toErrorReply(dialect: Dialect, { code, message, status }: Refusal): Reply {
  if (dialect === "xml") {
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
    return { status, headers: { "content-type": "application/xml" }, body };
  }
  if (dialect === "rest-json") {
    const headers = { "content-type": "application/json", "x-amzn-errortype": code };
    return { status, headers, body: JSON.stringify({ Type: "User", Message: message, message }) };
  }
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amzn-errortype": code };
  return { status, headers, body: JSON.stringify({ __type: `com.amazonaws#${code}`, message, Message: message }) };
}

export function jsonReply(value: unknown, status = 200, contentType = "application/x-amz-json-1.1"): Reply {
  return { status, headers: { "content-type": contentType }, body: JSON.stringify(value) };
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
