import type { DoorRequest } from "./door";

const ownNetwork = /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd][0-9a-f]{2}:)/i;

/**
 * The address to count a request's sender by. Behind a proxy every peer is the proxy: a peer of our own network is
 * believed about whom it forwards for, and of several names the last, which that proxy wrote itself. Null for this very
 * machine.
 */
export function clientAddress(request: Pick<DoorRequest, "remoteAddress" | "header">): string | null {
  const { remoteAddress } = request;
  if (ownNetwork.test(remoteAddress)) {
    const forwarded = request.header("x-forwarded-for")?.split(",").at(-1)?.trim();
    if (forwarded) return networkOf(forwarded);
  }
  return remoteAddress.startsWith("127.") || remoteAddress === "::1" ? null : networkOf(remoteAddress);
}

/** One sender has a whole /64 of IPv6. */
function networkOf(address: string): string {
  if (!address.includes(":") || address.startsWith("::ffff:")) return address.slice(0, 45);
  return `${address.split(":").slice(0, 4).join(":")}::/64`.slice(0, 45);
}
