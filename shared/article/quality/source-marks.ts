/**
 * Owns what only the page's source shows: scripts, frames and comments, which the parsed page has no more. It looks at the
 * beginning only: walls and shells are small pages.
 */

/** What the source of a page shows. */
export interface SourceMarks {
  /** Programs and frames that stand on pages of a check, by the name of their convention. */
  readonly challenge: string | null;
  /** Programs that check visitors on ordinary pages too. */
  readonly guard: string | null;
  /** Programs that ask for consent, on ordinary pages too. */
  readonly consentManager: string | null;
  readonly refreshes: boolean;
}

export const NO_MARKS: SourceMarks = { challenge: null, guard: null, consentManager: null, refreshes: false };

/** What is looked through: an estimate, not measured. A check has its marks in the head or early in the body. */
const MAX_CHARS = 65_536;

type Marks = ReadonlyArray<readonly [name: string, ...marks: string[]]>;

/** Stand on the page of a check, and on no other. */
const CHALLENGES: Marks = [
  ["cloudflare", "_cf_chl_opt", "cf-chl-", "cf_chl_", "cf-browser-verification", 'id="challenge-form"'],
  ["cloudflare", 'id="challenge-running"', 'id="challenge-stage"', 'id="challenge-error-text"', "cf-error-details"],
  ["datadome", "geo.captcha-delivery.com", "ct.captcha-delivery.com", "interstitial.captcha-delivery.com"],
  ["perimeterx", "px-captcha", "_pxCaptcha"],
  ["imperva", "_Incapsula_Resource?SWUDNSAI", "_Incapsula_Resource?CWUDNSAI", "Incapsula incident ID", "incident_id="],
  ["akamai", "sec-if-cpt-container", "sec-cpt-if", "/_sec/cp_challenge", "bm-verify=", "errors.edgesuite.net"],
  ["aws-waf", "gokuProps", "AwsWafIntegration.checkForceRefresh", "AwsWafCaptcha"],
  ["f5", "bobcmn", "/TSPD/"],
  ["ddos-guard", "ddos-guard/js-challenge", "data-ddg-origin", "check.ddos-guard.net"],
  ["sucuri", "sucuri_cloudproxy_js", "sucuri.net/website-firewall", "sucuri-firewall-block"],
  ["anubis", ".within.website/x/cmd/anubis", "anubis_challenge"],
  ["vercel", "/.well-known/vercel/security"],
  ["kasada", "/149e9513-01fa-4fb0-aad4-566afd725d1b/"],
  ["proof-of-work", "friendly-challenge", "altcha-widget", "go-away-challenge", "haproxy-protection"],
];

/** Check visitors of ordinary pages too, and those who write comments. */
const GUARDS: Marks = [
  ["turnstile", "challenges.cloudflare.com/turnstile", "cf-turnstile"],
  ["recaptcha", "google.com/recaptcha", "recaptcha.net/recaptcha", "g-recaptcha"],
  ["hcaptcha", "hcaptcha.com/1/api.js", "h-captcha"],
  ["geetest", "geetest.com", "initGeetest"],
  ["arkose", "arkoselabs.com", "funcaptcha"],
  ["akamai-sensor", "_abck", "/akam/"],
  ["perimeterx", "_pxAppId"],
  ["kasada", "KPSDK"],
  ["cloudflare-scripts", "/cdn-cgi/challenge-platform/"],
  ["imperva", "/_Incapsula_Resource"],
];

const CONSENT_MANAGERS: Marks = [
  ["onetrust", "onetrust", "optanon", "cookielaw.org"],
  ["sourcepoint", "sp_message", "privacy-mgmt.com", "wrapperMessagingWithoutDetection"],
  ["didomi", "didomi"],
  ["usercentrics", "usercentrics"],
  ["cookiebot", "cookiebot", "CybotCookiebot"],
  ["quantcast", "qc-cmp", "quantcast.mgr"],
  ["trustarc", "trustarc", "truste-consent"],
  ["funding-choices", "fundingchoices", "fc-consent-root"],
  ["iubenda", "iubenda"],
  ["tcf", "__tcfapi", "__cmp"],
];

/** @param html - The page as it was sent. */
export function readSourceMarks(html: string): SourceMarks {
  const source = html.slice(0, MAX_CHARS);
  return {
    challenge: firstMark(source, CHALLENGES),
    guard: firstMark(source, GUARDS),
    consentManager: firstMark(source, CONSENT_MANAGERS),
    refreshes: /<meta[^<>]{0,100}http-equiv=["']?refresh/i.test(source),
  };
}

function firstMark(source: string, names: Marks): string | null {
  return names.find(([, ...marks]) => marks.some((mark) => source.includes(mark)))?.[0] ?? null;
}
