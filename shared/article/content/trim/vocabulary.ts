/**
 * Owns what web pages call their parts: the widely used words of classes, ids and roles, by purpose. Matched against
 * whole words (see signals.ts), so that "share" is not found in "shareholder".
 */

function words(...list: readonly string[]): RegExp {
  return new RegExp(` (?:${list.join("|")})(?= )`);
}

export const SHARE = words(
  "shar(?:e|es|ing|er|ebar|ethis|edaddy|ebuttons?)|social(?:s|share|links|media|icons)?|addtoany|addthis|a2a",
  "follow us|print(?:friendly)?|bookmark|(?:article|post|story) tools|toolbar|action ?bar|utility bar",
);
export const RELATED = words(
  "relate[ds]?|related(?:posts?|articles?|content|stories|links|news)|recommend(?:ed|ations?|s)",
  "recirc(?:ulation)?|recos?|populars?|trending|most (?:read|popular|viewed)",
  "more (?:stories|articles|posts|news|from|on|to explore|like this)|read(?:more| more| next| also)",
  "also (?:read|like)|you (?:may|might)|see also|up next|further reading|suggest(?:ed|ions?)|outbrain|taboola",
  "teasers?|crosslinks?|interlinks?|similar|latest",
  "recent(?:posts?| posts?| articles?| entries| news| stories)|more(?:posts|articles|news)",
  "(?:next|prev|previous|peer|top|other) (?:articles?|posts?|stories)|bookmark card|inline link",
  "linked articles?",
);
export const NEWSLETTER = words(
  "newsletters?|subscri(?:be|ber|bers|ption)|sign ?ups?|opt ?in|email (?:capture|form|signup)|mailchimp",
  "mailing ?list|mc embed|hs form|lead form|inscription",
);
export const PROMO = words(
  "promos?|promotions?|promobox|cta|ctas|call to action|advert(?:s|isement|isements|orial)?|ads?",
  "ad ?(?:slot|unit|container|wrapper|label|break|placement)|sponsor(?:s|ed)?|banners?|pay ?wall",
  "gat(?:e|ed|ing)|reg ?wall|donat(?:e|ion|ions)|upsell",
  "affiliate (?:disclosure|disclaimer|notice|link)s?|(?:views|legal) disclaimer|cookie ?(?:banner|notice|consent|bar|law|policy)|consent|gdpr",
  "app download|download app|house ad",
);
export const BYLINE = words(
  "bylines?|authors?|author(?:box|info|name|bio|meta|card|link)s?|contributors?",
  "(?:entry|post|article|story|page|content|block) ?meta|meta(?:data|info)?|posted (?:on|by|in)|dateline",
  "vcard|bios?|biography|writers?|reporters?|journalist|time ?stamp",
  "(?:post|entry|article|story|publish(?:ed)?|publication|pub|modified|updated?|last) ?(?:date|time|updated|modified)",
  "dates?|date (?:published|modified|created|time)|published|read(?:ing)? ?time|time to read|min read",
);
export const TAGS = words(
  "tags?|tag(?:s|list|cloud)|(?:post|entry|article) ?(?:tags|categor(?:y|ies)|terms|topics)|cat ?links",
  "categor(?:y|ies)|topics?|keywords?|kickers?|eyebrow|overline|rubric|section (?:label|name|tag|title link)",
  "hashtags?|labels?",
);
export const NAVIGATION = words(
  "nav|nav ?bar|navigation|menus?|menu ?bar|breadcrumbs?|pagination|pager|paging|paginat(?:e|or)|skip link",
  "masthead|site (?:header|footer|nav)|(?:post|article) (?:nav|navigation|pager)|prev ?next|search|banner",
  "contentinfo|sidebar|side bar|rail|tabs? ?list|modal|popup|overlay|off ?canvas|lightbox|dialog",
);
export const COMMENTS = words(
  "comments?|comment ?(?:list|s|form|respond|area|section|thread|count)|disqus|respond|replies|reply",
  "talkback|coral|viafoura|spot ?im|fb comments",
);
export const CAPTION = words(
  "caption(?:s|ed)?",
  "(?:image|photo|picture|img|media|figure|video|gallery|wp) ?(?:caption|credits?|source|copyright|legend|attribution)",
  "caption ?text|credits?|cutline|legend|photographer|photo ?credit|image ?credit|imagecaption|photocaption",
  "copyright",
);
export const PICTURE = words(
  "images?|img|photos?|pictures?|pic|figures?|gallery|slideshow|wp caption|thumbnails?",
  "lead (?:art|media|image)|illustration|cartoon|captioned?|slides?|carousel",
);
export const HIDDEN = words(
  "sr ?only|screen ?reader(?: text| only)?|visually ?hidden|assistive text|a11y hidden|hide|offscreen",
);
export const MEDIA = words(
  "videos?|player|audio(?:player)?|podcast|listen|jw ?player|brightcove|text to speech|tts|playlist|watch",
);

export const FORM = words(
  "forms?|form (?:wrapper|container|body|group|field|done|fail)|gform|wpcf7|contact form|feedback",
  "was this helpful|vote|poll|quiz",
);

/** How the embedded posts of social networks are marked, by the networks' own snippets. */
export const EMBEDDED_POST = words(
  "twitter tweet|twitter video|instagram media|tiktok embed|fb post|bluesky embed|mastodon embed",
  "reddit (?:card|embed bq)|text post media|telegram post",
);
