/** Owns the names of WARC objects. Pure. */
import { v7 } from "uuid";

/** `captures/2026/11/22/<uuid>.warc.gz`: a day's files stand together, and the id sorts them by time. */
export function warcKey(prefix: string, now: Date): string {
  return `${prefix}${now.toISOString().slice(0, 10).replaceAll("-", "/")}/${v7()}.warc.gz`;
}
