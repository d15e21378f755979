import { BlockList, isIP } from "node:net";
import type { DoorRequest } from "./door";

/** Proxies whose word is believed about whom they forward for. */
export type Proxies = { isTrusted(address: string): boolean; hops: number };

/** Nobody is told who stands before us: a peer of our own network is believed, for one name and no more. */
export const ownNetworks: Proxies = {
  ...listProxies(["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1", "fc00::/7"]),
  hops: 1,
};

/**
 * Proxies by their addresses and networks (`10.0.0.2`, `2001:db8::/32`), however many stand in a row.
 *
 * @throws Error when one of them is no address
 */
export function listProxies(entries: readonly string[]): Proxies {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", prefix] = entry.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, prefix === "" ? Number.NaN : Number(prefix), family);
  }
  return {
    isTrusted: (address) => list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4"),
    hops: Number.POSITIVE_INFINITY,
  };
}

/**
 * The address to count a request's sender by. Behind a proxy every peer is the proxy: one that is trusted is believed
 * about whom it forwards for, which it wrote last; and so on, as long as that is a trusted proxy, too. Null for this
 * very machine.
 */
export function clientAddress(
  request: Pick<DoorRequest, "remoteAddress" | "header">,
  { isTrusted, hops }: Proxies = ownNetworks,
): string | null {
  let address = plainAddress(request.remoteAddress);
  if (address === null) return request.remoteAddress.slice(0, 45);
  const told = request.header("x-forwarded-for")?.split(",") ?? [];
  for (let hop = 0; hop < hops && isTrusted(address); hop += 1) {
    const before = plainAddress(told.pop() ?? "");
    if (before === null) break;
    address = before;
  }
  return isThisMachine(address) ? null : networkOf(address);
}

const isThisMachine = (address: string) => address.startsWith("127.") || address === "::1";

/** Whether an address, or a network as `clientAddress` names it, is one of those that everybody may use at home. */
export const isShared = (address: string): boolean => ownNetworks.isTrusted(address.replace(/::\/64$/, "::"));

/** An address without what some proxies write around it (`[::1]:8080`, `192.0.2.1:443`), or null for none. */
function plainAddress(told: string): string | null {
  const [, bracketed, bare] = /^\s*(?:\[([^\]]*)\](?::\d+)?|(\d+(?:\.\d+){3}):\d+)\s*$/.exec(told) ?? [];
  const address = (bracketed ?? bare ?? told).trim().replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(address) ? address : null;
}

/** One sender has a whole /64 of IPv6, in however few letters its address is written. */
function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("%", 1)[0]!.split("::");
  const before = head.split(":").filter(Boolean);
  const after = tail?.split(":").filter(Boolean) ?? [];
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0");
  const groups = [...before, ...zeros, ...after].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}
