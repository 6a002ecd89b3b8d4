/** Owns what walls and failures say in twelve languages, in our own words. Tests only. */

export interface Words {
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
