/**
 * Owns the words by which walls and failures speak to a reader, language by language: the one place of them. Structure
 * is asked first (see wall-features.ts); words only where pages differ by nothing else.
 *
 * Phrases are in lower case, with plain apostrophes and `|` between them. Endings are left off where a language bends
 * them.
 */

/** What a phrase is about: nothing is there, the site failed, are you a person, scripts are off, … */
export type Topic = "missing" | "failed" | "robot" | "scripts" | "consent" | "offer";

type Phrases = { readonly [topic in Topic]: string };

const PHRASES: { readonly [language: string]: Phrases } = {
  en: {
    missing:
      "page not found|not found|page cannot be found|page can't be found|page could not be found|couldn't find that page|couldn't find the page|can't find that page|can't find the page|page you were looking for|page you are looking for|page you're looking for|page you requested|page does not exist|page doesn't exist|no longer available|no longer exists|page is missing|page isn't available|page has moved or|nothing was found|nothing here|article not found|story not found|this page is gone|page unavailable|lost this page|content is unavailable",
    failed:
      "internal server error|service unavailable|bad gateway|gateway timeout|gateway time-out|server error|application error|database connection|under maintenance|scheduled maintenance|down for maintenance|temporarily unavailable|something went wrong|be right back|an error occurred|an error has occurred|unexpected error|web server is down|connection timed out|site is offline",
    robot:
      "just a moment|attention required|access denied|are you a human|are you human|are you a robot|not a robot|pardon our interruption|verify you are|verifying you are|verify that you are|security check|checking your browser|checking if the site connection|robot check|unusual traffic|automated access|automated requests|request unsuccessful|have been blocked|you've been blocked|bot detection|ddos protection|prove you are human|press & hold|human verification|making sure you're not a bot|performance & security|enable javascript and cookies",
    scripts:
      "enable javascript|requires javascript|javascript is disabled|turn on javascript|javascript to run this app|javascript enabled|without javascript",
    consent:
      "before you continue|your privacy choices|we value your privacy|cookie consent|your privacy|accept all cookies|accept cookies|accept all|reject all|manage preferences|our partners store|we and our partners|consent to|with advertising|pay or accept",
    offer:
      "subscribe to continue|subscribe to read|to continue reading|continue reading this article|keep reading with|subscribers only|for subscribers|exclusive to subscribers|already a subscriber|free articles|articles remaining|article limit|unlock this article|unlock the full|read the full|become a member to|start your trial|start your free trial|register to continue|create a free account to|this article is reserved|rest of this article",
  },
  de: {
    missing:
      "seite nicht gefunden|nicht gefunden|seite wurde nicht gefunden|seite existiert nicht|seite konnte nicht gefunden|gibt es nicht mehr|nicht mehr verfügbar|seite ist nicht verfügbar|gesuchte seite|artikel nicht gefunden",
    failed:
      "interner serverfehler|dienst nicht verfügbar|wartungsarbeiten|wartungsmodus|vorübergehend nicht erreichbar|ist ein fehler aufgetreten|gleich wieder da|technischer fehler|technische störung",
    robot:
      "sind sie ein mensch|kein roboter|sicherheitsüberprüfung|sicherheitsprüfung|browser wird überprüft|zugriff verweigert|ungewöhnlichen datenverkehr|automatisierte anfragen|bestätigen sie, dass sie|einen moment",
    scripts:
      "aktivieren sie javascript|javascript aktivieren|javascript ist deaktiviert|benötigt javascript|ohne javascript",
    consent:
      "bevor sie fortfahren|ihre privatsphäre|alle akzeptieren|alle ablehnen|cookies akzeptieren|cookies zustimmen|einwilligung|zustimmen und weiter|mit werbung|werbefrei|unsere partner",
    offer:
      "um weiterzulesen|jetzt weiterlesen|weiterlesen mit|nur für abonnenten|exklusiv für abonnenten|bereits abonnent|diesen artikel freischalten|kostenlose artikel|jetzt testen|probeabo|mit dem abo lesen|vollständigen artikel",
  },
  fr: {
    missing:
      "page introuvable|page non trouvée|page n'existe pas|page n'existe plus|n'est plus disponible|page que vous cherchez|page que vous recherchez|page demandée|n'a pas été trouvée|article introuvable",
    failed:
      "erreur interne du serveur|service indisponible|en maintenance|maintenance en cours|une erreur s'est produite|une erreur est survenue|temporairement indisponible|de retour bientôt",
    robot:
      "êtes-vous un humain|êtes un humain|pas un robot|vérification de sécurité|vérification de votre navigateur|accès refusé|trafic inhabituel|un instant|requêtes automatisées|que vous êtes humain",
    scripts: "activer javascript|activez javascript|javascript est désactivé|nécessite javascript",
    consent:
      "avant de continuer|votre vie privée|tout accepter|tout refuser|accepter et continuer|continuer sans accepter|nos partenaires|consentement|accepter les cookies",
    offer:
      "pour lire la suite|la suite est réservée|réservé aux abonnés|réservé à nos abonnés|article réservé|déjà abonné|il vous reste|articles gratuits|lire l'article en entier|poursuivre la lecture|pour continuer votre lecture",
  },
  es: {
    missing:
      "página no encontrada|no se encontró la página|no encontrada|página no existe|ya no está disponible|página que buscas|página que busca|página solicitada|no hemos encontrado|no se ha encontrado",
    failed:
      "error interno del servidor|servicio no disponible|en mantenimiento|mantenimiento programado|se ha producido un error|ha ocurrido un error|temporalmente no disponible",
    robot:
      "eres humano|es usted humano|no soy un robot|no eres un robot|verificación de seguridad|comprobando tu navegador|comprobando su navegador|acceso denegado|tráfico inusual|un momento|verifica que eres",
    scripts: "habilita javascript|habilite javascript|activa javascript|active javascript|javascript está desactivado",
    consent:
      "antes de continuar|tu privacidad|su privacidad|aceptar todo|rechazar todo|aceptar y continuar|aceptar cookies|nuestros socios|consentimiento",
    offer:
      "para seguir leyendo|para continuar leyendo|sigue leyendo con|contenido exclusivo|solo para suscriptores|exclusivo para suscriptores|ya eres suscriptor|artículos gratis|artículos gratuitos|regístrate para",
  },
  it: {
    missing:
      "pagina non trovata|non trovata|pagina non esiste|pagina che cerchi|pagina che stai cercando|pagina richiesta|non è più disponibile|non è stata trovata",
    failed:
      "errore interno del server|servizio non disponibile|in manutenzione|si è verificato un errore|temporaneamente non disponibile",
    robot:
      "sei umano|non sono un robot|non sei un robot|controllo di sicurezza|verifica del browser|accesso negato|traffico insolito|un momento|verifica di essere",
    scripts: "abilita javascript|abilitare javascript|attiva javascript|javascript è disattivato",
    consent:
      "prima di continuare|la tua privacy|accetta tutto|rifiuta tutto|accetta e continua|accetta i cookie|i nostri partner|consenso",
    offer:
      "per continuare a leggere|continua a leggere con|riservato agli abbonati|solo per abbonati|sei già abbonato|articoli gratuiti|contenuto riservato",
  },
  pt: {
    missing:
      "página não encontrada|não encontrada|página não existe|página que procura|página que você procura|não está mais disponível|já não está disponível|não foi encontrada",
    failed: "erro interno do servidor|serviço indisponível|em manutenção|ocorreu um erro|temporariamente indisponível",
    robot:
      "você é humano|é humano|não sou um robô|não é um robô|verificação de segurança|verificando seu navegador|a verificar o seu navegador|acesso negado|tráfego incomum|um momento",
    scripts: "ative o javascript|habilite o javascript|ativar o javascript|javascript está desativado",
    consent:
      "antes de continuar|sua privacidade|aceitar tudo|rejeitar tudo|aceitar todos|aceitar e continuar|aceitar cookies|nossos parceiros|consentimento",
    offer:
      "para continuar lendo|para continuar a ler|exclusivo para assinantes|conteúdo exclusivo|já é assinante|matérias grátis|artigos gratuitos|artigos grátis",
  },
  nl: {
    missing:
      "pagina niet gevonden|niet gevonden|pagina bestaat niet|pagina die je zoekt|pagina die u zoekt|niet meer beschikbaar|kon niet worden gevonden",
    failed:
      "interne serverfout|service niet beschikbaar|onderhoud|er is een fout opgetreden|er ging iets mis|tijdelijk niet beschikbaar",
    robot:
      "bent u een mens|ben je een mens|geen robot|beveiligingscontrole|browser wordt gecontroleerd|toegang geweigerd|ongebruikelijk verkeer|een ogenblik",
    scripts: "schakel javascript in|javascript inschakelen|javascript is uitgeschakeld",
    consent:
      "voordat je verdergaat|voordat u verdergaat|je privacy|uw privacy|alles accepteren|alles weigeren|cookies accepteren|akkoord en door|onze partners|toestemming",
    offer:
      "om verder te lezen|verder lezen|lees verder met|alleen voor abonnees|voor abonnees|al abonnee|gratis artikelen",
  },
  sv: {
    missing:
      "sidan hittades inte|sidan kunde inte hittas|sidan finns inte|hittades inte|sidan du söker|inte längre tillgänglig|hittar inte sidan",
    failed:
      "internt serverfel|tjänsten är inte tillgänglig|underhåll|ett fel har inträffat|något gick fel|tillfälligt otillgänglig",
    robot:
      "är du en människa|inte är en robot|inte en robot|säkerhetskontroll|kontrollerar din webbläsare|åtkomst nekad|ovanlig trafik|ett ögonblick",
    scripts: "aktivera javascript|javascript är inaktiverat|slå på javascript",
    consent:
      "innan du fortsätter|din integritet|godkänn alla|acceptera alla|avvisa alla|neka alla|godkänn cookies|våra partner|samtycke",
    offer:
      "för att läsa vidare|läs vidare med|för prenumeranter|redan prenumerant|lås upp artikeln|gratis artiklar|köp prenumeration",
  },
  da: {
    missing: "siden blev ikke fundet|siden findes ikke|ikke fundet|siden du leder efter|ikke længere tilgængelig",
    failed: "intern serverfejl|vedligeholdelse|der opstod en fejl|noget gik galt",
    robot: "er du et menneske|ikke er en robot|ikke en robot|sikkerhedstjek|adgang nægtet|et øjeblik",
    scripts: "aktiver javascript|slå javascript til",
    consent: "før du fortsætter|dit privatliv|accepter alle|afvis alle|vores partnere|samtykke",
    offer: "for at læse videre|læs videre med|kun for abonnenter|allerede abonnent|lås artiklen op",
  },
  no: {
    missing: "siden ble ikke funnet|siden finnes ikke|ikke funnet|siden du leter etter|ikke lenger tilgjengelig",
    failed: "intern serverfeil|vedlikehold|det oppstod en feil|noe gikk galt",
    robot: "er du et menneske|ikke er en robot|ikke en robot|sikkerhetssjekk|ingen tilgang|et øyeblikk",
    scripts: "slå på javascript|aktiver javascript",
    consent: "før du fortsetter|ditt personvern|godta alle|avvis alle|våre partnere|samtykke",
    offer: "for å lese videre|les videre med|kun for abonnenter|allerede abonnent|lås opp saken",
  },
  fi: {
    missing: "sivua ei löydy|sivua ei löytynyt|ei löytynyt|sivua ei ole|etsimääsi sivua|ei ole enää saatavilla",
    failed: "palvelinvirhe|huoltokatko|tapahtui virhe|jotain meni pieleen|ei ole käytettävissä",
    robot: "oletko ihminen|et ole robotti|en ole robotti|turvatarkistus|pääsy estetty|hetkinen",
    scripts: "ota javascript käyttöön|javascript on poistettu",
    consent: "ennen kuin jatkat|yksityisyytesi|hyväksy kaikki|hylkää kaikki|kumppanimme|suostumus",
    offer: "jatkaaksesi lukemista|jatka lukemista|vain tilaajille|tilaajille|oletko jo tilaaja",
  },
  pl: {
    missing:
      "nie znaleziono strony|strona nie została znaleziona|strona nie istnieje|nie znaleziono|strony, której szukasz|nie jest już dostępn",
    failed:
      "wewnętrzny błąd serwera|usługa niedostępna|przerwa techniczna|wystąpił błąd|coś poszło nie tak|trwają prace",
    robot:
      "czy jesteś człowiekiem|nie jestem robotem|nie jesteś robotem|kontrola bezpieczeństwa|sprawdzanie przeglądarki|odmowa dostępu|nietypowy ruch|chwileczkę",
    scripts: "włącz javascript|włączyć javascript|obsługi javascript",
    consent:
      "zanim przejdziesz|zanim kontynuujesz|twoja prywatność|twoją prywatność|zaakceptuj wszystk|akceptuję wszystk|odrzuć wszystk|nasi partnerzy|zgodę|przejdź do serwisu",
    offer:
      "aby czytać dalej|czytaj dalej z|tylko dla prenumeratorów|dla subskrybentów|masz już subskrypcję|wykup dostęp|darmowych artykułów",
  },
  cs: {
    missing:
      "stránka nenalezena|stránka nebyla nalezena|stránka neexistuje|nenalezeno|hledanou stránku|již není k dispozici",
    failed: "chyba serveru|údržba|probíhá údržba|došlo k chybě|něco se pokazilo|dočasně nedostupn",
    robot: "jste člověk|nejsem robot|nejste robot|bezpečnostní kontrola|přístup odepřen|okamžik",
    scripts: "povolte javascript|zapněte javascript",
    consent: "než budete pokračovat|vaše soukromí|přijmout vše|odmítnout vše|naši partneři|souhlas",
    offer: "pokračovat ve čtení|pouze pro předplatitele|jen pro předplatitele|už máte předplatné|odemknout článek",
  },
  tr: {
    missing: "sayfa bulunamadı|bulunamadı|sayfa mevcut değil|aradığınız sayfa|artık mevcut değil",
    failed: "sunucu hatası|hizmet kullanılamıyor|bakım çalışması|bakımdayız|bir hata oluştu|bir şeyler ters gitti",
    robot:
      "insan mısınız|robot olmadığınızı|robot değilim|güvenlik kontrolü|tarayıcınız kontrol|erişim engellendi|olağan dışı trafik|bir dakika",
    scripts: "javascript'i etkinleştirin|javascript'i açın",
    consent: "devam etmeden önce|gizliliğiniz|tümünü kabul et|tümünü reddet|iş ortaklarımız|rıza",
    offer: "okumaya devam etmek için|abonelere özel|zaten abone|ücretsiz makale",
  },
  ru: {
    missing:
      "страница не найдена|не найдена|страница не существует|страницы не существует|такой страницы нет|запрашиваемая страница|страница, которую вы ищете|больше не доступна|ничего не найдено",
    failed:
      "внутренняя ошибка сервера|сервис недоступен|технические работы|техническое обслуживание|произошла ошибка|что-то пошло не так|временно недоступ",
    robot:
      "вы не робот|я не робот|вы человек|проверка безопасности|проверка браузера|проверяем ваш браузер|доступ запрещен|доступ ограничен|необычный трафик|автоматические запросы|один момент",
    scripts: "включите javascript|javascript отключен|без javascript",
    consent:
      "прежде чем продолжить|ваша конфиденциальность|принять все|отклонить все|принять и продолжить|наши партнеры|согласие",
    offer:
      "чтобы продолжить чтение|чтобы читать дальше|только для подписчиков|доступно по подписке|уже есть подписка|оформите подписку|бесплатных стат|полный текст",
  },
  uk: {
    missing:
      "сторінку не знайдено|сторінка не знайдена|не знайдено|сторінка не існує|такої сторінки немає|більше не доступна",
    failed: "внутрішня помилка сервера|сервіс недоступний|технічні роботи|сталася помилка|щось пішло не так",
    robot: "ви не робот|я не робот|ви людина|перевірка безпеки|перевірка браузера|доступ заборонено|зачекайте",
    scripts: "увімкніть javascript",
    consent: "перш ніж продовжити|ваша конфіденційність|прийняти всі|відхилити всі|наші партнери|згода",
    offer:
      "щоб читати далі|щоб продовжити читання|лише для передплатників|для підписників|вже передплатник|оформіть передплату",
  },
  ja: {
    missing:
      "ページが見つかりません|ページが見つかりませんでした|見つかりません|ページは存在しません|お探しのページ|ページは削除された|掲載を終了",
    failed:
      "サーバーエラー|内部サーバー|サービスを利用できません|メンテナンス中|メンテナンスのお知らせ|エラーが発生しました|しばらくしてから",
    robot:
      "ロボットではありません|人間であること|セキュリティチェック|セキュリティ確認|ブラウザを確認|アクセスが拒否|アクセス拒否|通常と異なるトラフィック|しばらくお待ちください",
    scripts: "javascriptを有効|javascript を有効",
    consent:
      "続行する前に|プライバシー設定|すべて同意|すべて受け入れる|すべて拒否|cookieの使用|同意して続ける|同意する|パートナー",
    offer: "続きを読むには|この記事は有料|会員限定|有料会員限定|全文を読む|会員登録すると|無料会員登録",
  },
  zh: {
    missing:
      "页面不存在|页面未找到|找不到页面|未找到|找不到该页面|您访问的页面|您要查看的页面|頁面不存在|找不到頁面|找不到此頁|您要找的頁面|内容已删除|文章不存在|已被删除",
    failed: "服务器内部错误|服务不可用|系统维护|维护中|发生错误|出错了|伺服器錯誤|系統維護|發生錯誤|暂时无法访问",
    robot:
      "您是真人|不是机器人|人机验证|安全验证|安全检查|正在检查您的浏览器|拒绝访问|访问被拒绝|异常流量|请稍候|請稍候|不是機器人|驗證您是",
    scripts: "启用javascript|启用 javascript|開啟javascript|啟用 javascript",
    consent:
      "继续之前|您的隐私|隐私设置|全部接受|接受所有|全部拒绝|同意并继续|繼續之前|全部接受|接受所有 cookie|合作伙伴",
    offer: "继续阅读|阅读全文|仅限订阅|会员专享|付费内容|登录后阅读|繼續閱讀|會員限定",
  },
  ko: {
    missing: "페이지를 찾을 수 없|찾을 수 없습니다|존재하지 않는 페이지|요청하신 페이지|삭제된 기사",
    failed: "서버 오류|서비스를 이용할 수 없|점검 중|시스템 점검|오류가 발생",
    robot: "로봇이 아닙니다|사람인지 확인|보안 확인|브라우저를 확인|접근이 거부|비정상적인 트래픽|잠시만 기다",
    scripts: "자바스크립트를 활성화|javascript를 활성화",
    consent: "계속하기 전에|개인정보 보호|모두 동의|모두 수락|모두 거부|파트너|쿠키",
    offer: "계속 읽으려면|구독자 전용|유료 기사|이미 구독|무료 기사|로그인 후",
  },
  ar: {
    missing: "الصفحة غير موجودة|لم يتم العثور|الصفحة المطلوبة|الصفحة التي تبحث عنها|لم تعد متاحة",
    failed: "خطأ في الخادم|الخدمة غير متوفرة|تحت الصيانة|حدث خطأ",
    robot: "لست روبوت|التحقق من أنك إنسان|فحص الأمان|تم رفض الوصول|لحظة من فضلك|حركة مرور غير عادية",
    scripts: "تفعيل جافا سكريبت|تفعيل javascript",
    consent: "قبل المتابعة|خصوصيتك|قبول الكل|رفض الكل|شركاؤنا|موافقة",
    offer: "لمواصلة القراءة|للمشتركين فقط|مشترك بالفعل|مقالات مجانية",
  },
};

function phrasesOf(topic: Topic): readonly string[] {
  return Object.values(PHRASES).flatMap((language) => language[topic].split("|"));
}

const BY_TOPIC: { readonly [topic in Topic]: readonly string[] } = {
  ...{ missing: phrasesOf("missing"), failed: phrasesOf("failed"), robot: phrasesOf("robot") },
  ...{ scripts: phrasesOf("scripts"), consent: phrasesOf("consent"), offer: phrasesOf("offer") },
};

/** What phrases are looked for in: lower case, one kind of apostrophe and blank. Cut by the caller. */
export function plainSpeech(text: string): string {
  return text
    .toLowerCase()
    .replace(/[’‘ʼ`]/g, "'")
    .replace(/\s+/g, " ")
    .trim();
}

/** The first phrase of a topic, in the table's order, that a text has. @param speech - From {@link plainSpeech}. */
export function firstPhrase(speech: string, topic: Topic): string | null {
  return BY_TOPIC[topic].find((phrase) => speech.includes(phrase)) ?? null;
}

/** How many phrases of a topic a text has. @param speech - From {@link plainSpeech}. */
export function countPhrases(speech: string, topic: Topic): number {
  return BY_TOPIC[topic].filter((phrase) => speech.includes(phrase)).length;
}
