/**
 * Owns which site a URL belongs to: the partition that its captures live in. A file by itself, as it brings the list of
 * public suffixes, 125 KB of every bundle that asks. Pure.
 */
import { getDomain } from "tldts";

/**
 * The registrable domain of a URL's host in SURT order (`com,example`), or the host itself where it has none (an
 * address, `localhost`). All captures of a domain and its subdomains stand in this one partition, in SURT order.
 */
export function toSite(url: string): string {
  const { hostname } = new URL(url);
  const domain = getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
  return domain.split(".").reverse().join(",");
}
