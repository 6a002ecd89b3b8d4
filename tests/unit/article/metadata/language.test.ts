import { describe, expect, it } from "vitest";
import { detectLanguage } from "../../../../shared/article/metadata/detect-language.ts";
import { languageTag } from "../../../../shared/article/metadata/language-tag.ts";
import { settleLanguage } from "../../../../shared/article/metadata/settle-language.ts";
import { metadataOf } from "./support.ts";

describe("reading a language tag", () => {
  it.each([
    ["en_US", "en-US"],
    ["EN-us", "en-US"],
    ["zh-hant-tw", "zh-Hant-TW"],
    ["de, en", "de"],
    ["english", null],
    ["qq", null],
    ["x-default", null],
    ["", null],
  ])("reads %j as %j", (raw, tag) => {
    expect(languageTag(raw)).toBe(tag);
  });
});

/** Two sentences each, of the same ferry. */
const TEXTS: Readonly<Record<string, string>> = {
  en: "The ferry stopped running on Monday after the river rose above the lower landing. People who work on the other side waited for two hours before the council sent a bus, and many of them were late.",
  de: "Die Fähre stellte am Montag den Betrieb ein, nachdem der Fluss über die untere Anlegestelle gestiegen war. Wer auf der anderen Seite arbeitet, wartete zwei Stunden, bis die Gemeinde einen Bus schickte.",
  fr: "Le bac a cessé de circuler lundi après que la rivière est montée au-dessus du quai inférieur. Les gens qui travaillent de l'autre côté ont attendu deux heures avant que la mairie n'envoie un autobus.",
  es: "El transbordador dejó de funcionar el lunes después de que el río subiera por encima del embarcadero inferior. Los que trabajan en la otra orilla esperaron dos horas hasta que el ayuntamiento envió un autobús.",
  it: "Il traghetto ha smesso di funzionare lunedì dopo che il fiume è salito sopra il pontile inferiore. Chi lavora dall'altra parte ha aspettato due ore prima che il comune mandasse un autobus.",
  pt: "A balsa parou de funcionar na segunda-feira depois que o rio subiu acima do cais inferior. As pessoas que trabalham do outro lado esperaram duas horas até que a prefeitura enviasse um ônibus.",
  nl: "De veerpont staakte maandag de dienst nadat de rivier boven de lage steiger was gestegen. Wie aan de overkant werkt, wachtte twee uur voordat de gemeente een bus stuurde, en velen kwamen te laat.",
  sv: "Färjan slutade gå på måndagen efter att älven stigit över den nedre bryggan. De som arbetar på andra sidan väntade i två timmar innan kommunen skickade en buss, och många av dem kom för sent.",
  da: "Færgen holdt op med at sejle mandag, efter at åen var steget over den nederste anløbsbro. De, der arbejder på den anden side, ventede i to timer, før kommunen sendte en bus, og mange af dem kom for sent.",
  nb: "Fergen sluttet å gå mandag etter at elva steg over den nedre bryggen. De som jobber på den andre siden, ventet i to timer før kommunen sendte en buss, og mange av dem kom for sent på jobb.",
  fi: "Lautta lakkasi kulkemasta maanantaina, kun joki nousi alemman laiturin yli. Toisella puolella työskentelevät odottivat kaksi tuntia ennen kuin kunta lähetti linja-auton, ja moni heistä myöhästyi töistä.",
  pl: "Prom przestał kursować w poniedziałek, gdy rzeka podniosła się powyżej dolnej przystani. Ludzie pracujący po drugiej stronie czekali dwie godziny, zanim gmina wysłała autobus, i wielu z nich się spóźniło.",
  cs: "Přívoz přestal v pondělí jezdit poté, co řeka vystoupala nad dolní přístaviště. Lidé, kteří pracují na druhé straně, čekali dvě hodiny, než obec poslala autobus, a mnozí z nich přišli pozdě.",
  sk: "Kompa prestala v pondelok premávať po tom, čo rieka vystúpila nad dolné prístavisko. Ľudia, ktorí pracujú na druhej strane, čakali dve hodiny, kým obec poslala autobus, a mnohí z nich prišli neskoro.",
  hu: "A komp hétfőn leállt, miután a folyó az alsó kikötő fölé emelkedett. Akik a túlsó parton dolgoznak, két órát vártak, mire az önkormányzat buszt küldött, és sokan közülük elkéstek a munkából.",
  ro: "Bacul a încetat să circule luni, după ce râul a crescut peste debarcaderul de jos. Cei care lucrează pe malul celălalt au așteptat două ore până când primăria a trimis un autobuz, iar mulți au întârziat.",
  tr: "Feribot pazartesi günü, nehir alt iskelenin üzerine çıkınca seferlerini durdurdu. Karşı kıyıda çalışanlar, belediye otobüs gönderene kadar iki saat bekledi ve birçoğu işe geç kaldı.",
  id: "Feri berhenti beroperasi pada hari Senin setelah sungai naik di atas dermaga bawah. Orang-orang yang bekerja di seberang menunggu dua jam sebelum pemerintah desa mengirim bus, dan banyak yang terlambat.",
  vi: "Phà ngừng chạy vào thứ Hai sau khi nước sông dâng cao hơn bến dưới. Những người làm việc ở bờ bên kia phải chờ hai tiếng trước khi ủy ban cho xe buýt đến, và nhiều người đã đi làm muộn.",
  hr: "Trajekt je prestao voziti u ponedjeljak nakon što je rijeka porasla iznad donjeg pristaništa. Ljudi koji rade na drugoj strani čekali su dva sata prije nego što je općina poslala autobus.",
  ca: "El transbordador va deixar de funcionar dilluns després que el riu pugés per sobre de l'embarcador inferior. Els que treballen a l'altra banda van esperar dues hores fins que l'ajuntament va enviar un autobús.",
  ru: "Паром перестал ходить в понедельник, после того как река поднялась выше нижней пристани. Люди, работающие на другом берегу, ждали два часа, пока администрация не прислала автобус.",
  uk: "Пором припинив рух у понеділок після того, як річка піднялася вище нижньої пристані. Люди, які працюють на іншому березі, чекали дві години, поки громада не надіслала автобус.",
  bg: "Фериботът спря да се движи в понеделник, след като реката се покачи над долния кей. Хората, които работят на другия бряг, чакаха два часа, преди общината да изпрати автобус.",
  el: "Το πορθμείο σταμάτησε τη Δευτέρα, όταν το ποτάμι ανέβηκε πάνω από την κάτω αποβάθρα. Όσοι εργάζονται στην άλλη όχθη περίμεναν δύο ώρες μέχρι ο δήμος να στείλει λεωφορείο.",
  he: "המעבורת הפסיקה לפעול ביום שני לאחר שהנהר עלה מעל המזח התחתון. אנשים שעובדים בגדה השנייה חיכו שעתיים עד שהמועצה שלחה אוטובוס, ורבים מהם איחרו לעבודה.",
  ar: "توقفت العبّارة عن العمل يوم الاثنين بعد أن ارتفع النهر فوق الرصيف السفلي. وانتظر العاملون في الضفة الأخرى ساعتين قبل أن ترسل البلدية حافلة، وتأخر كثير منهم عن العمل.",
  fa: "کشتی روز دوشنبه پس از بالا آمدن رودخانه از اسکله پایینی از کار افتاد. کسانی که در آن سوی رود کار می‌کنند دو ساعت منتظر ماندند تا شهرداری اتوبوسی فرستاد و بسیاری دیر رسیدند.",
  ur: "پیر کے روز دریا کے نچلے گھاٹ سے اوپر آ جانے کے بعد کشتی چلنا بند ہو گئی۔ دوسری طرف کام کرنے والے لوگوں نے دو گھنٹے انتظار کیا جب تک کہ بلدیہ نے بس نہیں بھیجی۔",
  hi: "सोमवार को नदी का पानी निचले घाट से ऊपर आने के बाद नाव चलना बंद हो गई। दूसरी ओर काम करने वाले लोगों ने दो घंटे तक इंतज़ार किया, तब जाकर पंचायत ने बस भेजी।",
  ja: "月曜日、川の水位が下の船着き場を越えたため、渡し船は運航を取りやめた。対岸で働く人々は町がバスを出すまで二時間待ち、多くの人が仕事に遅れた。",
  zh: "星期一河水漫过下码头后,渡船停止了运营。在对岸工作的人们等了两个小时,镇政府才派来一辆公共汽车,许多人因此上班迟到。",
  ko: "월요일에 강물이 아래 선착장 위로 차오르면서 나룻배 운항이 중단되었다. 강 건너편에서 일하는 사람들은 군청이 버스를 보낼 때까지 두 시간을 기다렸다.",
  th: "เรือข้ามฟากหยุดให้บริการในวันจันทร์หลังจากแม่น้ำเอ่อล้นท่าเรือด้านล่าง ผู้คนที่ทำงานอีกฝั่งต้องรอสองชั่วโมงกว่าเทศบาลจะส่งรถบัสมารับ",
};

