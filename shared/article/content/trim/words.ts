/**
 * Owns the words that rules need, by what they announce, for the main languages; the one such table of trimming. Each is
 * how a line begins, or all that it says, in lower case. Rules ask for structure first, and for words only then.
 */

const TABLE = {
  /** Before links to other articles. */
  readMore: [
    "read more|read also|also read|read next|up next|read the full|see also|see more|more on|more from|related",
    "recommended reading|recommended for you|recommended stories|recommended articles",
    "you may also|you might also|you may be interested|don't miss|don’t miss|must read|most read|most popular",
    "popular stories|popular articles|trending now|trending stories|keep reading|further reading",
    "in case you missed|editor's picks|editors' picks|more stories|more articles|more news|click here",
    "if you liked|if you enjoyed",
    "lesen sie auch|lesen sie mehr|mehr zum thema|mehr dazu|mehr lesen|auch interessant|weiterlesen",
    "weitere artikel|das könnte sie|zum thema|siehe auch|verwandte|empfohlen|meistgelesen",
    "lire aussi|à lire aussi|à lire|lire la suite|voir aussi|sur le même|en savoir plus|les plus lus",
    "articles liés|notre sélection|pour aller plus loin",
    "lea también|lee también|leer más|te puede interesar|le puede interesar|también te|más información",
    "más noticias|noticias relacionadas|relacionadas|relacionados|ver también|puedes leer|lo más leído",
    "leggi anche|leggi di più|potrebbe interessarti|vedi anche|ti potrebbe|articoli correlati|per approfondire",
    "i più letti",
    "leia também|leia mais|veja também|saiba mais|mais lidas|notícias relacionadas|você pode gostar",
    "lees ook|lees meer|lees verder|zie ook|meer over|gerelateerd|meest gelezen",
    "läs också|läs mer|läs även|mer om|les også|les mer|læs også|læs mere|mere om|lue myös|lue lisää|lesa meira",
    "czytaj także|czytaj też|czytaj więcej|przeczytaj także|zobacz też|zobacz także|polecamy|čtěte také",
    "přečtěte si|související|olvasd el|olvasta már|kapcsolódó|citește și|citeşte şi",
    "читайте также|читать также|читайте далее|подробнее|по теме|смотрите также|читайте також|дивіться також",
    "διαβάστε επίσης|δείτε επίσης",
    "ilgili haber|bunlar da|baca juga|simak juga|xem thêm|đọc thêm|อ่านเพิ่มเติม|ข่าวที่เกี่ยวข้อง|और पढ़ें",
    "यह भी पढ़ें|ये भी पढ़ें",
    "相关阅读|相关新闻|延伸阅读|延伸閱讀|相關新聞|相關文章|相关文章|推荐阅读|推薦閱讀|更多|関連記事|あわせて読みたい|関連リンク|もっと見る|続きを読む|おすすめ|관련 기사|관련기사|더 보기|많이 본",
    "اقرأ أيضا|اقرأ أيضًا|اقرأ المزيد|إقرأ أيضا|مواضيع ذات صلة|אולי יעניין|קראו גם|לקריאה נוספת|עוד בנושא",
    "بیشتر بخوانید|مزید پڑھیں",
  ],
  /** Asks for the reader's address or money. */
  subscribe: [
    "sign up|subscribe|join our newsletter|get our newsletter|get the latest|join our|join the conversation",
    "support our|support us|donate|become a member|enter your email|please enter a valid|by signing up",
    "by subscribing|by submitting|by entering your|by clicking|already a subscriber|already have an account",
    "register now|to continue reading|newsletter|skip past newsletter|after newsletter promotion",
    "download our app|download the app|get the app|click to get the|click here to get the",
    "thanks for subscribing|thank you for subscribing|unsubscribe|this site is protected by recaptcha",
    "newsletter abonnieren|jetzt abonnieren|abonnieren sie|melden sie sich|jetzt anmelden|zum newsletter",
    "hier anmelden|kostenlos testen|unterstützen sie",
    "inscrivez-vous|abonnez-vous|s'abonner|s’abonner|recevez|je m'abonne|je m’abonne|soutenez|faites un don",
    "suscríbete|suscríbase|suscribirse|recibe|regístrate|apúntate|iscriviti|abbonati|ricevi|registrati|sostieni",
    "assine|inscreva-se|cadastre-se|receba|subscreva|schrijf je in|meld je aan|abonneer|prenumerera|anmäl dig",
    "meld deg på|abonner|tilmeld dig|tilaa",
    "zapisz się|zasubskrybuj|subskrybuj|dołącz do|wesprzyj|přihlaste se|odebírejte|iratkozz fel|abonează-te",
    "подпишитесь|подписывайтесь|подписаться|підпишіться|підписуйтесь|εγγραφείτε|abone ol|bültenimize",
    "berlangganan|daftar sekarang|đăng ký",
    "订阅|訂閱|登録する|メルマガ|会員登録|구독|뉴스레터|اشترك|للاشتراك|הירשמו|हमारे न्यूज़लेटर|สมัครรับ",
  ],
  share: [
    "share|share this|tweet|follow us|follow on|like us on|print|email|copy link|listen to this article",
    "save this article|comments|add us on google|make us preferred",
    "teilen|artikel teilen|drucken|merken|folgen sie uns|partager|imprimer|suivez-nous|compartir|comparte",
    "síguenos|imprimir|condividi|stampa|seguici|compartilhe|compartilhar|siga-nos|siga o",
    "delen|deel dit|volg ons|dela|del artikel|del saken|følg oss|følg os|jaa|udostępnij|obserwuj nas|sdílet",
    "megosztás|distribuie|поделиться|поширити|следите за|κοινοποίηση|paylaş|bagikan|chia sẻ|แชร์|分享|シェア|공유|شارك",
    "مشاركة|שתפו|शेयर",
  ],
  /** Before the talk of readers. */
  reply: [
    "leave a reply|leave a comment|comments|post a comment|join the discussion|discuss|no comments",
    "add a comment|your email address will not be published|kommentare|kommentar schreiben",
    "schreibe einen kommentar|commentaires|laisser un commentaire|comentarios|deja un comentario",
    "deja una respuesta|commenti|lascia un commento|comentários|deixe um comentário|deixe uma resposta|reacties",
    "geef een reactie|kommentarer|kommentera|skriv en kommentar|legg igjen|kommentit|komentarze|dodaj komentarz",
    "комментарии|оставить комментарий|коментарі|σχόλια|yorumlar|评论|發表評論|发表评论|留言|コメント|コメントを残す|댓글|تعليقات",
    "اترك تعليقا|תגובות",
  ],
  /** Before who wrote it. */
  byline: [
    "by|written by|reporting by|additional reporting by|editing by|edited by|reviewed by|medically reviewed by",
    "fact checked by|posted by|published by|words by|authors|author|story by|about the author|about the authors",
    "about the contributor|meet the author|guest post by",
    "von|autor|autorin|über den autor|über die autorin|par|auteur|à propos de l'auteur|à propos de l’auteur|por",
    "redacción|sobre el autor|di|a cura di|autore|sull'autore|sobre o autor|da redação|door",
    "over de auteur|av|af|text|skrivet av|om författaren|skrevet av|kirjoittaja|teksti|o autorze",
    "opracowanie|автор|об авторе|текст|συντάκτης|yazar|oleh|penulis|tác giả|作者|记者|記者|文|文/|编辑|責任編輯|责任编辑|来源|來源|執筆",
    "著者|文・|取材・文|ライター|기자|글|بقلم|كتب|الكاتب|מאת|लेखक",
  ],
  /** Beside when it appeared. */
  published: [
    "published|posted|updated|modified|created|first published|last updated|last modified|last reviewed",
    "originally published|date|issued|veröffentlicht|aktualisiert|erstellt|stand|publié|mis à jour|mise à jour",
    "publicado|actualizado|pubblicato|aggiornato|atualizado|gepubliceerd|bijgewerkt|geplaatst|publicerad",
    "uppdaterad|publisert|oppdatert|publiceret|opdateret|offentliggjort|julkaistu|päivitetty|opublikowano",
    "aktualizacja|data publikacji|zaktualizowano|опубликовано|обновлено|дата|опубліковано|оновлено|δημοσιεύθηκε",
    "ενημερώθηκε|yayınlanma|güncelleme|diterbitkan|diperbarui|发布时间|更新时间|发布于|發布|更新|公開日|公開|更新日|掲載|投稿日|입력|수정|등록",
    "نشر|تاريخ النشر|آخر تحديث|פורסם|עודכן|प्रकाशित|เผยแพร่",
  ],
  /** Marks of a picture's origin, anywhere in a line. */
  credit: [
    "photo by|photos by|photo:|photos:|photograph by|photography by|photo credit|image credit|image:|images:",
    "image via|image source|picture:|picture by|credit:|credits:|courtesy of|getty images|shutterstock|ap photo",
    "photo courtesy|(photo|illustration by|illustration:|screenshot:|via reuters|/reuters|/afp|/ap)|afp via",
    "unsplash|pixabay|istock|file photo|stock photo|cartoon by|video:|graphic:",
    "foto:|fotos:|bild:|bilder:|bildquelle|quelle:|grafik:|© dpa|crédit|photo ©|crédits|foto de|imagen:|imagem:",
    "crédito|foto di|fotografia|fotó:|bild av|beeld:|foto av|kuva:|zdjęcie|fot.|źródło:|фото:|фото |φωτογραφία",
    "fotoğraf:|dok.|图片来源|圖片來源|图源|摄影|写真:|写真：|写真提供|撮影|画像|사진|الصورة|صورة:|צילום|फोटो",
  ],
  /** Says that something is an advertisement or earns money. */
  advert: [
    "advertisement|advertising|ad|ads by|sponsored|sponsored content|paid content|promoted",
    "continue reading below|story continues below|article continues below|article continues after",
    "scroll to continue|this article contains affiliate links|this post contains affiliate links",
    "this post may contain|this article may contain affiliate|disclosure: if you buy|we may earn a commission",
    "affiliate disclosure|artiklen fortsætter|artikkelen fortsetter|artikeln fortsätter|juttu jatkuu",
    "het artikel gaat verder|lees verder onder|der artikel wird nach der anzeige|la suite après",
    "el artículo continúa|continúa leyendo después|continua dopo la pubblicità|a matéria continua",
    "dalsza część artykułu|продолжение после рекламы|anzeige|werbung|publicité|annonce|publicidad|anuncio",
    "pubblicità|publicidade|continua após a publicidade|advertentie|annons|reklame|annonse|mainos|reklama",
    "реклама|διαφήμιση|reklam|iklan|quảng cáo|โฆษณา|广告|廣告|広告|광고|إعلان|פרסומת|विज्ञापन",
  ],
  /** Before the headings of the page itself. */
  contents: [
    "table of contents|contents|in this article|on this page|jump to|what's inside|in this guide|quick links",
    "inhalt|inhaltsverzeichnis|sommaire|au sommaire|table des matières|índice|contenido|tabla de contenidos",
    "indice|índice de conteúdo|inhoud|inhoudsopgave|innehåll|innhold|indhold|sisällys|spis treści|obsah",
    "tartalom|cuprins|содержание|оглавление|зміст|περιεχόμενα|içindekiler|daftar isi|mục lục|สารบัญ|目录|目錄|目次|목차",
    "المحتويات|תוכן עניינים",
  ],
  /** Rights and imprint. */
  rights: [
    "copyright|©|(c)|all rights reserved|licensed under|this work is licensed|license this content|republish",
    "this article was originally published|terms of use|privacy policy|cookie|we use cookies",
    "alle rechte vorbehalten|tous droits réservés|todos los derechos|tutti i diritti|riproduzione riservata",
    "© riproduzione|todos os direitos|alle rechten|med ensamrätt|wszelkie prawa|все права|всі права|tüm hakları",
    "hak cipta|版权|版權|著作権|無断転載|저작권|무단|جميع الحقوق|כל הזכויות",
  ],
} as const satisfies Record<string, readonly string[]>;

