/** Owns what a title's shape says of its page: questions and lists of things told, names of shelves. Pure. */

/** "How to …", "Why …", "12 ways …", or anything with a question mark. */
const QUESTION =
  /[?？؟]|^(?:how|what|why|when|who|wie|was|warum|wann|wer|comment|pourquoi|quand|cómo|qué|por qué|come|perché|como|por que|hoe|waarom|\d+)\s/i;

/** Names of places that hold other pages. */
const SHELF =
  /(?<!\p{L})(?:news|list|archives?|categor(?:y|ies)|forms|all|results|browse|shop|directory|library|resources|reviews|blog|articles|posts|episodes|collections?|jobs|deals|products?|events|nachrichten|archiv|kategorien?|ergebnisse|produkte|actualités|catégories?|résultats|produits|noticias|archivos?|categorías?|resultados|productos|notizie|archivio|categori[ae]|risultati|prodotti|arquivos?|categorias?|produtos|nieuws|archief|producten)(?!\p{L})/iu;
/** Longer titles tell something of the word, as headlines do. */
const MAX_SHELF_WORDS = 5;
const MAX_CHARS = 200;

export function isQuestionTitle(title: string): boolean {
  return QUESTION.test(title.slice(0, MAX_CHARS));
}

/** True for "Latest news", "Shop all chairs": a short title that names a shelf. */
export function isListTitle(title: string): boolean {
  return title.length <= MAX_CHARS && title.split(/\s+/).length <= MAX_SHELF_WORDS && SHELF.test(title);
}
