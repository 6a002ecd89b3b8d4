/**
 * Owns which hosts and ports a URL may name, before anything is looked up: ports, names for local use, the archive's own
 * API. What addresses may be connected to is address-guard.ts. Pure.
 */
import { isIP } from "node:net";
import { fetchError } from "./classify-error.ts";
import { isPublicAddress } from "./public-address.ts";

/** Ports that are fetched unless a caller names others: the web's own, and the two that test and proxy sites use. */
export const FETCH_PORTS: readonly number[] = [80, 443, 8080, 8443];

/**
 * Names that mean this machine or this network, whatever a resolver says of them; their subdomains too. `localhost` by
 * RFC 6761 (section 6.3), `local` by RFC 6762 (section 3), `home.arpa` by RFC 8375 (section 4), `internal` reserved for
 * private use by ICANN (2024), where clouds name their metadata services. The rest stand in many systems' hosts file.
 */
const LOCAL_NAMES = [
  "localhost",
  "local",
  "internal",
  "home.arpa",
  "localdomain",
  "localhost4",
  "localhost6",
  "ip6-localhost",
  "ip6-loopback",
] as const;

export interface TargetOptions {
  /** `host:port` pairs, spelled as in the URL (`localhost:8080`, `[::1]:8080`), that may be on any address and port. */
  readonly allowPrivate?: readonly string[] | undefined;
  /** Ports that may be connected to. @default FETCH_PORTS */
  readonly allowPorts?: readonly number[] | undefined;
  /**
   * Hosts of the archive's own API, each as `host`, which means it on every port, or as `host:port`. They are refused
   * even where `allowPrivate` names them: an archive that fetches itself makes work without end. @default none
   */
  readonly refuseHosts?: readonly string[] | undefined;
}

export interface TargetRules {
  /** True where the URL's host and port are a pair of `allowPrivate`. */
  readonly isAllowedPair: (url: URL) => boolean;
  /**
   * Throws where the URL's host or port must not be fetched, whatever its address.
   *
   * @throws PermanentError `address-not-allowed`, which is told before `port-not-allowed`
   */
  readonly assertTarget: (url: URL) => void;
}

/**
 * Makes the rules of one fetcher.
 *
 * @throws TypeError when an entry of `allowPrivate` is not `host:port`, of `refuseHosts` not `host` or `host:port`, or of
 *   `allowPorts` not a port
 */
export function createTargetRules(options: TargetOptions = {}): TargetRules {
  const allowed = new Set((options.allowPrivate ?? []).map(normalisePair));
  const refused = new Set((options.refuseHosts ?? []).map(normaliseHost));
  const ports = new Set(options.allowPorts ?? FETCH_PORTS);
  for (const port of ports) {
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new TypeError(`allowPorts: ${port} is not a port`);
  }
  const isAllowedPair = (url: URL): boolean => allowed.has(pairOf(url));

  const assertTarget = (url: URL): void => {
    const host = withoutLastDots(url.hostname);
    if (refused.has(host) || refused.has(`${host}:${portOf(url)}`)) refuse(url, "it is the archive's own API");
    if (isAllowedPair(url)) return;
    if (isLocalName(host)) refuse(url, "the name is for local use");
    // The URL parser takes one dot off a number; resolvers differ in what they make of a second.
    if (isIP(host) !== 0 && host !== url.hostname) refuse(url, "it is an address spelled as a name");
    if (isIP(bare(host)) !== 0 && !isPublicAddress(bare(host))) refuse(url, "the address is not public");
    if (!ports.has(portOf(url))) {
      throw fetchError("port-not-allowed", pairOf(url), undefined, `port ${portOf(url)} is not allowed`);
    }
  };

  return { isAllowedPair, assertTarget };
}

/** An IPv6 address without its brackets. */
function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, "$1");
}

/** `host:port` of an origin as URLs spell it, with the port even where it is the scheme's own. */
export function pairOf(origin: URL): string {
  return `${origin.hostname}:${portOf(origin)}`;
}

function refuse(url: URL, why: string): never {
  throw fetchError("address-not-allowed", pairOf(url), undefined, why);
}

function portOf(url: URL): number {
  return Number(url.port || (url.protocol === "https:" ? 443 : 80));
}

function isLocalName(host: string): boolean {
  return LOCAL_NAMES.some((name) => host === name || host.endsWith(`.${name}`));
}

/** A name and the same name with the dot of the DNS root are one host. */
function withoutLastDots(hostname: string): string {
  return hostname.replace(/\.+$/, "");
}

function normalisePair(entry: string): string {
  const url = /:\d+$/.test(entry) ? URL.parse(`http://${entry}`) : null;
  // Anything but host and port would be silently ignored, and an operator would wonder.
  if (url?.href !== `http://${url?.host}/`) throw new TypeError(`allowPrivate: "${entry}" is not host:port`);
  return pairOf(url);
}

function normaliseHost(entry: string): string {
  const url = URL.parse(`http://${entry}`);
  if (url?.href !== `http://${url?.host}/`) throw new TypeError(`refuseHosts: "${entry}" is not a host or host:port`);
  const host = withoutLastDots(url.hostname);
  // The URL parser drops port 80, which here would widen the entry to every port.
  return /:\d+$/.test(entry) ? `${host}:${portOf(url)}` : host;
}
