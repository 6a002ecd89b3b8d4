/**
 * Owns the decision which addresses may be connected to, and puts it where it can't be gone around: into the lookup
 * that the socket itself uses, so that the address that was checked is the address that is connected to. It must not
 * know anything of HTTP.
 */
import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { fetchError } from "./classify-error.ts";

export interface AddressGuardOptions {
  /** `host:port` pairs, spelled as in the URL (`localhost:8080`, `[::1]:8080`), that may be on any address. */
  readonly allowPrivate?: readonly string[] | undefined;
  /** Resolves names. @default node:dns's lookup, which asks the operating system */
  readonly lookup?: LookupFunction | undefined;
}

export interface AddressGuard {
  /**
   * The `lookup` to give to the socket for this origin. It yields addresses only when every one of the name's addresses
   * is public: a name with public and private addresses is a mistake or an attack, and neither should be connected to.
   */
  readonly lookupFor: (origin: URL) => LookupFunction;
  /**
   * Throws where `address` must not be talked to for this origin. Sockets skip the lookup for a host that is an IP
   * literal, so this is asked for those before connecting, and for every socket again once it is connected.
   *
   * @throws PermanentError `address-not-allowed`
   */
  readonly assertAllowed: (origin: URL, address: string) => void;
}

/**
 * Makes the guard of one fetcher.
 *
 * @throws TypeError when an entry of `allowPrivate` is not `host:port`
 */
export function createAddressGuard(options: AddressGuardOptions = {}): AddressGuard {
  const allowed = new Set((options.allowPrivate ?? []).map(normalisePair));
  const resolve = options.lookup ?? (systemLookup as LookupFunction);

  const assertAllowed = (origin: URL, address: string): void => {
    if (allowed.has(pairOf(origin)) || isPublicAddress(address)) return;
    throw fetchError("address-not-allowed", pairOf(origin), undefined, address);
  };

  const lookupFor = (origin: URL): LookupFunction => {
    return (hostname, lookupOptions, callback) => {
      resolve(hostname, { ...lookupOptions, all: true }, (error, found, family) => {
        if (error) return callback(error, "", 0);
        const addresses = typeof found === "string" ? [{ address: found, family: family ?? isIP(found) }] : found;
        try {
          answerLookup(hostname, addresses, (address) => assertAllowed(origin, address), lookupOptions.all, callback);
        } catch (refusal) {
          callback(refusal as NodeJS.ErrnoException, "", 0);
        }
      });
    };
  };

  return { lookupFor, assertAllowed };
}

function answerLookup(
  hostname: string,
  addresses: readonly LookupAddress[],
  assertAllowed: (address: string) => void,
  all: boolean | undefined,
  callback: Parameters<LookupFunction>[2],
): void {
  for (const { address } of addresses) assertAllowed(address);
  const first = addresses[0];
  if (!first) {
    // What the operating system reports as no data; sockets would otherwise wait for nothing.
    throw Object.assign(new Error(`no address for ${hostname}`), { code: "ENOTFOUND", syscall: "getaddrinfo" });
  }
  if (all) callback(null, [...addresses]);
  else callback(null, first.address, first.family);
}

/**
 * True for addresses of the public internet. Anything else is refused: loopback, private, link-local (where clouds keep
 * their credentials services), shared (RFC 6598), documentation, multicast, reserved. Addresses that carry an IPv4
 * address inside are judged by that one. Text that is not an address is not public.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.kind() === "ipv4") return parsed.range() === "unicast";
  const bytes = parsed.toByteArray();
  const embedded = embeddedIPv4(bytes);
  if (embedded) return new ipaddr.IPv4([...embedded]).range() === "unicast";
  // 2000::/3 is all that IANA has given out as global unicast; "unicast" alone would let unassigned space through.
  return parsed.range() === "unicast" && ((bytes[0] ?? 0) & 0xe0) === 0x20;
}

/** Prefixes of forms that carry an IPv4 address, and the byte where it stands. */
const EMBEDDINGS: ReadonlyArray<{ readonly prefix: readonly number[]; readonly at: number }> = [
  // ::ffff:0:0/96, IPv4-mapped (RFC 4291, section 2.5.5.2)
  { prefix: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], at: 12 },
  // 64:ff9b::/96, NAT64 (RFC 6052)
  { prefix: [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0], at: 12 },
  // 2002::/16, 6to4 (RFC 3056)
  { prefix: [0x20, 0x02], at: 2 },
];

function embeddedIPv4(bytes: readonly number[]): readonly number[] | null {
  const form = EMBEDDINGS.find(({ prefix }) => prefix.every((byte, index) => bytes[index] === byte));
  return form ? bytes.slice(form.at, form.at + 4) : null;
}

/** `host:port` of an origin as URLs spell it, with the port even where it is the scheme's own. */
export function pairOf(origin: URL): string {
  const port = origin.port || (origin.protocol === "https:" ? "443" : "80");
  return `${origin.hostname}:${port}`;
}

function normalisePair(entry: string): string {
  const url = /:\d+$/.test(entry) ? URL.parse(`http://${entry}`) : null;
  // Anything but host and port would be silently ignored, and an operator would wonder.
  if (url?.href !== `http://${url?.host}/`) throw new TypeError(`allowPrivate: "${entry}" is not host:port`);
  return pairOf(url);
}
