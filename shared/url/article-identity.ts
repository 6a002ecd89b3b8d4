/**
 * Owns when two URLs are one article: the identity by which an item of a source is known. It only drops what never
 * chooses what a server answers; where that is not sure, the URLs stay two, since a page captured twice costs little and
 * a page taken for another one is lost. It is not a URL to be fetched, and not the CDX key (./urlkey.ts). Pure.
 *
 * Kept apart on purpose:
 * - `www2`, `m.`, `amp.` hosts, `/amp` paths, `?amp=1`, `?outputType=amp`, print views: documents of their own. Were an
 *   AMP page the same as the article, a feed that names the AMP page first would keep the article from being captured.
 * - `index.php`, `default.asp`: front controllers, which answer by their arguments. Upper and lower case in paths.
 * - `ref`, `source`, `from`, `cid`, `id` and their like: on many sites they choose the page.
 */

interface Parameter {
  /** Lower case, as names are compared. One ending in `*` stands for all names that begin so. */
  readonly name: string;
  readonly what: string;
}

/** Query arguments that only tell the site where a reader came from: always dropped. */
export const TRACKING_PARAMETERS: readonly Parameter[] = [
  { name: "utm_*", what: "Google Analytics campaign, and all who copied its names" },
  { name: "_ga", what: "Google Analytics visitor, carried from site to site" },
  { name: "_gl", what: "Google Analytics cross-domain linker" },
  { name: "gclid", what: "Google Ads click" },
  { name: "gclsrc", what: "Google Ads click's source" },
  { name: "dclid", what: "Google Display click" },
  { name: "gbraid", what: "Google Ads click from an app, on iOS" },
  { name: "wbraid", what: "Google Ads click to a web page, on iOS" },
  { name: "gad_source", what: "Google Ads network" },
  { name: "gad_campaignid", what: "Google Ads campaign" },
  { name: "srsltid", what: "Google Merchant result" },
  { name: "fbclid", what: "Facebook click" },
  { name: "fb_action_ids", what: "Facebook Open Graph action" },
  { name: "fb_action_types", what: "Facebook Open Graph action's type" },
  { name: "fb_source", what: "Facebook placement" },
  { name: "fb_ref", what: "Facebook plug-in" },
  { name: "igshid", what: "Instagram share" },
  { name: "igsh", what: "Instagram share, newer" },
  { name: "twclid", what: "X (Twitter) click" },
  { name: "__twitter_impression", what: "X (Twitter) preview" },
  { name: "ttclid", what: "TikTok click" },
  { name: "li_fat_id", what: "LinkedIn click" },
  { name: "epik", what: "Pinterest click" },
  { name: "msclkid", what: "Microsoft Advertising click" },
  { name: "yclid", what: "Yandex Direct click" },
  { name: "ysclid", what: "Yandex search click" },
  { name: "mc_cid", what: "Mailchimp campaign" },
  { name: "mc_eid", what: "Mailchimp reader" },
  { name: "mkt_tok", what: "Marketo e-mail" },
  { name: "_hsenc", what: "HubSpot e-mail reader" },
  { name: "_hsmi", what: "HubSpot e-mail" },
  { name: "__hstc", what: "HubSpot visitor" },
  { name: "__hssc", what: "HubSpot session" },
  { name: "__hsfp", what: "HubSpot browser fingerprint" },
  { name: "hsctatracking", what: "HubSpot button" },
  { name: "hsa_*", what: "HubSpot ads" },
  { name: "vero_id", what: "Vero e-mail reader" },
  { name: "vero_conv", what: "Vero conversion" },
  { name: "oly_enc_id", what: "Omeda reader" },
  { name: "oly_anon_id", what: "Omeda anonymous reader" },
  { name: "ml_subscriber", what: "MailerLite reader" },
  { name: "ml_subscriber_hash", what: "MailerLite reader's hash" },
  { name: "s_kwcid", what: "Adobe Analytics paid search" },
  { name: "s_cid", what: "Adobe Analytics campaign" },
  { name: "ef_id", what: "Adobe Advertising click" },
  { name: "mtm_*", what: "Matomo campaign" },
  { name: "pk_*", what: "Matomo campaign, older (`pk_campaign`, `pk_kwd`)" },
  { name: "piwik_*", what: "Matomo campaign, under its first name" },
  { name: "xtor", what: "AT Internet campaign" },
  { name: "at_medium", what: "Piano Analytics medium" },
  { name: "at_campaign", what: "Piano Analytics campaign" },
  { name: "guccounter", what: "Yahoo consent page's counter" },
  { name: "guce_referrer", what: "Yahoo consent page's way back" },
  { name: "guce_referrer_sig", what: "Yahoo consent page's signature" },
];

/** Query arguments that hold a server session and can hold nothing else: always dropped. */
export const SESSION_PARAMETERS: readonly Parameter[] = [
  { name: "jsessionid", what: "Java servlets" },
  { name: "phpsessid", what: "PHP" },
  { name: "aspsessionid*", what: "ASP, which adds letters of its own" },
  { name: "cfid", what: "ColdFusion client" },
  { name: "cftoken", what: "ColdFusion client's token" },
  { name: "oscsid", what: "osCommerce" },
  { name: "zenid", what: "Zen Cart" },
];

