/**
 * Owns a generated set of pages that stand where another page was asked for: walls, soft 404s, error pages and thin
 * pages, in many languages and in the shapes that widely used vendors give them. All words are our own. Tests only.
 */
import type { Quality } from "../../../../shared/article/quality/quality-names.ts";

export interface MadePage {
  readonly name: string;
  readonly quality: Quality;
  readonly url: string;
  readonly html: string;
}

interface Words {
  readonly missing: string;
  readonly missingText: string;
  readonly search: string;
  readonly consent: string;
  readonly consentText: string;
  readonly accept: string;
  readonly reject: string;
  readonly robot: string;
  readonly robotText: string;
  readonly failed: string;
  readonly failedText: string;
  readonly offer: string;
  readonly member: string;
  readonly lead: string;
}

export const WORDS: { readonly [language: string]: Words } = {
  en: {
    missing: "Page not found",
    missingText: "Sorry, the page you are looking for does not exist or has moved. Try the search or go back home.",
    search: "Search",
    consent: "We value your privacy",
    consentText:
      "We and our partners keep cookies on your device to measure our audience and to choose advertisements. You can change your mind at any time.",
    accept: "Accept all",
    reject: "Reject all",
    robot: "Verify you are human",
    robotText: "We noticed unusual traffic from your network. Solve the puzzle below to go on.",
    failed: "Service unavailable",
    failedText: "Something went wrong on our side. We are working on it, so please come back in a few minutes.",
    offer: "Subscribe to continue reading",
    member: "Already a subscriber? Sign in",
    lead: "The harbour council met behind closed doors on Tuesday night, and when its members came out again at half past eleven nobody wanted to say what had been decided about the old crane. Two of them left by the back stairs",
  },
  de: {
    missing: "Seite nicht gefunden",
    missingText: "Die gesuchte Seite gibt es nicht mehr, oder sie ist umgezogen. Versuchen Sie es mit der Suche.",
    search: "Suchen",
    consent: "Ihre Privatsphäre ist uns wichtig",
    consentText:
      "Wir und unsere Partner speichern Cookies auf Ihrem Gerät, um Reichweiten zu messen und Werbung auszuwählen. Ihre Einwilligung können Sie jederzeit widerrufen.",
    accept: "Alle akzeptieren",
    reject: "Alle ablehnen",
    robot: "Sicherheitsüberprüfung: Sind Sie ein Mensch?",
    robotText: "Aus Ihrem Netz kommt ungewöhnlichen Datenverkehr. Bestätigen Sie, dass Sie kein Roboter sind.",
    failed: "Dienst nicht verfügbar",
    failedText: "Es ist ein Fehler aufgetreten. Wegen Wartungsarbeiten sind wir gleich wieder da.",
    offer: "Jetzt weiterlesen mit dem Abo",
    member: "Bereits Abonnent? Anmelden",
    lead: "Der Hafenrat tagte am Dienstagabend hinter verschlossenen Türen, und als seine Mitglieder gegen halb zwölf wieder herauskamen, wollte niemand sagen, was über den alten Kran beschlossen worden war. Zwei von ihnen gingen über die Hintertreppe",
  },
  fr: {
    missing: "Page introuvable",
    missingText:
      "La page que vous cherchez n'existe plus ou a été déplacée. Essayez la recherche ou revenez à l'accueil.",
    search: "Rechercher",
    consent: "Le respect de votre vie privée",
    consentText:
      "Nous et nos partenaires déposons des cookies pour mesurer l'audience et choisir la publicité. Vous pouvez retirer votre consentement à tout moment.",
    accept: "Tout accepter",
    reject: "Continuer sans accepter",
    robot: "Vérification de sécurité",
    robotText: "Un trafic inhabituel vient de votre réseau. Montrez que vous n'êtes pas un robot pour poursuivre.",
    failed: "Service indisponible",
    failedText: "Une erreur est survenue de notre côté. Le site est en maintenance, revenez dans quelques minutes.",
    offer: "La suite est réservée aux abonnés",
    member: "Déjà abonné ? Se connecter",
    lead: "Le conseil du port s'est réuni mardi soir à huis clos, et quand ses membres sont ressortis vers onze heures et demie, personne n'a voulu dire ce qui avait été décidé pour la vieille grue. Deux d'entre eux sont partis par l'escalier de service",
  },
  es: {
    missing: "Página no encontrada",
    missingText: "La página que buscas no existe o ha cambiado de sitio. Prueba con el buscador o vuelve a la portada.",
    search: "Buscar",
    consent: "Tu privacidad nos importa",
    consentText:
      "Nosotros y nuestros socios guardamos cookies para medir la audiencia y elegir anuncios. Puedes retirar tu consentimiento cuando quieras.",
    accept: "Aceptar todo",
    reject: "Rechazar todo",
    robot: "Verificación de seguridad",
    robotText: "Hemos visto tráfico inusual desde tu red. Demuestra que no eres un robot para seguir.",
    failed: "Servicio no disponible",
    failedText: "Ha ocurrido un error. Estamos en mantenimiento y volvemos en unos minutos.",
    offer: "Para seguir leyendo, hazte socio",
    member: "¿Ya eres suscriptor? Inicia sesión",
    lead: "El consejo del puerto se reunió el martes por la noche a puerta cerrada, y cuando sus miembros salieron hacia las once y media nadie quiso decir qué se había decidido sobre la vieja grúa. Dos de ellos se fueron por la escalera de atrás",
  },
  it: {
    missing: "Pagina non trovata",
    missingText:
      "La pagina che cerchi non esiste più o è stata spostata. Prova con la ricerca o torna alla prima pagina.",
    search: "Cerca",
    consent: "La tua privacy è importante",
    consentText:
      "Noi e i nostri partner salviamo cookie per misurare il pubblico e scegliere la pubblicità. Puoi ritirare il consenso in ogni momento.",
    accept: "Accetta tutto",
    reject: "Rifiuta tutto",
    robot: "Controllo di sicurezza",
    robotText: "Abbiamo notato traffico insolito dalla tua rete. Dimostra che non sei un robot per andare avanti.",
    failed: "Servizio non disponibile",
    failedText: "Si è verificato un errore. Il sito è in manutenzione, torna tra qualche minuto.",
    offer: "Per continuare a leggere serve l'abbonamento",
    member: "Sei già abbonato? Accedi",
    lead: "Il consiglio del porto si è riunito martedì sera a porte chiuse, e quando i membri sono usciti verso le undici e mezza nessuno ha voluto dire che cosa fosse stato deciso per la vecchia gru. Due di loro se ne sono andati dalla scala di servizio",
  },
  pt: {
    missing: "Página não encontrada",
    missingText: "A página que procura não existe ou mudou de lugar. Tente a busca ou volte ao início.",
    search: "Buscar",
    consent: "A sua privacidade é importante",
    consentText:
      "Nós e nossos parceiros guardamos cookies para medir a audiência e escolher anúncios. O consentimento pode ser retirado quando quiser.",
    accept: "Aceitar tudo",
    reject: "Rejeitar tudo",
    robot: "Verificação de segurança",
    robotText: "Notamos tráfego incomum da sua rede. Mostre que não é um robô para continuar.",
    failed: "Serviço indisponível",
    failedText: "Ocorreu um erro. O site está em manutenção, volte em alguns minutos.",
    offer: "Para continuar a ler, faça a assinatura",
    member: "Já é assinante? Entrar",
    lead: "O conselho do porto reuniu-se na terça à noite à porta fechada, e quando os membros saíram pelas onze e meia ninguém quis dizer o que fora decidido sobre o velho guindaste. Dois deles foram pela escada dos fundos",
  },
  nl: {
    missing: "Pagina niet gevonden",
    missingText:
      "De pagina die je zoekt bestaat niet of is verhuisd. Probeer de zoekfunctie of ga terug naar de voorpagina.",
    search: "Zoeken",
    consent: "Je privacy telt",
    consentText:
      "Wij en onze partners bewaren cookies om ons bereik te meten en advertenties te kiezen. Je toestemming kun je altijd intrekken.",
    accept: "Alles accepteren",
    reject: "Alles weigeren",
    robot: "Beveiligingscontrole: bent u een mens?",
    robotText: "We zien ongebruikelijk verkeer vanaf uw netwerk. Laat zien dat u geen robot bent.",
    failed: "Service niet beschikbaar",
    failedText: "Er ging iets mis. Wegens onderhoud zijn we over enkele minuten terug.",
    offer: "Verder lezen? Alleen voor abonnees",
    member: "Al abonnee? Inloggen",
    lead: "De havenraad kwam dinsdagavond achter gesloten deuren bijeen, en toen de leden tegen half twaalf weer naar buiten kwamen wilde niemand zeggen wat er over de oude kraan was besloten. Twee van hen gingen via de achtertrap",
  },
  sv: {
    missing: "Sidan hittades inte",
    missingText: "Sidan du söker finns inte eller har flyttats. Prova att söka eller gå till startsidan.",
    search: "Sök",
    consent: "Din integritet är viktig",
    consentText:
      "Vi och våra partners sparar cookies för att mäta vår publik och välja annonser. Du kan när som helst ta tillbaka ditt samtycke.",
    accept: "Godkänn alla",
    reject: "Neka alla",
    robot: "Säkerhetskontroll",
    robotText: "Vi ser ovanlig trafik från ditt nätverk. Visa att du inte är en robot.",
    failed: "Tjänsten är inte tillgänglig",
    failedText: "Något gick fel. Vi håller på med underhåll och är snart tillbaka.",
    offer: "Lås upp artikeln för att läsa vidare",
    member: "Redan prenumerant? Logga in",
    lead: "Hamnrådet möttes på tisdagskvällen bakom stängda dörrar, och när ledamöterna kom ut igen vid halv tolv ville ingen säga vad som hade bestämts om den gamla kranen. Två av dem gick baktrappan",
  },
  pl: {
    missing: "Nie znaleziono strony",
    missingText: "Strona, której szukasz, nie istnieje albo została przeniesiona. Skorzystaj z wyszukiwarki.",
    search: "Szukaj",
    consent: "Twoja prywatność jest ważna",
    consentText:
      "My i nasi partnerzy zapisujemy pliki cookie, aby mierzyć oglądalność i dobierać reklamy. Zgodę możesz wycofać w każdej chwili.",
    accept: "Zaakceptuj wszystkie",
    reject: "Odrzuć wszystkie",
    robot: "Kontrola bezpieczeństwa",
    robotText: "Zauważyliśmy nietypowy ruch z twojej sieci. Pokaż, że nie jesteś robotem.",
    failed: "Usługa niedostępna",
    failedText: "Wystąpił błąd. Trwają prace, wrócimy za kilka minut.",
    offer: "Aby czytać dalej, wykup dostęp",
    member: "Masz już subskrypcję? Zaloguj się",
    lead: "Rada portu zebrała się we wtorek wieczorem za zamkniętymi drzwiami, a kiedy jej członkowie wyszli około wpół do dwunastej, nikt nie chciał powiedzieć, co postanowiono w sprawie starego dźwigu. Dwóch z nich wyszło tylnymi schodami",
  },
  ru: {
    missing: "Страница не найдена",
    missingText: "Страница, которую вы ищете, не существует или переехала. Попробуйте поиск или вернитесь на главную.",
    search: "Поиск",
    consent: "Ваша конфиденциальность",
    consentText:
      "Мы и наши партнеры храним файлы cookie, чтобы измерять аудиторию и выбирать рекламу. Согласие можно отозвать в любой момент.",
    accept: "Принять все",
    reject: "Отклонить все",
    robot: "Подтвердите, что вы не робот",
    robotText: "Из вашей сети идёт необычный трафик. Решите задачу, чтобы продолжить.",
    failed: "Сервис недоступен",
    failedText: "Произошла ошибка. Идут технические работы, зайдите через несколько минут.",
    offer: "Чтобы читать дальше, нужна подписка",
    member: "Уже есть подписка? Войти",
    lead: "Совет порта собрался во вторник вечером за закрытыми дверями, и когда его члены вышли около половины двенадцатого, никто не захотел говорить, что решили со старым краном. Двое ушли по чёрной лестнице",
  },
  ja: {
    missing: "ページが見つかりません",
    missingText: "お探しのページは移動したか、削除された可能性があります。検索をお試しください。",
    search: "検索",
    consent: "プライバシー設定",
    consentText:
      "当社とパートナーは、利用状況の計測と広告の選択のために端末に情報を保存します。同意はいつでも取り消せます。",
    accept: "すべて同意",
    reject: "すべて拒否",
    robot: "セキュリティチェック",
    robotText:
      "お使いのネットワークから通常と異なるトラフィックがありました。ロボットではありませんと確認してください。",
    failed: "サービスを利用できません",
    failedText: "エラーが発生しました。メンテナンス中のため、数分後にもう一度お試しください。",
    offer: "続きを読むには会員登録が必要です",
    member: "有料会員限定 ログイン",
    lead: "港の評議会は火曜日の夜に非公開で開かれ、十一時半ごろに委員たちが出てきたとき、古い起重機について何が決まったのかを話そうとする者は誰もいなかった。二人は裏の階段から帰っていき",
  },
  zh: {
    missing: "找不到页面",
    missingText: "您访问的页面不存在或者已经移走。请使用搜索，或者回到首页。",
    search: "搜索",
    consent: "隐私设置",
    consentText: "我们和合作伙伴会在您的设备上保存信息，用来统计访问量和选择广告。您可以随时撤回同意。",
    accept: "全部接受",
    reject: "全部拒绝",
    robot: "安全验证",
    robotText: "您的网络有异常流量。请证明您不是机器人，然后继续。",
    failed: "服务不可用",
    failedText: "出错了。系统维护中，请几分钟后再来。",
    offer: "订阅会员，继续阅读",
    member: "会员专享 登录",
    lead: "港务会星期二晚上闭门开会，十一点半左右委员们走出来的时候，没有人愿意说关于那台旧吊车到底决定了什么。其中两个人从后面的楼梯离开",
  },
};

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
