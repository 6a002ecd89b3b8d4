/**
 * Owns the parameters of Save Page Now's capture request, from a form or a JSON body. Each is done, harmless to leave
 * undone, left undone and said so, or refused. Pure.
 */
import { SaveRefusal } from "./errors.ts";

export interface SaveOptions {
  readonly url: string;
  readonly captureAll: boolean;
  readonly skipFirstArchive: boolean;
  readonly captureOutlinks: boolean;
  readonly captureScreenshot: boolean;
  /** ISO 8601 duration. */
  readonly ifNotArchivedWithin?: string | undefined;
  /** Names of what was asked for and is not done here. */
  readonly notDone: readonly string[];
}

type Parameters = ReadonlyMap<string, string>;

/** Asked for, and left undone. A page is captured all the same, and answers say what it lacks. */
const NOT_DONE = ["capture_outlinks", "capture_screenshot", "outlinks_availability", "email_result"] as const;

/**
 * These would change what is captured, or hand a site somebody's credentials: leaving them out would archive another
 * page than was meant. Not refused when empty, as some clients send them.
 */
const REFUSED = ["capture_cookie", "use_user_agent", "target_username", "target_password"] as const;

// Three more are taken and change nothing: `force_get` (there is no browser, so each is a plain GET),
// `js_behavior_timeout` (no script is run) and `delay_wb_availability` (a capture can be read at once).

const TRUE = new Set(["1", "on", "true", "yes"]);

/**
 * @param pathUrl - the URL where the path holds it; a body's goes before
 * @throws SaveRefusal `bad-option`, `url-invalid`
 */
export function parseOptions(body: string, contentType: string | undefined, pathUrl?: string): SaveOptions {
  const parameters = readParameters(body, contentType);
  const refused = REFUSED.find((name) => parameters.get(name));
  if (refused) throw new SaveRefusal("bad-option", `${refused} is not done here; leave it out.`);
  const isOn = (name: string) => TRUE.has((parameters.get(name) ?? "").toLowerCase());
  const within = parameters.get("if_not_archived_within")?.split(",") ?? [];
  const notDone = [...NOT_DONE.filter(isOn), ...(within.length > 1 ? ["if_not_archived_within of outlinks"] : [])];
  return {
    url: withScheme(parameters.get("url")?.trim() || pathUrl || ""),
    captureAll: isOn("capture_all"),
    skipFirstArchive: isOn("skip_first_archive"),
    captureOutlinks: isOn("capture_outlinks"),
    captureScreenshot: isOn("capture_screenshot"),
    ifNotArchivedWithin: within[0]?.trim() ? parseWithin(within[0]) : undefined,
    notDone,
  };
}

/** Parameters by name, of a form or of a JSON object; the last one of a name counts. @throws SaveRefusal `bad-option` */
export function readParameters(body: string, contentType: string | undefined): Parameters {
  if (/^multipart\//i.test(contentType ?? "")) {
    throw new SaveRefusal("bad-option", "Send application/x-www-form-urlencoded or JSON, not multipart.");
  }
  if (!/\bjson\b/i.test(contentType ?? "") && !body.trimStart().startsWith("{")) {
    return new Map(new URLSearchParams(body));
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new SaveRefusal("bad-option", "The body is not valid JSON.");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new SaveRefusal("bad-option", "The body is no JSON object.");
  }
  return new Map(Object.entries(parsed).map(([name, value]) => [name, String(value ?? "")]));
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3600, m: 60, s: 1 };

/** `3d`, `3d 5h 20m` or seconds, as an ISO 8601 duration. @throws SaveRefusal `bad-option` */
function parseWithin(text: string): string {
  const trimmed = text.trim().toLowerCase();
  if (/^\d{1,10}$/.test(trimmed)) return `PT${trimmed}S`;
  if (!/^\d{1,6} ?[dhms]( ?\d{1,6} ?[dhms]){0,3}$/.test(trimmed)) {
    throw new SaveRefusal("bad-option", "if_not_archived_within is no duration such as 3d, 5h 20m, or 3600 (seconds).");
  }
  const parts = [...trimmed.matchAll(/(\d+) ?([dhms])/g)];
  const seconds = parts.reduce((sum, [, number, unit = ""]) => sum + Number(number) * (UNIT_SECONDS[unit] ?? 0), 0);
  return `PT${seconds}S`;
}

/** People and clients leave the scheme out; a host alone is taken for http, which is where sites redirect from. */
function withScheme(url: string): string {
  return /^[\w-]+(\.[\w-]+)*\.[a-z]{2,}(:\d+)?([/?#]|$)/i.test(url) ? `http://${url}` : url;
}
