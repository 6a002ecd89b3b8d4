/**
 * Owns every name that the CDK stacks and the functions must agree on: environment names, table keys and indexes,
 * bucket prefixes, event names, routes. Both sides import it, so it must not import an SDK, CDK, or anything that does.
 */

/** Environment names. A construct sets them, {@link ../env.ts} reads them; nobody spells one by hand. */
export const ENV = {
  stage: "PRESSMARK_STAGE",
  tableName: "PRESSMARK_TABLE_NAME",
  bucketName: "PRESSMARK_BUCKET_NAME",
  frontierQueueUrl: "PRESSMARK_FRONTIER_QUEUE_URL",
  frontierDeadLetterQueueUrl: "PRESSMARK_FRONTIER_DEAD_LETTER_QUEUE_URL",
  extractQueueUrl: "PRESSMARK_EXTRACT_QUEUE_URL",
  extractDeadLetterQueueUrl: "PRESSMARK_EXTRACT_DEAD_LETTER_QUEUE_URL",
  pollsQueueUrl: "PRESSMARK_POLLS_QUEUE_URL",
  pollsDeadLetterQueueUrl: "PRESSMARK_POLLS_DEAD_LETTER_QUEUE_URL",
  erasuresQueueUrl: "PRESSMARK_ERASURES_QUEUE_URL",
  erasuresDeadLetterQueueUrl: "PRESSMARK_ERASURES_DEAD_LETTER_QUEUE_URL",
  requisitesQueueUrl: "PRESSMARK_REQUISITES_QUEUE_URL",
  requisitesDeadLetterQueueUrl: "PRESSMARK_REQUISITES_DEAD_LETTER_QUEUE_URL",
  importsQueueUrl: "PRESSMARK_IMPORTS_QUEUE_URL",
  importsDeadLetterQueueUrl: "PRESSMARK_IMPORTS_DEAD_LETTER_QUEUE_URL",
  exportsQueueUrl: "PRESSMARK_EXPORTS_QUEUE_URL",
  exportsDeadLetterQueueUrl: "PRESSMARK_EXPORTS_DEAD_LETTER_QUEUE_URL",
  eventBusName: "PRESSMARK_EVENT_BUS_NAME",
  /** URL or e-mail address that the User-Agent names, so that a site's operator can reach the archive's. */
  contact: "PRESSMARK_CONTACT",
  /** Comma-separated `host` or `host:port` of the archive's own API: never fetched. */
  ownHosts: "PRESSMARK_OWN_HOSTS",
  /** Least time from the end of one request to a host to the start of the next, in milliseconds. */
  minGapMs: "PRESSMARK_MIN_GAP_MS",
  /** Who may read by the protocols of web archives: `public` for anyone, `token` for holders of a token with scope read. */
  archiveAccess: "PRESSMARK_ARCHIVE_ACCESS",
} as const;

/**
 * Comma-separated `host:port` pairs on private addresses that may be fetched. Only the embedded cloud sets it;
 * the stacks never do, and tests/infra says so.
 */
export const ENV_ALLOW_PRIVATE = "PRESSMARK_ALLOW_PRIVATE";

/**
 * Receives after which a message of the polls queue is put aside. A poll that waits for its host gives its message back,
 * which counts as one; what dies over a document is seen by the lease that runs out, and read again by the next run. So
 * many are many minutes of waiting, or a day of dying; poll ends a wait before it comes to that.
 */
export const POLLS_MAX_RECEIVES = 50;

/**
 * `jsdom` has pages read with a whole DOM, as they are anyway where the light one fails; anything else is refused. The
 * stacks never set it: it is for comparing, and for the day on which the light DOM is found wanting.
 */
export const ENV_DOM = "PRESSMARK_DOM";

/**
 * Options of the Node that extracts. A page is much garbage in little time, to which V8 grows a heap as large as it may:
 * 443 MB over 400 real pages. Told that it has a gigabyte at most, it was content with 235, in the same time.
 */