export type Announcement = keyof typeof TABLE;

/** For each kind, a pattern of the phrases that begin with a character: of 60 to 100 phrases, some three are tried. */
const starts = new Map<string, ReadonlyMap<string, RegExp>>(
  Object.entries(TABLE).map(([kind, lines]) => {
    const groups = Map.groupBy(phrasesOf(lines), firstCharacter);
    return [kind, new Map([...groups].map(([first, phrases]) => [first, compile(phrases, "^")]))];
  }),
);
const anywhere = compile(phrasesOf(TABLE.credit), "");

function phrasesOf(lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split("|"));
}

function firstCharacter(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 0);
}

/** One pattern of all phrases; a phrase of letters that part words by blanks ends at a word's end. */
function compile(phrases: readonly string[], before: string): RegExp {
  const alternatives = phrases.map((phrase) => {
    const escaped = phrase.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replaceAll(" ", "\\s");
    return /[a-z\u00c0-\u04ff]$/.test(phrase) ? `${escaped}(?!\\p{L})` : escaped;
  });
  return new RegExp(`${before}(?:${alternatives.join("|")})`, "u");
}

/** What a line, opened, begins with; null where it announces nothing of the kind. */
function findAnnouncement(kind: Announcement, line: string): string | null {
  return starts.get(kind)?.get(firstCharacter(line))?.exec(line)?.[0] ?? null;
}

/** True where a line begins with one of the phrases of its kind; marks before it, such as "»" or "👉", are passed over. */
export function announces(kind: Announcement, text: string): boolean {
  return findAnnouncement(kind, opening(text)) !== null;
}

/** The phrase that a line begins with, in letters; 0 for none. */
export function announcedLength(kind: Announcement, text: string): number {
  return findAnnouncement(kind, opening(text))?.length ?? 0;
}

/** True where a line says that phrase and nothing else. */
export function saysOnly(kind: Announcement, text: string): boolean {
  if (text.length >= MAX_OPENING_CHARS) return false;
  const line = opening(text);
  const found = findAnnouncement(kind, line);
  return found !== null && !/[\p{L}\p{N}]/u.test(line.slice(found.length));
}

/** True where a line says whose a picture is. */
export function creditsPicture(text: string): boolean {
  return anywhere.test(text.slice(0, MAX_CREDIT_CHARS).toLowerCase());
}

const MAX_CREDIT_CHARS = 600;
const MAX_OPENING_CHARS = 80;

function opening(text: string): string {
  return text
    .slice(0, MAX_OPENING_CHARS)
    .toLowerCase()
    .replace(/^[^\p{L}\p{N}©(]+/u, "");
}
