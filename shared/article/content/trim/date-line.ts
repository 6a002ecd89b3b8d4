/** Owns telling a line that only says when something appeared. Pure. */
import { monthNumber } from "../../metadata/month-names.ts";

/** Longer lines say more than a date. */
const MAX_WORDS = 24;

/** What may stand beside dates, apart from numbers, months and weekdays. Small words of several languages. */
const BESIDE = new Set(
  (
    "published posted updated modified created first last reviewed originally on at and date time the of by am pm a m p ago " +
    "minutes minute mins min hours hour hrs hr days day weeks week months month years year today yesterday now just read reading " +
    "et est edt ct cst cdt mt mst mdt pt pst pdt gmt utc bst cet cest ist jst kst msk th st nd rd h uhr o'clock " +
    "veröffentlicht aktualisiert erstellt stand am um vom und letzte aktualisierung zuletzt minuten lesezeit vor stunden tagen datum " +
    "publié mis mise à jour le la du en et il y heures jours lecture temps de modifié " +
    "publicado publicada actualizado actualizada el a las los hace horas día del última actualización lectura fecha " +
    "pubblicato aggiornato il alle ore di lettura data ultimo aggiornamento fa e giorni minuti " +
    "atualizado em às dia há atrás dias tempo leitura última atualização do da " +
    "gepubliceerd bijgewerkt geplaatst op om uur geleden leestijd " +
    "publicerad uppdaterad den kl klockan sedan publisert oppdatert publiceret opdateret julkaistu päivitetty klo " +
    "opublikowano aktualizacja dodano godz godzina r temu data publikacji vydáno aktualizováno " +
    "опубликовано обновлено дата г года в час мин назад сегодня вчера опубліковано оновлено о р " +
    "yayınlanma güncelleme tarihi saat önce diterbitkan diperbarui pukul wib " +
    "年 月 日 时 時 分 秒 星期 一 二 三 四 五 六 曜日 月曜 火曜 水曜 木曜 金曜 土曜 日曜 上午 下午 午前 午後 发布 更新 于 發布 時間 时间 公開 掲載 投稿 日期 最終 입력 오전 오후 수정 등록 نشر آخر تحديث بتاريخ في الساعة פורסם עודכן בתאריך"
  ).split(" "),
);

let weekdays: ReadonlySet<string> | undefined;
const LANGUAGES = [
  "en",
  "de",
  "fr",
  "es",
  "it",
  "pt",
  "nl",
  "sv",
  "da",
  "nb",
  "fi",
  "pl",
  "cs",
  "ru",
  "uk",
  "tr",
  "el",
  "id",
  "ar",
  "he",
];

function isWeekday(word: string): boolean {
  weekdays ??= new Set(
    LANGUAGES.flatMap((language) =>
      (["long", "short"] as const).flatMap((style) => {
        const format = new Intl.DateTimeFormat(language, { weekday: style, timeZone: "UTC" });
        return [0, 1, 2, 3, 4, 5, 6].flatMap(
          (day) =>
            format
              .format(Date.UTC(2024, 0, 7 + day))
              .toLowerCase()
              .match(/[\p{L}\p{M}]+/gu) ?? [],
        );
      }),
    ),
  );
  return weekdays.has(word);
}

const NUMBER = /^\d{1,4}(?:st|nd|rd|th|am|pm|h|z|h\d{2}|t\d{2})?$/;
const DENSE_DATE = /^\d{1,4}(?:년|월|일|시|분)$/;
/** A number and what is counted: "3min", "2h". */
const SPAN = /^\d{1,2}(?:min|mins|h|hrs?|d|m|s)$/;

const isNumber = (word: string): boolean => NUMBER.test(word) || DENSE_DATE.test(word) || SPAN.test(word);

/**
 * True for a line in which every word belongs to a date, a time of day, or how long reading takes; one at least is a number.
 * Names are looked up last: the first of a process that is none of a month or a day costs some 25 ms.
 */
export function isDateWords(words: readonly string[]): boolean {
  if (words.length === 0 || words.length > MAX_WORDS) return false;
  const named = words.filter((word) => !isNumber(word));
  const numbers = words.length - named.length;
  if (numbers === 0 || (named.length === 0 && numbers < 3)) return false;
  return named.filter((word) => !BESIDE.has(word)).every((word) => monthNumber(word) !== null || isWeekday(word));
}
