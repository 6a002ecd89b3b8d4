/** Owns which IP addresses belong to the public internet, by IANA's special-purpose registries. Pure. */
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * True for addresses of the public internet. Anything else is refused: loopback, private, link-local (where clouds keep
 * their credentials services), shared (RFC 6598), documentation, multicast, reserved. Addresses that carry an IPv4
 * address inside are judged by that one. Text that is not an address is not public.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  if (family === 4) return isPublicIPv4(ipaddr.IPv4.parse(address));
  // A zone (RFC 4007) names an interface of this machine: nothing public has one.
  if (address.includes("%")) return false;
  const bytes = bytesOfIPv6(address);
  const parsed = new ipaddr.IPv6([...bytes]);
  const carried = carriedIPv4(bytes);
  if (carried) return isPublicIPv4(carried);
  if (parsed.range() !== "unicast" || !isGlobalUnicast(bytes)) return false;
  const behind = isatapIPv4(bytes);
  return behind === null || isPublicIPv4(behind);
}

function isPublicIPv4(address: ipaddr.IPv4): boolean {
  return address.range() === "unicast";
}

/** Prefixes of forms that carry an IPv4 address, and the byte where it stands. */
const EMBEDDINGS: ReadonlyArray<{ readonly prefix: readonly number[]; readonly at: number }> = [
  // ::ffff:0:0/96, IPv4-mapped (RFC 4291, section 2.5.5.2)
  { prefix: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], at: 12 },
  // 64:ff9b::/96, NAT64 (RFC 6052). 64:ff9b:1::/48, for local use (RFC 8215), is not public whatever it carries.
  { prefix: [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0], at: 12 },
  // 2002::/16, 6to4 (RFC 3056)
  { prefix: [0x20, 0x02], at: 2 },
];

function carriedIPv4(bytes: readonly number[]): ipaddr.IPv4 | null {
  const form = EMBEDDINGS.find(({ prefix }) => prefix.every((byte, index) => bytes[index] === byte));
  return form ? new ipaddr.IPv4(bytes.slice(form.at, form.at + 4)) : null;
}

/** 2000::/3 is all that IANA has given out as global unicast; "unicast" alone would let unassigned space through. */
function isGlobalUnicast(bytes: readonly number[]): boolean {
  return ((bytes[0] ?? 0) & 0xe0) === 0x20;
}

/** The IPv4 address that an ISATAP interface (RFC 5214, section 6.1) of any network leads to. */
function isatapIPv4(bytes: readonly number[]): ipaddr.IPv4 | null {
  const [flags = 0, zero, high, low, ...address] = bytes.slice(8);
  // The bits u and g of the first byte may be set.
  const matches = (flags & 0xfc) === 0 && zero === 0 && high === 0x5e && low === 0xfe;
  return matches ? new ipaddr.IPv4(address) : null;
}

/**
 * The sixteen bytes. Spelled by the URL parser first: ipaddr.js reads `::8.8.8.8`, which is IPv4-compatible, as the
 * IPv4-mapped `::ffff:8.8.8.8`, which is another address.
 */
function bytesOfIPv6(address: string): number[] {
  return ipaddr.IPv6.parse(new URL(`http://[${address}]/`).hostname.slice(1, -1)).toByteArray();
}