describe("detecting a language", () => {
  it.each(Object.entries(TEXTS))("tells %s by two sentences", (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });

  it("says nothing of texts that are too short, mixed, or no language", () => {
    expect(detectLanguage("The ferry waits.")).toBeNull();
    expect(detectLanguage("")).toBeNull();
    expect(detectLanguage("0123 4567 ".repeat(200))).toBeNull();
    expect(detectLanguage("Zgrb xqv plmk wrtz ".repeat(20))).toBeNull();
    expect(detectLanguage(`${TEXTS.ru?.slice(0, 90)} ${TEXTS.el?.slice(0, 90)}`)).toBeNull();
  });
});

describe("settling language and direction by the text", () => {
  const settled = (html: string, text = "") => settleLanguage(metadataOf(html), text);

  it("keeps what is declared and not contradicted, with its region", () => {
    expect(settled("<html lang=en-GB>", TEXTS.en)).toMatchObject({ language: "en-GB", direction: "ltr" });
    expect(settled("<html lang=nn>", TEXTS.nb).language).toBe("nn");
    expect(settled("<html lang=sr-Latn>", TEXTS.hr).language).toBe("sr-Latn");
    expect(settled("<html lang=oc>", TEXTS.ca).language).toBe("oc");
  });

  it("believes the text where it is clearly in another language, and says so", () => {
    const { language, direction, provenance } = settled("<html lang=en>", TEXTS.ar);
    expect({ language, direction }).toEqual({ language: "ar", direction: "rtl" });
    expect(provenance.language?.from).toBe("text");
  });

  it("takes the direction from the page, else from the language, else from the letters", () => {
    expect(settled('<html dir="rtl" lang=en>', TEXTS.en)).toMatchObject({ direction: "rtl" });
    expect(settled("<html lang=ur-Latn>").direction).toBe("ltr");
    expect(settled("<html lang=ks>").direction).toBe("rtl");
    expect(settled("", "ܫܠܡܐ ܥܠܝܟܘܢ").direction).toBe("rtl");
    expect(settled("").direction).toBe("ltr");
  });
});