/**
 * Names that hold a session on some sites (phpBB's `sid`) and a story, section or talk on others. Dropped only when the
 * value has the very shape of a PHP session id, 32 hexadecimal digits, and another argument is left to choose the page.
 */
export const MAYBE_SESSION_PARAMETERS: readonly Parameter[] = [
  { name: "sid", what: "phpBB and its kin" },
  { name: "sessionid", what: "hand-made sessions" },
  { name: "session_id", what: "hand-made sessions" },
];
const SESSION_VALUE = /^[0-9a-f]{32}$/i;

/** Documents that a server answers a folder with, whatever the arguments. */
const FOLDER_DOCUMENT = /\/index\.html?$/;
/** `;jsessionid=…` in a path, and ASP.NET's `/(S(…))`. */
const SESSION_IN_PATH = /;jsessionid=[^/;]*/gi;
const SESSION_SEGMENT = /\/\((?:[asf]\([\w-]{16,}\))+\)(?=\/)/gi;

/**
 * What an article is known by, without a scheme: `paper.example/ferry?a=1&b=2`. Equal for two URLs that a site cannot
 * mean two articles by. In ASCII, and up to three times as long as the URL, so hash it where a key must be short.
 *
 * @param url - absolute http(s) URL, as `checkUrl` passed it
 * @throws TypeError when it is no absolute URL
 */
export function articleIdentity(url: string): string {
  const { hostname, port, pathname, search } = new URL(url);
  return `${bareHost(hostname)}${port && `:${port}`}${plainPath(pathname)}${plainQuery(search)}`;
}

/** Without `www` and the root's dot (RFC 1034, section 3.1). */
function bareHost(hostname: string): string {
  const host = hostname.replace(/\.$/, "");
  // `www.com` is a name of its own.
  return /^www\.[^.]+\./.test(host) ? host.slice("www.".length) : host;
}

function plainPath(pathname: string): string {
  const path = normalisePath(pathname)
    .replace(SESSION_IN_PATH, "")
    .replace(SESSION_SEGMENT, "")
    .replace(FOLDER_DOCUMENT, "/");
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

/**
 * RFC 3986, section 6.2.2: unreserved characters are written as themselves, and percent-encoding in upper case. What
 * may not stand in a path is encoded; a reserved character stays as it came, since `%2F` is not `/`.
 */
function normalisePath(pathname: string): string {
  return pathname
    .replace(/%([0-9a-f]{2})/gi, (triplet, hex: string) => {
      const character = String.fromCharCode(Number.parseInt(hex, 16));
      return /[\w.~-]/.test(character) ? character : triplet.toUpperCase();
    })
    .replace(/["<>[\]\\^`{|}]/g, encodeURIComponent);
}

interface Argument {
  readonly name: string;
  /** Undefined for `?a`, which is not `?a=`. */
  readonly value: string | undefined;
}

/** Arguments by name. Those of one name keep their order: of two values, the first or the last may be what counts. */
function plainQuery(search: string): string {
  const sent = search.slice(1).split("&").filter(Boolean).map(readArgument).filter(isTelling);
  const sure = sent.filter((argument) => !looksLikeSession(argument));
  const kept = sure.length > 0 ? sure : sent;
  if (kept.length === 0) return "";
  const sorted = kept.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  return `?${sorted.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`)).join("&")}`;
}

function readArgument(text: string): Argument {
  // `?a=1&amp;b=2`: a feed that was escaped once too often.
  const argument = text.replace(/^(amp;)+(?=.)/, "");
  const equals = argument.indexOf("=");
  if (equals < 0) return { name: normaliseArgument(argument), value: undefined };
  return { name: normaliseArgument(argument.slice(0, equals)), value: normaliseArgument(argument.slice(equals + 1)) };
}

/**
 * Spelled one way whatever may be read as the same in a form's encoding (WHATWG URL, section 5.1: `+` and `%20` are a
 * space, `,` and `%2C` a comma). Bytes stay bytes: old sites do not encode in UTF-8.
 */
function normaliseArgument(text: string): string {
  return text.replaceAll("+", "%20").replace(/%([0-9a-f]{2})|[^\w.~-]/gi, (found, hex: string | undefined) => {
    const code = hex === undefined ? found.charCodeAt(0) : Number.parseInt(hex, 16);
    const character = String.fromCharCode(code);
    if (/[\w.~-]/.test(character)) return character;
    return `%${code.toString(16).toUpperCase().padStart(2, "0")}`;
  });
}

function isTelling({ name }: Argument): boolean {
  return !isNamed(name, TRACKING_PARAMETERS) && !isNamed(name, SESSION_PARAMETERS);
}

function looksLikeSession({ name, value }: Argument): boolean {
  return value !== undefined && SESSION_VALUE.test(value) && isNamed(name, MAYBE_SESSION_PARAMETERS);
}

function isNamed(name: string, parameters: readonly Parameter[]): boolean {
  const lower = name.toLowerCase();
  return parameters.some((parameter) =>
    parameter.name.endsWith("*") ? lower.startsWith(parameter.name.slice(0, -1)) : lower === parameter.name,
  );
}
