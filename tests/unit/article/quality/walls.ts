/**
 * Owns a generated set of pages that stand where another page was asked for: walls, soft 404s, error pages and thin
 * pages, in many languages and in the shapes that widely used vendors give them. All words are our own. Tests only.
 */
import type { Quality } from "../../../../shared/article/quality/quality-names.ts";
import { WORDS, type Words } from "./wall-words.ts";

export interface MadePage {
  readonly name: string;
  readonly quality: Quality;
  readonly url: string;
  readonly html: string;
}

const MENU = `<header><nav><ul><li><a href="/">Harbour Post</a></li><li><a href="/town">Town</a></li><li><a href="/sea">Sea</a></li></ul></nav></header>`;
const FOOT = `<footer><a href="/imprint">Imprint</a> <a href="/terms">Terms</a></footer>`;
const ARTICLE_URL = "https://harbour-post.example/2024/05/14/crane";

function pageOf(language: string, title: string, body: string, head = ""): string {
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${title}</title>${head}</head><body>${body}</body></html>`;
}

/** Everything that is made, each with what it is. */
export function makePages(): MadePage[] {
  return [...soft404s(), ...consentWalls(), ...botWalls(), ...failures(), ...paywalls(), ...thinPages()];
}

type Shape = readonly [name: string, make: (words: Words, language: string) => string];

/** Every shape in some of the languages, so that each language meets several shapes and each shape several languages. */
function inLanguages(quality: Quality, url: string, every: number, shapes: readonly Shape[]): MadePage[] {
  return shapes.flatMap(([name, make], shape) =>
    Object.entries(WORDS).flatMap(([language, words], at) =>
      (at + shape) % every === 0
        ? [{ name: `${quality} ${name} ${language}`, quality, url, html: make(words, language) }]
        : [],
    ),
  );
}

function soft404s(): MadePage[] {
  const teasers = Array.from(
    { length: 8 },
    (_, at) =>
      `<article><h3><a href="/s/${at}">Ferry number ${at} runs again</a></h3><p>The quay is open.</p></article>`,
  ).join("");
  return inLanguages("soft-404", ARTICLE_URL, 3, [
    [
      "plain",
      (w, l) =>
        pageOf(
          l,
          `${w.missing} | Harbour Post`,
          `${MENU}<main><h1>${w.missing}</h1><p>${w.missingText}</p></main>${FOOT}`,
        ),
    ],
    [
      "number",
      (w, l) =>
        pageOf(
          l,
          "404 – Harbour Post",
          `${MENU}<div class="error-404"><h1>404</h1><p>${w.missingText}</p><form action="/search"><input type="search" name="q" placeholder="${w.search}"><button>${w.search}</button></form></div>${FOOT}`,
        ),
    ],
    [
      "suggestions",
      (w, l) =>
        pageOf(
          l,
          `${w.missing} - Harbour Post`,
          `${MENU}<main><h1>${w.missing}</h1><p>${w.missingText}</p><section>${teasers}</section></main>${FOOT}`,
          '<meta name="robots" content="noindex">',
        ),
    ],
    [
      "heading only",
      (w, l) => pageOf(l, "Harbour Post", `${MENU}<main id="not-found"><h1>${w.missing}</h1></main>${FOOT}`),
    ],
  ]);
}

function consentWalls(): MadePage[] {
  const buttons = (w: Words) => `<button>${w.accept}</button><button>${w.reject}</button>`;
  return inLanguages("consent-wall", "https://harbour-post.example/", 3, [
    [
      "dialog",
      (w, l) =>
        pageOf(
          l,
          "Harbour Post",
          `<div id="cookie-consent" role="dialog"><h1>${w.consent}</h1><p>${w.consentText}</p>${buttons(w)}</div>`,
        ),
    ],
    [
      "vendor",
      (w, l) =>
        pageOf(
          l,
          w.consent,
          `<div class="cmp-root"><div class="message"><h2>${w.consent}</h2><p>${w.consentText}</p>${buttons(w)}</div></div>`,
          '<script>window.__tcfapi=function(){}</script><script src="https://cdn.privacy-mgmt.com/unified/wrapper.js"></script>',
        ),
    ],
    [
      "form",
      (w, l) =>
        pageOf(
          l,
          `${w.consent} – Harbour Post`,
          `<main><h1>${w.consent}</h1><p>${w.consentText}</p><form action="/consent/save" method="post">${buttons(w)}</form></main>`,
        ),
    ],
    [
      "pay or accept",
      (w, l) =>
        pageOf(
          l,
          "Harbour Post",
          `<div class="consent-wall"><img src="/logo.png" alt=""><h1>${w.consent}</h1><p>${w.consentText}</p><button>${w.accept}</button><a class="btn" href="/pure">4,99 €</a></div>`,
        ),
    ],
  ]);
}

function botWalls(): MadePage[] {
  const spoken = inLanguages("bot-wall", ARTICLE_URL, 3, [
    [
      "captcha",
      (w, l) =>
        pageOf(
          l,
          w.robot,
          `<div class="captcha-box"><h1>${w.robot}</h1><p>${w.robotText}</p><div class="g-recaptcha" data-sitekey="k"></div></div>`,
          '<script src="https://www.google.com/recaptcha/api.js"></script>',
        ),
    ],
    [
      "plain",
      (w, l) =>
        pageOf(
          l,
          w.robot,
          `<h1>${w.robot}</h1><p>${w.robotText}</p>`,
          '<meta name="robots" content="noindex,nofollow">',
        ),
    ],
    [
      "press and hold",
      (w, l) =>
        pageOf(
          l,
          "harbour-post.example",
          `<div id="px-captcha"></div><p>${w.robotText}</p>`,
          '<script>window._pxAppId="PX0";</script>',
        ),
    ],
  ]);
  const vendors: ReadonlyArray<readonly [string, string, string]> = [
    [
      "managed challenge",
      "Just a moment...",
      '<noscript>Enable JavaScript and cookies to continue</noscript><script>window._cf_chl_opt={cType:"managed"};var a=document.createElement("script");a.src="/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1";</script>',
    ],
    [
      "challenge in French",
      "Un instant…",
      '<div id="challenge-error-text">Activez JavaScript et les cookies pour continuer</div><script>window._cf_chl_opt={};</script>',
    ],
    [
      "block page",
      "Attention Required!",
      '<div id="cf-wrapper"><div id="cf-error-details"><h1>Sorry, you have been blocked</h1><p>You are unable to access harbour-post.example</p></div></div>',
    ],
    [
      "frame of a puzzle",
      "harbour-post.example",
      '<p id="cmsg">Please enable JS and disable any ad blocker</p><script>var dd={"rt":"c","host":"geo.captcha-delivery.com"}</script><script src="https://ct.captcha-delivery.com/c.js"></script>',
    ],
    [
      "frame of an incident",
      "",
      '<iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=20&incident_id=77">Request unsuccessful. Incapsula incident ID: 77</iframe>',
    ],
    [
      "edge denial",
      "Access Denied",
      '<h1>Access Denied</h1><p>You don\'t have permission to access "http://harbour-post.example/" on this server.</p><p>Reference #18.5c2e1702</p><p>https://errors.edgesuite.net/18.5c2e1702</p>',
    ],
    [
      "sensor",
      "Challenge Validation",
      '<div id="sec-if-cpt-container"><p>Powered and protected by</p></div><script src="/_sec/cp_challenge/sec-cpt-int.js"></script>',
    ],
    [
      "token",
      "Human Verification",
      '<div id="captcha-container"></div><script>window.gokuProps={"key":"k"};</script><script src="https://t.token.awswaf.com/t/challenge.js"></script><noscript><h1>JavaScript is disabled</h1><p>In order to continue, verify that you are not a robot by solving a puzzle.</p></noscript>',
    ],
    [
      "work first",
      "Making sure you're not a bot!",
      '<main><h1>Making sure you\'re not a bot!</h1><p>Loading...</p></main><script id="anubis_challenge" type="application/json">{}</script><script src="/.within.website/x/cmd/anubis/static/js/main.mjs"></script>',
    ],
    [
      "guard",
      "DDoS-Guard",
      '<p>Checking your browser before accessing harbour-post.example</p><script src="/.well-known/ddos-guard/js-challenge/index.js"></script>',
    ],
    [
      "firewall",
      "You are being redirected...",
      "<noscript>Javascript is required. Please enable javascript before you are allowed to see this page.</noscript><script>var sucuri_cloudproxy_js='';</script>",
    ],
    [
      "turnstile",
      "Security check",
      '<h1>One more step</h1><p>Please complete the security check to access harbour-post.example.</p><div class="cf-turnstile" data-sitekey="k"></div><script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script>',
    ],
    [
      "hcaptcha",
      "Are you a robot?",
      '<h1>Are you a robot?</h1><p>Check the box to prove that you are not.</p><form method="post"><div class="h-captcha" data-sitekey="k"></div><button>Go on</button></form><script src="https://js.hcaptcha.com/1/api.js"></script>',
    ],
    [
      "interruption",
      "Pardon Our Interruption",
      "<h1>Pardon Our Interruption...</h1><p>As you were browsing, something about your browser made us think you might be a bot. JavaScript or cookies may be disabled.</p>",
    ],
  ];
  return [
    ...spoken,
    ...vendors.map(([name, title, body]) => {
      return {
        name: `bot-wall ${name}`,
        quality: "bot-wall",
        url: ARTICLE_URL,
        html: pageOf("en", title, body),
      } as const;
    }),
  ];
}

function failures(): MadePage[] {
  const spoken = inLanguages("error", ARTICLE_URL, 3, [
    ["plain", (w, l) => pageOf(l, w.failed, `<h1>${w.failed}</h1><p>${w.failedText}</p>`)],
    [
      "in the site",
      (w, l) =>
        pageOf(
          l,
          `${w.failed} | Harbour Post`,
          `${MENU}<main><h1>${w.failed}</h1><p>${w.failedText}</p></main>${FOOT}`,
        ),
    ],
  ]);
  const servers: ReadonlyArray<readonly [string, string, string]> = [
    ["gateway", "502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center>"],
    [
      "server",
      "500 Internal Server Error",
      "<h1>Internal Server Error</h1><p>The server encountered an unexpected condition.</p>",
    ],
    ["database", "Database Error", "<h1>Error establishing a database connection</h1>"],
    [
      "maintenance",
      "Down for maintenance",
      "<h1>We'll be right back</h1><p>We are down for maintenance until six o'clock.</p>",
    ],
    ["timeout", "504 Gateway Time-out", "<h1>504 Gateway Time-out</h1><p>The server didn't respond in time.</p>"],
  ];
  return [
    ...spoken,
    ...servers.map(([name, title, body]) => {
      return { name: `error ${name}`, quality: "error", url: ARTICLE_URL, html: pageOf("en", title, body) } as const;
    }),
  ];
}

function paywalls(): MadePage[] {
  const declared = (more: string) =>
    `<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"The crane","datePublished":"2024-05-14","isAccessibleForFree":false${more}}</script>`;
  const part = ',"hasPart":{"@type":"WebPageElement","isAccessibleForFree":"False","cssSelector":".locked-part"}';
  const text = (w: Words) => `<h1>The crane</h1><p>${w.lead}…</p>`;
  return inLanguages("paywall", ARTICLE_URL, 3, [
    [
      "declared part",
      (w, l) =>
        pageOf(
          l,
          "The crane",
          `${MENU}<article>${text(w)}<div class="locked-part"></div></article>${FOOT}`,
          declared(part),
        ),
    ],
    [
      "offer",
      (w, l) =>
        pageOf(
          l,
          "The crane",
          `${MENU}<article>${text(w)}</article><div class="paywall"><h2>${w.offer}</h2><p>${w.member}</p></div>${FOOT}`,
          '<meta property="og:type" content="article">',
        ),
    ],
    [
      "declared and offer",
      (w, l) =>
        pageOf(
          l,
          "The crane",
          `${MENU}<article>${text(w)}<div class="fade-out"></div></article><section class="regwall"><p>${w.offer}</p><a href="/login">${w.member}</a></section>${FOOT}`,
          declared(""),
        ),
    ],
    [
      "words declared",
      (w, l) => pageOf(l, "The crane", `${MENU}<article>${text(w)}</article>${FOOT}`, declared(',"wordCount":1240')),
    ],
  ]);
}

function thinPages(): MadePage[] {
  const url = "https://harbour-post.example/account";
  return [
    {
      name: "thin sign-in",
      quality: "thin",
      url,
      html: pageOf(
        "en",
        "Sign in",
        '<h1>Sign in</h1><form method="post"><label>E-mail <input name="email"></label><label>Password <input type="password" name="p"></label><button>Sign in</button></form><a href="/forgot">Forgot it?</a>',
      ),
    },
    {
      name: "thin shell",
      quality: "thin",
      url,
      html: pageOf(
        "en",
        "Harbour Post",
        '<noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div><script src="/static/main.js"></script>',
      ),
    },
    {
      name: "thin empty shell",
      quality: "thin",
      url,
      html: pageOf("en", "Harbour Post", '<div id="app"></div><script src="/bundle.js"></script>'),
    },
    {
      name: "thin contact form",
      quality: "thin",
      url,
      html: pageOf(
        "en",
        "Write to us",
        `${MENU}<main><h1>Write to us</h1><form><input name="name"><textarea></textarea><button>Send</button></form></main>${FOOT}`,
      ),
    },
    {
      name: "thin picture",
      quality: "thin",
      url,
      html: pageOf("en", "Crane 4", '<main><img src="/crane.jpg" alt=""><p>The old crane at low tide.</p></main>'),
    },
  ];
}
