/** Owns what a capture can be read as: its text, Markdown, HTML, whole article document, or its WARC records. */
import { handOut } from "../../shared/api/hand-out.ts";
import type { HttpRequest, HttpResult } from "../../shared/api/http-handler.ts";
import { ProblemError } from "../../shared/api/problems.ts";
import { type Form, formSchema } from "../../shared/api/schemas.ts";
import { type Article, articleSchema } from "../../shared/article/article.ts";
import type { ObjectStore } from "../../shared/aws/object-store.ts";
import type { Capture } from "../../shared/index/capture.ts";
import { readRecord } from "../../shared/warc/read-record.ts";
import { findCapture, payloadHolder, type RetrieveDeps } from "./records.ts";

/**
 * Archived HTML comes from strangers: it may show pictures and nothing else, with no origin of its own (CSP level 3,
 * `sandbox`).
 */
const HTML_POLICY = "sandbox; default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline'";

interface Rendition {
  readonly mediaType: string;
  readonly extension: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly of: (article: Article) => string;
}

const RENDITIONS: Readonly<Record<Exclude<Form, "warc">, Rendition>> = {
  text: { mediaType: "text/plain; charset=utf-8", extension: "txt", of: ({ text }) => text },
  markdown: { mediaType: "text/markdown; charset=utf-8", extension: "md", of: ({ markdown }) => markdown },
  html: {
    mediaType: "text/html; charset=utf-8",
    extension: "html",
    headers: { "Content-Security-Policy": HTML_POLICY },
    of: ({ html }) => html,
  },
  article: { mediaType: "application/json", extension: "json", of: (article) => JSON.stringify(article) },
};

export async function getForm(deps: RetrieveDeps, { event }: HttpRequest): Promise<HttpResult> {
  const form = formSchema.safeParse(event.pathParameters?.form);
  if (!form.success) throw new ProblemError("not-found");
  const capture = await findCapture(deps.captures, event);
  const holder = await payloadHolder(deps.captures, capture);
  if (capture.noarchive?.binding || holder.noarchive?.binding) throw new ProblemError("withheld");
  if (form.data === "warc") return warcOf(deps.objects, capture);
  const article = await readArticle(deps.objects, holder);
  const { mediaType, extension, headers, of } = RENDITIONS[form.data];
  return handOut(deps.objects, Buffer.from(of(article)), {
    mediaType,
    fileName: `${capture.id}.${extension}`,
    headers: headers ?? {},
    isText: true,
  });
}

/** The capture's records as they stand in the bucket: gzip members, the response first. */
async function warcOf(objects: ObjectStore, capture: Capture): Promise<HttpResult> {
  const fileName = `${capture.id}.warc.gz`;
  return handOut(objects, Buffer.from(await objects.read(capture.warc)), {
    mediaType: "application/warc",
    fileName,
    headers: { "Content-Disposition": `attachment; filename="${fileName}"` },
    isText: false,
  });
}

async function readArticle(objects: ObjectStore, { extraction }: Capture): Promise<Article> {
  if (extraction.status === "pending") throw new ProblemError("not-extracted-yet");
  if (extraction.status === "failed") throw new ProblemError("no-article", { detail: extraction.error.message });
  if (extraction.status === "none") throw new ProblemError("no-article");
  const { payload } = await readRecord(await objects.read(extraction.record));
  return articleSchema.parse(JSON.parse(Buffer.from(payload).toString()));
}
