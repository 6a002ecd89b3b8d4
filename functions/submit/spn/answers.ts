/**
 * Owns Save Page Now's answers over HTTP: JSON for programs, small pages for people, and the headers in which older
 * clients look for the memento. Pure.
 */
import { type HttpResult, json } from "../../../shared/api/http-handler.ts";
import type { Capture } from "../../../shared/index/capture.ts";
import { REFUSALS, type SaveRefusal } from "./errors.ts";
import { toSaveId } from "./job-id.ts";
import type { Taken, Waited } from "./save.ts";
import { errorFields, timestampOf } from "./status.ts";

/** Who is answered: a program that reads JSON, a person at a browser, or a program that reads headers. */
export type Audience = "json" | "browser" | "headers";

/** By the Accept header; clients that only read headers send any type, or none. */
export function audienceOf(accept: string | undefined): Audience {
  if (/\bapplication\/json\b/i.test(accept ?? "")) return "json";
  return /\btext\/html\b/i.test(accept ?? "") ? "browser" : "headers";
}

/** A page was taken in; what is not done of what was asked for is said here, once. */
export function answerTaken({ url, id, existing }: Taken, notDone: readonly string[], audience: Audience): HttpResult {
  const jobId = toSaveId(id);
  const notes = [
    ...(existing ? [`The same snapshot had been made at ${existing.capturedAt}.`] : []),
    ...(notDone.length > 0 ? [`Not done here: ${notDone.join(", ")}.`] : []),
  ];
  const message = notes.length > 0 ? { message: notes.join(" ") } : {};
  if (audience !== "browser") return json(200, { url, job_id: jobId, ...message });
  const body = `<p>${link(`/save/status/${jobId}`, "How it goes")}</p>${notes.map((note) => `<p>${escapeHtml(note)}</p>`).join("")}`;
  return page(200, `Saving ${url}`, body);
}

/** What a GET came to: the memento in headers, a redirect for browsers, or that it takes longer. */
export function answerWaited({ taken, outcome, reused }: Waited, audience: Audience, baseUrl: string): HttpResult {
  const jobId = toSaveId(taken.id);
  const status = link(`/save/status/${jobId}`, "How it goes");
  if (outcome.kind === "pending") {
    if (audience === "json") return json(200, { url: taken.url, job_id: jobId });
    const body = `<p>The page is being captured. Ask again in some seconds.</p><p>${status}</p>`;
    return page(202, `Saving ${taken.url}`, body, { "Retry-After": "5" });
  }
  if (outcome.kind === "error") {
    const isRobots = outcome.failure?.code === "robots-denied";
    const { message } = outcome.error;
    const headers = runtimeError(isRobots ? "RobotAccessControlException: Blocked By Robots" : message);
    if (audience === "json")
      return json(200, { url: taken.url, job_id: jobId, ...errorFields(outcome.error) }, headers);
    return page(FAILED, "Sorry", `<p>${escapeHtml(message)}</p><p>${status}</p>`, headers);
  }
  const headers = { ...mementoHeaders(outcome.capture, baseUrl), "X-Page-Cache": reused ? "HIT" : "MISS" };
  if (audience === "json") return json(200, { url: taken.url, job_id: jobId }, headers);
  const path = headers["Content-Location"];
  if (audience === "browser") return { statusCode: 302, headers: { ...headers, Location: path } };
  return page(200, `Saved ${outcome.capture.url}`, `<p>${link(path, `${baseUrl}${path}`)}</p>`, headers);
}

/**
 * The page could not be captured, which is no fault of the call. 520 is no registered status: it is the one that clients
 * know from Save Page Now, and other than 502 to 504 it has them not try again at once.
 */
const FAILED = 520;

export function answerRefusal({ code, message }: SaveRefusal, audience: Audience): HttpResult {
  const refusal = REFUSALS[code];
  const headers = {
    ...(refusal.status === 401 ? { "WWW-Authenticate": 'Bearer realm="pressmark"' } : {}),
    ...(refusal.status === 429 || refusal.status === 503 ? { "Retry-After": "20" } : {}),
  };
  if (audience === "browser") return page(refusal.status, "Sorry", `<p>${escapeHtml(message)}</p>`, headers);
  const fields = "statusExt" in refusal ? errorFields({ statusExt: refusal.statusExt, message }) : { message };
  return json(refusal.status, fields, headers);
}

/** API Gateway takes 10,240 bytes of headers: a URL of this length is named seven times, a longer one three times. */
const LONG_URL = 1000;

/**
 * Where the capture can be read: `Content-Location` for one kind of client, links for the other (`bookmark` is the
 * registered relation for a permanent link, and the place after `memento` where one client looks).
 */
function mementoHeaders(capture: Capture, baseUrl: string) {
  const path = `/web/${timestampOf(capture)}/${capture.url}`;
  const memento = `<${baseUrl}${path}>; rel="memento"; datetime="${new Date(capture.capturedAt).toUTCString()}"`;
  if (capture.url.length > LONG_URL) return { "Content-Location": path, Link: memento };
  const links = [
    `<${capture.url}>; rel="original"`,
    `<${baseUrl}/web/${capture.url}>; rel="timegate"`,
    `<${baseUrl}/web/timemap/link/${capture.url}>; rel="timemap"; type="application/link-format"`,
    memento,
    `<${baseUrl}${path}>; rel="bookmark"`,
  ];
  return { "Content-Location": path, Link: links.join(", ") };
}

/** In the header that older clients look for an error in; a header holds ASCII only. */
const runtimeError = (message: string) => ({
  "X-Archive-Wayback-Runtime-Error": message.replace(/[^\x20-\x7e]/g, "?"),
});

/** A page of ours. The heading and what follows stand on lines of their own: a script reads the line after `<h2>`. */
function page(statusCode: number, title: string, body: string, headers: Record<string, string> = {}): HttpResult {
  const heading = escapeHtml(title);
  return {
    statusCode,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": "default-src 'none'",
      "X-Content-Type-Options": "nosniff",
      ...headers,
    },
    body: `<!doctype html>\n<meta charset="utf-8">\n<title>${heading}</title>\n<h2>${heading}</h2>\n${body}\n`,
  };
}

const link = (href: string, text: string): string => `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