export const EXTRACT_NODE_OPTIONS = "--max-old-space-size=1024";

/** The table's key attributes, shared with its definition in infra/. */
export const TABLE_KEY = { partition: "pk", sort: "sk", expires: "expiresAt" } as const;

/** One secondary index: its name and its two key attributes. What each is for stands in docs/index.md. */
export interface IndexNames {
  readonly name: string;
  readonly partition: string;
  readonly sort: string;
}

/** Secondary indexes of the table. */
export const INDEXES = {
  /** Captures of a registrable domain in SURT order, then time. */
  site: { name: "site", partition: "sitePk", sort: "siteSk" },
  /** Captures that hold a payload digest. */
  digest: { name: "digest", partition: "digestPk", sort: "digestSk" },
  /** Articles of a host by capture time. */
  host: { name: "host", partition: "hostPk", sort: "articleSk" },
  /** Articles of a day by capture time, spread over shards. */
  day: { name: "day", partition: "dayPk", sort: "articleSk" },
  /** Articles of a source by capture time. */
  source: { name: "source", partition: "sourcePk", sort: "articleSk" },
  /** What is due by time: sources, known items and open runs; and the closed runs of a day. */
  agenda: { name: "agenda", partition: "agendaPk", sort: "agendaSk" },
} as const satisfies Record<string, IndexNames>;

/** Partition key prefixes of the base table; IAM conditions name them too. `days` is one whole partition. */
export const PARTITION = {
  job: "JOB#",
  capture: "CAPTURE#",
  token: "TOKEN#",
  days: "DAYS",
  /** A host's turn-taking state and its robots.txt. */
  host: "HOST#",
  /** All sources. */
  sources: "SOURCES",
  /** Known items, by article identity. */
  item: "ITEM#",
  /** Runs of a source. */
  runs: "RUNS#",
  /** Ends of a run's items. */
  run: "RUN#",
  siteSearch: "SITE-SEARCH#",
  /** The captures that a page was shown with: its requisites. */
  page: "PAGE#",
  /** What of a site is kept from readers, and what was erased. */
  restrictions: "RESTRICTIONS#",
  /** All exports. */
  exports: "EXPORTS",
  /** The key that WACZ files are signed with: only what makes such files may read it. */
  signingKey: "SIGNING-KEY",
  imports: "IMPORT#",
  /** What a token is saving at the moment, and how much it has today. */
  saves: "SAVES#",
} as const;

/** Key prefixes of the bucket. Each function's role reaches its own and no other. */
export const PREFIX = {
  /** WARC files of captures, written by capture. */
  captures: "captures/",
  /** WARC files of articles (`conversion` records), written by extract. */
  articles: "articles/",
  /** URL lists that were uploaded, one for each source that has one. */
  lists: "lists/",
  /** Files that others made, kept byte for byte as they were sent; captures point into them. */
  imports: "imports/",
  /** WACZ files, and what an unfinished one needs to go on. */
  exports: "exports/",
  /** Copies too large for an API answer, handed out by a signed link and expired by the bucket after a day. */
  downloads: "downloads/",
} as const;

/** Where the list stands that was uploaded for a source. */
export const listKey = (sourceId: string): string => `${PREFIX.lists}${sourceId}.txt`;

/** Days that an export can be fetched; the bucket then forgets it. */
export const EXPORT_DAYS = 7;

/** EventBridge names. */
export const EVENTS = { source: "pressmark", articleArchived: "Article Archived" } as const;

/** CloudWatch metrics namespace. */
export const METRICS_NAMESPACE = "Pressmark";

/** Who may read by the protocols of web archives. */
export const ARCHIVE_ACCESS = ["public", "token"] as const;

/** What an API token may do. `read`: all that archivists read; `capture`: ask for captures; `admin`: rules, erasure. */
export const SCOPES = ["read", "capture", "admin"] as const;
export type Scope = (typeof SCOPES)[number];
