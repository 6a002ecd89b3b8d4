/**
 * Owns the decision which addresses may be connected to, and puts it where it can't be gone around: into the lookup
 * that the socket itself uses, so that the address that was checked is the address that is connected to. It must not
 * know anything of HTTP.
 */
import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { fetchError } from "./classify-error.ts";
import { isPublicAddress } from "./public-address.ts";
import { createTargetRules, pairOf, type TargetOptions, type TargetRules } from "./target-rules.ts";

export interface AddressGuardOptions extends TargetOptions {
  /** Resolves names. @default node:dns's lookup, which asks the operating system */
  readonly lookup?: LookupFunction | undefined;
}

export interface AddressGuard {
  /** Throws where the URL's host or port must not be fetched; asked for each connection before the lookup. */
  readonly assertTarget: TargetRules["assertTarget"];
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
 * @throws TypeError when an entry of an option is not of its form; see createTargetRules
 */
export function createAddressGuard(options: AddressGuardOptions = {}): AddressGuard {
  const { assertTarget, isAllowedPair } = createTargetRules(options);
  const resolve = options.lookup ?? (systemLookup as LookupFunction);

  const assertAllowed = (origin: URL, address: string): void => {
    if (isAllowedPair(origin) || isPublicAddress(address)) return;
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

  return { assertTarget, lookupFor, assertAllowed };
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
